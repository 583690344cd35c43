/** The languages of the window, and which of them a computer speaks. */
import type { Catalogue } from "./index";

export const LANGUAGES = ["en", "es", "fr", "de", "tr"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Each language as its speakers call it, for whoever can't read the one that is shown. */
export const OWN_NAMES: Record<Language, string> = {
  en: "English",
  es: "Español",
  fr: "Français",
  de: "Deutsch",
  tr: "Türkçe",
};

/** Where the words of each language come from. */
export type Catalogues = Record<Language, () => Promise<Catalogue>>;

/** Each catalogue is a file of its own, and only the one that is shown is loaded. */
export const shippedCatalogues: Catalogues = {
  en: async () => (await import("./en.json")).default,
  es: async () => (await import("./es.json")).default,
  fr: async () => (await import("./fr.json")).default,
  de: async () => (await import("./de.json")).default,
  tr: async () => (await import("./tr.json")).default,
};

/** The window's language for a computer that is set to `systemLanguage`. */
export function languageOf(systemLanguage: string): Language {
  const system = parsed(systemLanguage)?.language;
  return LANGUAGES.find((language) => language === system) ?? "en";
}

/**
 * The window's language in the person's own region: a German computer may show English words, but weeks that start
 * on Monday and days before months.
 */
export function interfaceLocale(language: Language, systemLanguage: string): string {
  const region = regionOf(systemLanguage);
  if (!region) {
    return language === "en" ? "en-GB" : language;
  }
  const locale = `${language}-${region}`;
  // Where nobody writes English, Intl would write it as in the United States.
  const known =
    language !== "en" || region === "US" || new Intl.DateTimeFormat(locale).resolvedOptions().locale !== "en";
  return known ? locale : "en-GB";
}

/** The region of a language tag, or the usual one of its language. */
export function regionOf(systemLanguage: string): string | undefined {
  const system = parsed(systemLanguage);
  return system?.region ?? system?.maximize().region;
}

/** A computer without a language set reports "C", which is no language tag. */
function parsed(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}
