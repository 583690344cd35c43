import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * A function that stays the same, and does what the newest one does: whoever is given it need not be drawn anew. Only
 * for what is called when something happens, not while drawing.
 */
export function useStable<Arguments extends unknown[], Answer>(
  newest: (...given: Arguments) => Answer,
): (...given: Arguments) => Answer {
  const kept = useRef(newest);
  useLayoutEffect(() => {
    kept.current = newest;
  });
  return useCallback((...given: Arguments) => kept.current(...given), []);
}
