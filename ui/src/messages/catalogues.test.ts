// @vitest-environment node
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import de from "./de.json";
import en from "./en.json";
import es from "./es.json";
import fr from "./fr.json";
import type { Catalogue, MessageKey } from "./index";
import { LANGUAGES, type Language } from "./languages";
import tr from "./tr.json";

const CATALOGUES: Record<Language, Catalogue> = { en, es, fr, de, tr };
const OTHERS = LANGUAGES.filter((language) => language !== "en");
const KEYS = Object.keys(en) as MessageKey[];

/** The same word in both languages. Whatever else equals the English was not translated. */
const SAME: Record<Exclude<Language, "en">, MessageKey[]> = {
  es: ["look.total", "shortcuts.control"],
  fr: [
    "agents.list",
    "agents.picked",
    "colour.orange",
    "connection.email",
    "conversations.label",
    "look.byAgent",
    "look.total",
    "nav.export",
    "nav.label",
    "people.agents",
    "period.dates",
    "find.export",
    "guide.title",
    "licences.title",
    "shortcuts.control",
  ],
  de: [
    "colour.orange",
    "connection.name",
    "find.export",
    "look.byAgent",
    "nav.export",
    "people.teams",
    "teams.label",
  ],
  tr: ["shortcuts.control", "shortcuts.enter"],
};

/** Names and patterns, which no language changes. */
const NAMES: MessageKey[] = [
  "list.named",
  "app.name",
  "file.csv",
  "file.excel",
  "file.json",
  "file.jsonLines",
  "period.ruleAndDays",
  "settings.version",
  "when.day",
];

type Part = {
  type: number;
  value?: string;
  style?: unknown;
  pluralType?: string;
  options?: Record<string, { value: Part[] }>;
};
const [LITERAL, ARGUMENT, NUMBER, SELECT, PLURAL, POUND] = [0, 1, 2, 5, 6, 7];

const partsOf = (sentence: string, locale: string): Part[] =>
  new IntlMessageFormat(sentence, locale, undefined, { ignoreTag: true }).getAst() as Part[];

function* walk(parts: Part[]): Generator<Part> {
  for (const part of parts) {
    yield part;
    for (const { value } of Object.values(part.options ?? {})) {
      yield* walk(value);
    }
  }
}

/** What has to be filled in, as one text: names, kinds, and what can be selected. */
function argumentsOf(sentence: string, locale: string): string {
  const found = new Set<string>();
  for (const part of walk(partsOf(sentence, locale))) {
    if (part.type === SELECT) {
      found.add(`${part.value} one of ${Object.keys(part.options ?? {}).sort()}`);
    } else if (part.type === PLURAL) {
      const exact = Object.keys(part.options ?? {}).filter((option) => option.startsWith("="));
      found.add(`${part.value} counted${exact.map((option) => ` ${option}`).join("")}`);
    } else if (part.type !== LITERAL && part.type !== POUND) {
      found.add(
        `${part.value} ${part.type === ARGUMENT ? "text" : part.type === NUMBER ? "number" : part.type}`,
      );
    }
  }
  return [...found].sort().join("; ");
}

/** The text of a message without what is filled in; what is filled in stands as "0". */
function textsOf(sentence: string, locale: string): string[] {
  const flat = (parts: Part[]): string[] =>
    parts.reduce<string[]>(
      (before, part) => {
        const options = part.options && Object.values(part.options).flatMap(({ value }) => flat(value));
        const after = options ?? [part.type === LITERAL ? (part.value ?? "") : "0"];
        return before.flatMap((start) => after.map((end) => start + end));
      },
      [""],
    );
  return [...new Set(flat(partsOf(sentence, locale)))];
}

/** The keys of those sentences of a language that break a rule, with the sentence. */
const breaking = (language: Language, isBroken: (text: string, key: MessageKey) => boolean): string[] =>
  KEYS.filter((key) => textsOf(CATALOGUES[language][key], language).some((text) => isBroken(text, key))).map(
    (key) => `${key}: ${CATALOGUES[language][key]}`,
  );

describe.each(OTHERS)("%s", (language) => {
  const catalogue = CATALOGUES[language];

  test("has every sentence, and no other, in the order of the English", () => {
    expect(Object.keys(catalogue)).toEqual(KEYS);
  });

  test("is translated", () => {
    const equal = KEYS.filter((key) => catalogue[key] === en[key] && !NAMES.includes(key));
    expect(equal.sort()).toEqual([...SAME[language]].sort());
  });

  test("is filled in with the same as the English", () => {
    const differing = KEYS.filter(
      (key) => argumentsOf(catalogue[key], language) !== argumentsOf(en[key], "en"),
    ).map((key) => `${key}: ${argumentsOf(catalogue[key], language)}, not ${argumentsOf(en[key], "en")}`);
    expect(differing).toEqual([]);
  });

  test("ends its sentences as the English does", () => {
    const end = (text: string) => /[.:?]$/.exec(text)?.[0];
    expect(KEYS.filter((key) => end(catalogue[key]) !== end(en[key])).map((key) => catalogue[key])).toEqual(
      [],
    );
  });
});

describe.each(LANGUAGES)("the style of %s", (language) => {
  test("counts as the language does", () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const wrong = KEYS.filter((key) =>
      [...walk(partsOf(CATALOGUES[language][key], language))].some(
        ({ type, options = {} }) =>
          type === PLURAL &&
          !Object.keys(options).every(
            (option) => option.startsWith("=") || (pluralCategories as string[]).includes(option),
          ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("is calm, and has no stray spaces or straight quotation marks", () => {
    expect(breaking(language, (text) => /!|['"]|\.\.\.| {2}|^\s|\s$|\s[,.]|\u00a0/.test(text))).toEqual([]);
  });

  test("asks and tells without begging pardon", () => {
    const never: Record<Language, RegExp> = {
      en: /\b(?:please|sorry|oops|unfortunately)\b/i,
      es: /por favor|lo sentimos|\bperdón|\bups\b|desgraciadamente|lamentablemente/i,
      fr: /s’il vous plaît|veuillez|désolé|\boups\b|malheureusement/i,
      de: /\bbitte\b|\bleider\b|entschuldig|\bhoppla\b|tut uns leid/i,
      tr: /lütfen|üzgünüz|maalesef|ne yazık ki/i,
    };
    expect(breaking(language, (text) => never[language].test(text))).toEqual([]);
  });

  test("addresses people formally", () => {
    const familiar: Record<Language, RegExp> = {
      en: /\bgonna\b|\bwanna\b/i,
      es: /\b(?:tú|tu|tus|tuyo|puedes|tienes|pulsa|inténtalo)\b/i,
      fr: /\b(?:tu|toi|ton|tes|peux)\b/i,
      de: /\b(?:du|dich|dir|dein|deine|deinen|deiner|euer|eure)\b/i,
      tr: /(?<!\p{L})(?:sen|senin|sana|seni)(?!\p{L})/iu,
    };
    expect(breaking(language, (text) => familiar[language].test(text))).toEqual([]);
  });

  test("quotes and puts marks as the language does", () => {
    const foreign: Record<Language, RegExp> = {
      en: /[„«»]/,
      es: /[„“”]|^[^¿]*\?/,
      // A narrow space that does not break stands before and inside; times and addresses have none.
      fr: /[„“”]|[^\u202f]»|«[^\u202f]|(?<![\u202f\d])[;?!]|(?<![\u202f\d]|https):/,
      de: /[«»”]|“(?=\p{L})/u,
      tr: /[„«»]/,
    };
    // The characters that no file's name can have are listed there.
    const listed: MessageKey = "field.fileName.malformed";
    expect(breaking(language, (text, key) => key !== listed && foreign[language].test(text))).toEqual([]);
  });

  test("keeps what stands on buttons and in the sidebar short", () => {
    expect(breaking(language, (text, key) => key.startsWith("nav.") && text.length > 14)).toEqual([]);
    expect(breaking(language, (text, key) => key.startsWith("action.") && text.length > 24)).toEqual([]);
  });

  test("tells the steps to the first file in one line, beside the panel of an export too", () => {
    const steps = ["firstStart.stepConnect", "firstStart.stepPick", "firstStart.stepSave"] as const;
    expect(steps.map((key) => CATALOGUES[language][key]).join("").length).toBeLessThanOrEqual(56);
  });
});
