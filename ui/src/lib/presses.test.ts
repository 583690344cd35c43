import { expect, test, vi } from "vitest";
import { hearPressesAfterDrags } from "./presses";

test("a press after a drag of which no pointer is told comes as a pointer all the same, once", () => {
  hearPressesAfterDrags(window);
  const button = document.body.appendChild(document.createElement("button"));
  const onPointer = vi.fn((event: PointerEvent) => [event.pointerId, event.button, event.clientX]);
  button.addEventListener("pointerdown", onPointer);
  const fire = (event: Event) => button.dispatchEvent(event);
  const pointer = () => fire(new PointerEvent("pointerdown", { pointerId: 7, bubbles: true }));
  const mouse = () => fire(new MouseEvent("mousedown", { clientX: 12, bubbles: true }));

  pointer();
  mouse();
  expect(onPointer).toHaveBeenCalledOnce();

  fire(new Event("dragstart", { bubbles: true }));
  mouse();
  expect(onPointer).toHaveBeenCalledTimes(2);
  expect(onPointer).toHaveLastReturnedWith([7, 0, 12]);
  mouse();
  expect(onPointer).toHaveBeenCalledTimes(2);

  // Where the pointer is told of, nothing is added.
  fire(new Event("dragstart", { bubbles: true }));
  pointer();
  mouse();
  expect(onPointer).toHaveBeenCalledTimes(3);
  button.remove();
});
