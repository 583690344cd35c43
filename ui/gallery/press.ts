import type { MessageKey, Translate } from "../src/messages";

const MOMENT = 50;
const MOST_MOMENTS = 200;

/** Presses what has these words on it, one after the other, as soon as each is there. */
export async function pressAll(keys: MessageKey[], t: Translate): Promise<void> {
  for (const key of keys) {
    for (let moment = 0; moment < MOST_MOMENTS; moment += 1) {
      const found = [...document.querySelectorAll<HTMLElement>("a, button, [role=tab]")].find(
        ({ textContent }) => textContent?.trim() === t(key),
      );
      if (found) {
        found.click();
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, MOMENT));
    }
  }
}
