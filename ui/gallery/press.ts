import type { MessageKey, Translate } from "../src/messages";

const MOMENT = 50;
const MOST_MOMENTS = 200;

/** Presses what has these words on it, one after the other, as soon as each is there. */
export async function pressAll(keys: MessageKey[], t: Translate): Promise<void> {
  for (const key of keys) {
    for (let moment = 0; moment < MOST_MOMENTS; moment += 1) {
      const found = [...document.querySelectorAll<HTMLElement>("a, button, [role=tab]")].find((element) =>
        [element, ...element.querySelectorAll("*")].some((part) => ownText(part) === t(key)),
      );
      if (found) {
        found.click();
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, MOMENT));
    }
  }
}

/** What an element says itself, without what is in it: a count beside a name is no part of the name. */
const ownText = ({ childNodes }: Element) =>
  [...childNodes]
    .map((node) => (node instanceof Text ? node.data : ""))
    .join("")
    .trim();
