// Tells when a key or a press came, by the clock of the display.
window.stopwatch ??= (() => {
  let at = null;
  const note = ({ timeStamp }) => (at = performance.timeOrigin + timeStamp);
  addEventListener("keydown", note, true);
  addEventListener("pointerdown", note, true);
  // The space bar picks on its way up.
  addEventListener("keyup", (event) => event.key === " " && ["radio", "checkbox"].includes(event.target.type) && note(event), true);
  // What blinks or fades by itself is no answer.
  const held = new CSSStyleSheet();
  held.replaceSync("* { caret-color: transparent !important; scrollbar-width: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, held];
  return {
    /** When the last one came, in UTC milliseconds; null when none came since this was asked. */
    take: () => {
      const taken = at;
      at = null;
      return taken;
    },
  };
})();
