/** The ways in which the gallery can be looked at, as they stand in its address. */
import { IntlMessageFormat } from "intl-messageformat";
import { type Catalogue, type Messages, messagesFor } from "../src/messages";
import {
  interfaceLocale,
  LANGUAGES,
  type Language,
  languageOf,
  shippedCatalogues,
} from "../src/messages/languages";
import { type Appearance, applyAppearance } from "../src/styles/appearance";

export const LOOKS = {
  appearance: ["system", "light", "dark"],
  contrast: ["system", "more"],
  texts: ["usual", "long"],
  language: ["system", ...LANGUAGES],
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
    language: asked("language", LOOKS.language),
  };
}

export function applyLook({ appearance, contrast }: Look): void {
  applyAppearance(appearance satisfies Appearance);
  if (contrast === "more") {
    wantContrast();
    new MutationObserver(wantContrast).observe(document.head, { childList: true });
  }
}

/** The language of a look, as the computer would be set to it. */
export const languageIn = ({ language }: Look): string =>
  language === "system" ? navigator.language : language;

/** The catalogues of a look. */
export function cataloguesIn({ texts }: Look): typeof shippedCatalogues {
  return texts === "usual" ? shippedCatalogues : LONG;
}

const LONG = Object.fromEntries(
  Object.entries(shippedCatalogues).map(([language, load]) => [
    language,
    async () => lengthenAll(await load()),
  ]),
) as typeof shippedCatalogues;

const lengthenAll = (catalogue: Catalogue): Catalogue =>
  Object.fromEntries(Object.entries(catalogue).map(([key, text]) => [key, lengthen(text)])) as Catalogue;

/** The words of a look. */
export async function wordsIn(look: Look): Promise<Messages & { catalogue: Catalogue }> {
  const language: Language = languageOf(languageIn(look));
  const catalogue = await cataloguesIn(look)[language]();
  return { catalogue, ...messagesFor(catalogue, interfaceLocale(language, languageIn(look))) };
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
