// @vitest-environment node
import { describe, expect, test } from "vitest";
import {
  decimalMark,
  formatBytes,
  formatDays,
  formatElapsed,
  formatHours,
  formatNames,
  formatPeriod,
  languageName,
  periodInWords,
} from "./format";

const hours = (count: number) => count * 3_600_000;

describe("sizes", () => {
  test.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1 kB"],
    [4_213_000, "4.2 MB"],
    [999_600, "1 MB"],
    [118_400_000, "118 MB"],
    [5_000_000_000_000_000, "5,000 TB"],
  ])("%d bytes are %s", (bytes, text) => {
    expect(formatBytes(bytes, "en-GB")).toBe(text);
  });
});

test.each([
  [0, "0 min"],
  [4_200, "4.2 sec"],
  [59_999, "60 sec"],
  [60_000, "1 min"],
  [3_600_000, "1 hr"],
  [43_500_000, "12 hr 5 min"],
  [3_600_000_000, "1,000 hr"],
  [-5_400_000, "-1 hr 30 min"],
])("%d ms of work are %s", (milliseconds, text) => {
  expect(formatHours(milliseconds, "en-US")).toBe(text);
});

test.each([
  ["en-GB", "."],
  ["en-US", "."],
  ["tr", ","],
  ["tr-TR", ","],
  ["de-DE", ","],
  ["de-CH", "."],
  ["fr-CA", ","],
  // English words on a computer of another region.
  ["en-TR", ","],
  ["en-MX", "."],
  ["C", "."],
])("the decimal mark of %s is %s", (tag, mark) => {
  expect(decimalMark(tag)).toBe(mark);
});

test.each([
  [-500, "0:00"],
  [7_900, "0:07"],
  [760_000, "12:40"],
  [3_723_000, "1:02:03"],
])("%d ms are %s", (milliseconds, text) => {
  expect(formatElapsed(milliseconds)).toBe(text);
});

describe("periods", () => {
  test("days in a sentence", () => {
    expect(formatDays("2026-10-01", "2026-10-31", "en-GB")).toBe("1–31 October 2026");
    expect(formatDays("2026-10-05", "2026-10-05", "en-GB")).toBe("5 October 2026");
    expect(formatPeriod({ kind: "instants", start: 0, end: hours(1) }, "en-GB")).toMatch(
      /1 January 1970.*UTC$/,
    );
  });

  const now = Date.UTC(2026, 10, 23);
  const start = Date.UTC(2026, 8, 30, 21);
  const end = Date.UTC(2026, 9, 31, 21);
  const istanbul = {
    start,
    end,
    from: "2026-10-01T00:00:00",
    to: "2026-11-01T00:00:00",
    startOffsetMinutes: 180,
    endOffsetMinutes: 180,
    changes: [],
  };

  test("the end is the end of the last day", () => {
    expect(periodInWords(istanbul, now, "en-GB")).toEqual({
      start: "Thursday 1 October 00:00",
      end: "Saturday 31 October 24:00",
      startOffset: "UTC+3",
      endOffset: "UTC+3",
      clocksMove: false,
    });
  });

  test("another year is told", () => {
    // Newer versions of the locale data put a comma after the weekday.
    expect(periodInWords(istanbul, Date.UTC(2027, 1, 1), "en-GB").start).toMatch(
      /^Thursday,? 1 October 2026 00:00$/,
    );
  });

  test("clocks that move are told", () => {
    const berlin = {
      start: Date.UTC(2026, 8, 30, 22),
      end: Date.UTC(2026, 9, 31, 23),
      from: "2026-10-01T00:00:00",
      to: "2026-11-01T00:00:00",
      startOffsetMinutes: 120,
      endOffsetMinutes: 60,
      changes: [{ at: Date.UTC(2026, 9, 25, 1), beforeMinutes: 120, afterMinutes: 60 }],
    };
    expect(periodInWords(berlin, now, "en-GB")).toEqual({
      start: "Thursday 1 October 00:00",
      end: "Saturday 31 October 24:00",
      startOffset: "UTC+2",
      endOffset: "UTC+1",
      clocksMove: true,
    });
  });

  test("a day that starts late, and an end within a day", () => {
    const words = periodInWords(
      { ...istanbul, from: "2026-10-01T01:00:00", to: "2026-10-31T21:30:00" },
      now,
      "en-GB",
    );
    expect(words.start).toBe("Thursday 1 October 01:00");
    expect(words.end).toBe("Saturday 31 October 21:30");
  });
});

describe("in each language of the window", () => {
  const resolved = {
    start: Date.UTC(2026, 8, 30, 21),
    end: Date.UTC(2026, 9, 31, 21),
    from: "2026-10-01T00:00:00",
    to: "2026-11-01T00:00:00",
    startOffsetMinutes: 180,
    endOffsetMinutes: 180,
    changes: [],
  };
  /** Intl parts with spaces that do not break; which of them changes from version to version. */
  const plain = (text: string) => text.replace(/[\u00a0\u2009\u202f]/g, " ");

  test.each([
    ["en-GB", "1–31 October 2026", /^Thursday,? 1 October 00:00$/, "4.2 MB", "12 hrs 5 mins", "A, B and C"],
    ["es-ES", "1–31 de octubre de 2026", /^jueves, 1 de octubre 00:00$/, "4,2 MB", "12 h 5 min", "A, B y C"],
    ["fr-FR", "1–31 octobre 2026", /^jeudi 1 octobre 00:00$/, "4,2 Mo", "12 h 5 min", "A, B et C"],
    [
      "de-DE",
      "1.–31. Oktober 2026",
      /^Donnerstag, 1. Oktober 00:00$/,
      "4,2 MB",
      "12 Std. 5 Min.",
      "A, B und C",
    ],
    ["tr-TR", "1–31 Ekim 2026", /^1 Ekim Perşembe 00:00$/, "4,2 MB", "12 sa. 5 dk.", "A, B ve C"],
  ] as const)("%s", (locale, days, start, size, hours, names) => {
    expect(plain(formatDays("2026-10-01", "2026-10-31", locale))).toBe(days);
    expect(plain(periodInWords(resolved, Date.UTC(2026, 10, 1), locale).start)).toMatch(start);
    expect(plain(formatBytes(4_213_000, locale))).toBe(size);
    expect(plain(formatHours(43_500_000, locale))).toBe(hours);
    expect(formatNames(["A", "B", "C"], locale)).toBe(names);
  });

  test("languages are called by what the language calls them", () => {
    expect(["en", "es", "fr", "de", "tr"].map((tag) => languageName(tag, "fr-FR"))).toEqual([
      "Anglais",
      "Espagnol",
      "Français",
      "Allemand",
      "Turc",
    ]);
    expect(languageName("en", "tr-TR")).toBe("İngilizce");
  });
});
