import type { Translate } from "../src/messages";
import type { FakePlatform } from "../src/platform/fake";
import type { Scene } from "./scenes";

const MOMENT = 50;
const MOST_MOMENTS = 200;

/** Takes the window to where a scene is to be looked at. */
export async function go(scene: Scene, platform: FakePlatform, t: Translate): Promise<void> {
  if (scene.after && (await find(() => document.querySelector(".steps")))) {
    scene.after(platform);
  }
  for (const key of scene.press ?? []) {
    (await find(() => thatSays(t(key))))?.click();
  }
}

/** What is looked for, as soon as it is there. */
async function find<E>(look: () => E | null | undefined): Promise<E | null> {
  for (let moment = 0; moment < MOST_MOMENTS; moment += 1) {
    const found = look();
    if (found) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, MOMENT));
  }
  return null;
}

/** What can be pressed and has these words on it; a count beside a name is no part of the name. */
const thatSays = (words: string) =>
  [...document.querySelectorAll<HTMLElement>("a, button, [role=tab]")].find((element) =>
    [element, ...element.querySelectorAll("*")].some((part) => ownText(part) === words),
  );

const ownText = ({ childNodes }: Element) =>
  [...childNodes]
    .map((node) => (node instanceof Text ? node.data : ""))
    .join("")
    .trim();
