import { type RefObject, useEffect, useRef } from "react";
import { afterPaint } from "../../lib/painting";
import type { PresetLayout } from "./layout";

/** How many frames a row may take to be drawn after it was scrolled to. */
const PATIENCE = 20;

/** Keys that go further than a row. */
const FAR = ["PageUp", "PageDown", "Home", "End"] as const;
type Far = (typeof FAR)[number];
export const isFar = (key: string): key is Far => FAR.some((own) => own === key);

type RowFocus = {
  /** Gives a row the focus, once it is drawn; `found` is called right before. */
  focus: (id: string, found: () => void) => void;
  /** Goes a page or to an end from a row. What is there is painted before the focus comes to it, which takes as long again. */
  goFar: (from: string, key: Far) => void;
  /** Gives the focus at once to the row that a key sent it to: another key means that one. */
  arrive: () => void;
};

/** The ways of the focus from row to row in a list that draws only the rows in sight, and is scrolled by its page. */
export function useRowFocus(
  box: RefObject<HTMLElement | null>,
  layout: PresetLayout,
  ids: readonly string[],
): RowFocus {
  const frame = useRef(0);
  const going = useRef<{ id: string; leave: () => void } | null>(null);
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current);
      going.current?.leave();
    },
    [],
  );

  const rowOf = (id: string) => box.current?.querySelector<HTMLElement>(`[data-key="${id}"]`);
  const placeOf = (id: string | undefined) => (id === undefined ? undefined : layout.getLayoutInfo(id)?.rect);

  /** Scrolls the page by as little as shows a row. */
  function show(id: string) {
    const page = box.current?.closest("main");
    const place = placeOf(id);
    if (page && place) {
      const top =
        (box.current?.getBoundingClientRect().top ?? 0) + place.y - page.getBoundingClientRect().top;
      const below = top + place.height - page.clientHeight;
      page.scrollTop += top < 0 ? top : Math.max(0, below);
    }
  }

  function seek(id: string, framesLeft: number, found?: () => void) {
    cancelAnimationFrame(frame.current);
    const row = rowOf(id);
    if (row) {
      found?.();
      row.focus();
    } else if (framesLeft > 0) {
      show(id);
      frame.current = requestAnimationFrame(() => seek(id, framesLeft - 1, found));
    }
  }

  function arrive() {
    cancelAnimationFrame(frame.current);
    layout.isOnlyInSight = false;
    const way = going.current;
    if (way) {
      going.current = null;
      way.leave();
      seek(way.id, PATIENCE);
    }
  }

  /** The row that a key leads to from another. */
  function far(from: string, key: Far): string | undefined {
    const at = ids.indexOf(from);
    const start = placeOf(from);
    if (key === "Home" || key === "End" || !start) {
      return key === "Home" ? ids[0] : ids.at(-1);
    }
    const step = key === "PageDown" ? 1 : -1;
    const height = box.current?.closest("main")?.clientHeight ?? 0;
    let to = at;
    for (let next = at + step; next >= 0 && next < ids.length; next += step) {
      const place = placeOf(ids[next]);
      const reach = place && (step > 0 ? place.maxY - start.y : start.maxY - place.y);
      if (to !== at && (reach === undefined || reach > height)) {
        break;
      }
      to = next;
    }
    return ids[to];
  }

  function goFar(from: string, key: Far) {
    const id = far(going.current?.id ?? from, key);
    cancelAnimationFrame(frame.current);
    going.current?.leave();
    if (id !== undefined) {
      layout.isOnlyInSight = true;
      show(id);
      going.current = { id, leave: () => {} };
      going.current.leave = afterPaint(arrive);
    }
  }

  return { focus: (id, found) => seek(id, PATIENCE, found), goFar, arrive };
}
