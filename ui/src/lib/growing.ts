import { startTransition, useMemo, useState } from "react";

/** So many are in a list at once: more than a window shows. */
const FIRST = 40;
/** So many come with each step. */
const STEP = 160;

/**
 * A long list as it is drawn: its first items, so that nobody waits for thousands, and with them the means to have more
 * drawn, or at least so many, when its end comes near; undefined when all are there.
 *
 * @param of what the list answers, such as a search: with another one it begins anew.
 * @param upTo how many are needed at once, such as to reach one of them.
 */
export function useGrowing<T>(
  items: readonly T[],
  of: string,
  upTo = 0,
): [drawn: readonly T[], more: ((upTo?: number) => void) | undefined] {
  const [grown, setGrown] = useState({ of, count: FIRST });
  const count = Math.max(grown.of === of ? grown.count : FIRST, upTo);
  const isWhole = count >= items.length;
  const drawn = useMemo(() => (isWhole ? items : items.slice(0, count)), [items, isWhole, count]);
  const more = useMemo(
    () =>
      isWhole
        ? undefined
        : (wanted = 0) => startTransition(() => setGrown({ of, count: Math.max(count + STEP, wanted) })),
    [isWhole, of, count],
  );
  return [drawn, more];
}
