/** The parts of the window, from one to the next of which a key leads: whoever uses no mouse need not pass all between. */
import type { KeyboardEvent } from "react";
import { DIALOG, NEXT_PART } from "../lib/keys";

/** What is a part: the navigation, each section of a page, and what is marked as one in a section. */
const PARTS = "nav, section, [data-part]";

/** What may take the focus. */
const STOPS = "a[href], button, input, textarea, [tabindex]";

/** Goes to the next part of the window, or to the one before. In the capturing phase: some fields keep their keys. */
export function onPartKey(event: KeyboardEvent<HTMLElement>): void {
  const from = event.target as HTMLElement;
  // A dialog is all there is while it is open.
  if (event.key !== NEXT_PART || from.closest(DIALOG)) {
    return;
  }
  event.preventDefault();
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(PARTS)].flatMap((part) => {
    const stop = [...part.querySelectorAll<HTMLElement>(STOPS)].find(canStopAt);
    return stop ? [{ part, stop }] : [];
  });
  // The last part that begins before the focus is the one it is in, also when it is between two.
  const here = stops.findLastIndex(
    ({ part }) => part.compareDocumentPosition(from) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const count = stops.length;
  const next = event.shiftKey ? Math.max(here, 0) - 1 + count : here + 1;
  const stop = stops[next % count]?.stop;
  stop?.focus();
  // A field that takes the focus in the middle of a key is not scrolled to by WebKit.
  stop?.scrollIntoView?.({ block: "nearest" });
}

const canStopAt = (element: HTMLElement): boolean =>
  element.tabIndex >= 0 && !element.matches(":disabled") && isDrawn(element);

/** While a list is open all else is hidden from screen readers, and still is where the keyboard goes next. */
const isDrawn = (element: HTMLElement): boolean =>
  !element.closest("[hidden], [inert]") && (element.checkVisibility?.() ?? true);
