/** The ways in which the gallery can be looked at, as they stand in its address. */
import { IntlMessageFormat } from "intl-messageformat";
import en from "../src/messages/en.json";
import { type Appearance, applyAppearance } from "../src/styles/appearance";

export const LOOKS = {
  appearance: ["system", "light", "dark"],
  contrast: ["system", "more"],
  texts: ["usual", "long"],
} as const;

export type Look = { [L in keyof typeof LOOKS]: (typeof LOOKS)[L][number] };

/** The look that an address asks for. */
export function lookOf(address: URLSearchParams): Look {
  const asked = <V extends string>(name: keyof Look, values: readonly [V, ...V[]]): V =>
    values.find((value) => value === address.get(name)) ?? values[0];
  return {
    appearance: asked("appearance", LOOKS.appearance),
    contrast: asked("contrast", LOOKS.contrast),
    texts: asked("texts", LOOKS.texts),
  };
}

export function applyLook({ appearance, contrast, texts }: Look): void {
  applyAppearance(appearance satisfies Appearance);
  if (contrast === "more") {
    wantContrast();
    new MutationObserver(wantContrast).observe(document.head, { childList: true });
  }
  if (texts === "long") {
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      en[key] = lengthen(en[key]);
    }
  }
}

/** Makes the rules for people who asked for more contrast hold for everyone: a page can't ask for it itself. */
function wantContrast(): void {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSMediaRule && rule.conditionText.includes("prefers-contrast")) {
        rule.media.mediaText = "all";
      }
    }
  }
}

type Piece = {
  type: number;
  location?: { start: { offset: number }; end: { offset: number } };
  options?: Record<string, { value: Piece[] }>;
};
/** A piece of a message that is text and nothing else. */
const LITERAL = 0;

/** A message whose texts are a good 40 % longer, as those of some languages are; what is filled in stays. */
export function lengthen(message: string): string {
  const texts: [number, number][] = [];
  const collect = (pieces: Piece[]) => {
    for (const { type, location, options } of pieces) {
      if (type === LITERAL && location) {
        texts.push([location.start.offset, location.end.offset]);
      }
      for (const { value } of Object.values(options ?? {})) {
        collect(value);
      }
    }
  };
  collect(
    (IntlMessageFormat.__parse as (text: string, options: object) => Piece[])(message, {
      ignoreTag: true,
      captureLocation: true,
    }),
  );
  return texts
    .sort(([a], [b]) => b - a)
    .reduce(
      (text, [from, to]) =>
        text.slice(0, from) + text.slice(from, to).replace(/\p{L}+/gu, longer) + text.slice(to),
      message,
    );
}

const longer = (word: string) => word + word.slice(0, Math.ceil(word.length * 0.4)).toLowerCase();
