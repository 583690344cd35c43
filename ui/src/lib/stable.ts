import { useCallback, useLayoutEffect, useRef, useState } from "react";

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

/** A list that stays the same object while the same is in it. */
export function useSame<T extends readonly unknown[]>(newest: T): T {
  const [kept, keep] = useState(newest);
  const isSame = kept.length === newest.length && kept.every((item, at) => Object.is(item, newest[at]));
  if (!isSame) {
    keep(newest);
  }
  return isSame ? kept : newest;
}
