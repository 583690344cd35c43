// Measures what the person waits for: from a key or a press, by the clock of the display, to when the page has painted the last
// of what it changes for it.
window.stopwatch ??= (() => {
  /** After so many milliseconds without a change a key has nothing to change. */
  const LONGEST = 2000;
  const samples = [];
  let sample = null;
  let frame = 0;
  function painted() {
    frame = 0;
    // A task after the frame's own work begins when that is painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (sample) {
        sample.last = performance.now() - sample.at;
        sample.first ??= sample.last;
      }
    };
    port2.postMessage(null);
  }
  function changed() {
    if (sample && !frame) {
      frame = requestAnimationFrame(painted);
    }
  }
  /** Whether a change can be seen: what is only told to screen readers comes later on purpose. The page one is on is marked. */
  function seen({ type, target, attributeName }) {
    const element = target instanceof Element ? target : target.parentElement;
    return (
      !(type === "attributes" && attributeName.startsWith("aria-") && attributeName !== "aria-current") &&
      !element?.closest("[data-live-announcer], .visually-hidden") &&
      !(type === "childList" && target === document.body)
    );
  }
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver((changes) => changes.some(seen) && changed()).observe(document, all);
  addEventListener("input", changed, true);
  addEventListener("scroll", changed, true);
  for (const kind of ["keydown", "pointerup"]) {
    addEventListener(
      kind,
      ({ timeStamp }) => {
        sample = { at: timeStamp };
        samples.push(sample);
      },
      true,
    );
  }
  return {
    /** What was measured since the last time; a key that changes nothing has no answer. */
    take: () => samples.splice(0).filter(({ last }) => last !== undefined),
    /** For how many milliseconds nothing was painted. */
    stillFor: () => (sample ? performance.now() - sample.at - (sample.last ?? LONGEST) : 0),
  };
})();
