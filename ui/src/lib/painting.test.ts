import { afterEach, beforeEach, expect, test, vi } from "vitest";

vi.unmock("./painting");
const { afterPaint } = await import("./painting");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("waits for the frame, and for it to be painted", () => {
  const act = vi.fn();
  let framed = false;
  requestAnimationFrame(() => {
    framed = true;
    expect(act).not.toHaveBeenCalled();
  });
  afterPaint(act);
  vi.advanceTimersToNextFrame();
  expect(framed).toBe(true);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledOnce();
});

test("waits for no frame of a window that is not shown", () => {
  const act = vi.fn();
  const frames = vi.spyOn(globalThis, "requestAnimationFrame");
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  afterPaint(act);
  vi.advanceTimersByTime(1);
  expect(frames).not.toHaveBeenCalled();
  expect(act).toHaveBeenCalledOnce();
});

test("can be left before the frame and after it", () => {
  const act = vi.fn();
  afterPaint(act)();
  const leave = afterPaint(act);
  vi.advanceTimersToNextFrame();
  leave();
  vi.runAllTimers();
  expect(act).not.toHaveBeenCalled();
});
