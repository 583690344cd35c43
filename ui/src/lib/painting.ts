/**
 * Does something once the next frame is painted, so that it keeps nobody waiting who looks for what is in that frame.
 * Gives the means to leave it.
 */
export function afterPaint(act: () => void): () => void {
  let timer = 0;
  const soon = () => {
    timer = window.setTimeout(act);
  };
  // A window that is not shown paints nothing.
  const frame = document.hidden ? soon() : requestAnimationFrame(soon);
  return () => {
    cancelAnimationFrame(frame ?? 0);
    clearTimeout(timer);
  };
}
