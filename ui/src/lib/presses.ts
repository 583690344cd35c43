/**
 * Sees to it that the first press after something was dragged is heard. WebKitGTK never learns that the button went up at
 * the end of a drag, takes the next press for another button beside it and tells the page of no pointer that comes down;
 * the widgets heed nothing else.
 */
export function hearPressesAfterDrags(page: Window): void {
  let pointerId = 1;
  let isDragged = false;
  page.addEventListener("dragstart", () => (isDragged = true), true);
  page.addEventListener(
    "pointerdown",
    (event) => {
      pointerId = event.pointerId;
      isDragged = false;
    },
    true,
  );
  page.addEventListener(
    "mousedown",
    ({ target, button, buttons, clientX, clientY }) => {
      if (isDragged) {
        target?.dispatchEvent(
          new PointerEvent("pointerdown", {
            pointerId,
            pointerType: "mouse",
            isPrimary: true,
            button,
            buttons,
            clientX,
            clientY,
            // Without it the widgets would take it for a screen reader's.
            pressure: 0.5,
            bubbles: true,
            cancelable: true,
            composed: true,
          }),
        );
      }
    },
    true,
  );
}
