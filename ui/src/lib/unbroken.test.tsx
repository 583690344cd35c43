import { expect, test } from "vitest";
import { show } from "../test/show";
import { formatDays, formatPeriod } from "./format";
import { hyphenated, unbroken, withRange } from "./unbroken";

const LOCALES = ["en-GB", "es-ES", "fr-FR", "de-DE", "tr-TR"];

/** What is drawn: the whole text, and what of it stays in one line. */
function drawn(part: React.ReactNode): [text: string | null, whole: (string | null)[]] {
  const { container } = show(<p>{part}</p>).view;
  const whole = [...container.querySelectorAll(".unbroken")].map(({ textContent }) => textContent);
  return [container.textContent, whole];
}

test.each(LOCALES)("the days of a month stay in one line, in %s", (locale) => {
  const days = formatDays("2026-10-01", "2026-10-31", locale);
  expect(drawn(withRange(`Everyone’s time, last month (${days}), Istanbul time`, days))).toEqual([
    `Everyone’s time, last month (${days}), Istanbul time`,
    [days],
  ]);
});

test.each(LOCALES)("what is too long for a line goes on after its dash and nowhere else, in %s", (locale) => {
  const times = { kind: "times", from: "2026-10-01T08:00:00", to: "2026-11-03T17:30:00" } as const;
  const range = formatPeriod(times, locale);
  const [text, whole] = drawn(unbroken(range));
  expect(text).toBe(range);
  expect(whole).toHaveLength(2);
  expect(whole[0]).toMatch(/–$/);
  expect(whole.join("")).toBe(range.replace(/–\s/, "–"));
});

test("a date in the name of a file is not broken at its hyphens, nor is a word after its first letter", () => {
  for (const [text, whole] of [
    ["Month end 2026-10-01 to 2026-10-31.xlsx", ["2026-10-01", "2026-10-31"]],
    ["Der Agent und seine E-Mail-Adresse", ["E-Mail"]],
    ["Temsilcinin Care’deki e-postası", ["e-postası"]],
    ["time-out", []],
  ] as const) {
    expect(drawn(hyphenated(text))).toEqual([text, whole]);
  }
});

test("what is no range is left as it is", () => {
  expect(unbroken("last month")).toBe("last month");
  expect(withRange("Everyone’s time, last month", null)).toBe("Everyone’s time, last month");
});
