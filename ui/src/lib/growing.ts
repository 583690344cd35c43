import { startTransition, useEffect, useMemo, useState } from "react";

/** So many are in a list at once: more than a window shows. */
const FIRST = 40;
/** So many come with each step. */
const STEP = 120;

/**
 * A long list as it is drawn: its first items at once, so that nobody waits for thousands, and the others bit by bit while
 * nothing else is to be done.
 *
 * @param of what the list answers, such as a search: with another one it begins anew.
 * @param upTo how many are needed at once, such as to reach one of them.
 */
export function useGrowing<T>(items: readonly T[], of: string, upTo = 0): readonly T[] {
  const [grown, setGrown] = useState({ of, count: FIRST });
  const count = Math.max(grown.of === of ? grown.count : FIRST, upTo);
  const isWhole = count >= items.length;
  useEffect(() => {
    if (!isWhole) {
      startTransition(() => setGrown({ of, count: count + STEP }));
    }
  }, [isWhole, of, count]);
  return useMemo(() => (isWhole ? items : items.slice(0, count)), [items, isWhole, count]);
}
