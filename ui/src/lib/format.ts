import type { ClockChange, Period, ResolvedPeriod } from "../platform";
import { dateFormat, displayNames, listFormat, numberFormat } from "./intl";
import { offsetName } from "./zones";

const DAY = 86_400_000;

/** "812 bytes", "4.2 MB": in powers of a thousand, as file managers count. */
export function formatBytes(bytes: number, locale: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return numberFormat(locale, {
    style: "unit",
    unit: units[unit],
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: unit === 0 || value >= 99.5 ? 0 : 1,
  }).format(value);
}

/** "0:07", "12:40", "1:02:03". */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (part: number) => String(part).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const clock = `${minutes % 60}:${two(seconds % 60)}`;
  return minutes < 60 ? clock : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** "12 hr 5 min", "40 min"; less than a minute in seconds. */
export function formatHours(milliseconds: number, locale: string): string {
  const unit = (value: number, unit: string) =>
    numberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
  const size = Math.abs(milliseconds);
  const sign = milliseconds < 0 ? -1 : 1;
  if (size > 0 && size < 60_000) {
    return unit((sign * Math.round(size / 100)) / 10, "second");
  }
  const minutes = Math.round(size / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) {
    return unit(sign * minutes, "minute");
  }
  return [unit(sign * hours, "hour"), ...(minutes % 60 ? [unit(minutes % 60, "minute")] : [])].join(" ");
}

/** "1–31 October 2026". */
export function formatDays(from: string, to: string, locale: string): string {
  const days = dateFormat(locale, { dateStyle: "long", timeZone: "UTC" }).formatRange(
    dayStart(from),
    dayStart(to),
  );
  return from.slice(0, 7) === to.slice(0, 7) ? days.replace(/(\d)\s–\s(\d)/, "$1–$2") : days;
}

/** The first and the last day that a resolved period touches, as ISO dates. */
export function daysTouched({ from, to }: ResolvedPeriod): [string, string] {
  const last = new Date(Date.parse(`${to}Z`) - 1).toISOString();
  return [from.slice(0, 10), last.slice(0, 10)];
}

/** "14 March 2027": the day of a moment whose local time is written as UTC. */
export const formatDay = (local: number, locale: string): string =>
  dateFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(local);

/** A period that is no rule, for a sentence; instants as UTC shows them. */
export function formatPeriod(period: Exclude<Period, { kind: "rule" }>, locale: string): string {
  const format = dateFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  switch (period.kind) {
    case "days":
      return formatDays(period.from, period.to, locale);
    case "times":
      return format.formatRange(Date.parse(`${period.from}Z`), Date.parse(`${period.to}Z`));
    case "instants":
      return `${format.formatRange(period.start, period.end)} UTC`;
  }
}

/** A resolved period for a list: "1 January – 31 March 2026", with its times when it is not made of whole days. */
export function formatResolved({ from, to }: ResolvedPeriod, locale: string): string {
  const end = Date.parse(`${to}Z`);
  if (Date.parse(`${from}Z`) % DAY !== 0 || end % DAY !== 0) {
    return formatPeriod({ kind: "times", from, to }, locale);
  }
  const lastDay = new Date(end - 1).toISOString().slice(0, 10);
  return formatDays(from.slice(0, 10), lastDay, locale);
}

/** A resolved period as the person's own clock shows it. */
export type PeriodInWords = {
  /** "Thursday 1 October 00:00". */
  start: string;
  /** "Saturday 31 October 24:00": the end as the end of the last day, not as the start of the next. */
  end: string;
  startOffset: string;
  endOffset: string;
  /** Whether clocks are moved in between. */
  clocksMove: boolean;
};

/** The words for a resolved period; the year is told unless it is the one of `now`. */
export function periodInWords(period: ResolvedPeriod, now: number, locale: string): PeriodInWords {
  const start = Date.parse(`${period.from}Z`);
  const end = Date.parse(`${period.to}Z`);
  const endsAtMidnight = end % DAY === 0;
  const lastDay = endsAtMidnight ? end - 1 : end;
  const year = new Date(now).getUTCFullYear();
  const tellYear = new Date(start).getUTCFullYear() !== year || new Date(lastDay).getUTCFullYear() !== year;
  const day = dayFormat(locale, tellYear);
  const time = timeFormat(locale);
  return {
    start: `${day.format(start)} ${time.format(start)}`,
    end: `${day.format(lastDay)} ${endsAtMidnight ? "24:00" : time.format(end)}`,
    startOffset: offsetName(period.startOffsetMinutes),
    endOffset: offsetName(period.endOffsetMinutes),
    clocksMove: period.changes.length > 0,
  };
}

/** The name of a language as it stands by itself: "Français" in French, whose sentences write it small. */
export function languageName(tag: string, locale: string): string {
  const name = displayNames(locale, { type: "language" }).of(tag) ?? tag;
  return name.slice(0, 1).toLocaleUpperCase(locale) + name.slice(1);
}

/** "North West, South and East": several names in a sentence. */
export const formatNames = (names: string[], locale: string): string =>
  listFormat(locale, { type: "conjunction" }).format(names);

/** The decimal mark of the region of a language tag: English on a Turkish computer goes with a comma. */
export function decimalMark(tag: string): string {
  return new Intl.NumberFormat(regionalLocale(tag)).formatToParts(1.5).find(({ type }) => type === "decimal")
    ?.value as string;
}

/** The tag; for English, in which many computers speak, the usual language of its region. */
function regionalLocale(tag: string): string {
  try {
    const { language, region } = new Intl.Locale(tag).maximize();
    // The script would keep the numbers of the region from being found.
    return language === "en" ? `${new Intl.Locale(`und-${region}`).maximize().language}-${region}` : tag;
  } catch {
    // A computer without a language set reports "C", which is no language tag.
    return "en-GB";
  }
}

/** A change of clocks as people notice it. */
export type ChangeInWords = {
  /** The day that the night leads to, or on which clocks are moved. */
  day: string;
  atNight: boolean;
  /** What clocks show before and after they are moved. */
  before: string;
  after: string;
  /** By how much they are moved; negative when back. */
  minutes: number;
  /** The day that is longer or shorter for it, and how long it is: "25", "23:30". */
  changedDay: string;
  lengthOfDay: string;
};

/** Until when in the morning people say "in the night". */
const MORNING = 6 * 3_600_000;

/** The words for a change of clocks; the year is told unless it is the one of `now`. */
export function changeInWords(
  { at, beforeMinutes, afterMinutes }: ClockChange,
  now: number,
  locale: string,
): ChangeInWords {
  const before = at + beforeMinutes * 60_000;
  const after = at + afterMinutes * 60_000;
  const minutes = afterMinutes - beforeMinutes;
  const day = dayFormat(locale, new Date(before).getUTCFullYear() !== new Date(now).getUTCFullYear());
  const time = timeFormat(locale);
  const length = 24 * 60 - minutes;
  const rest = String(length % 60).padStart(2, "0");
  return {
    day: day.format(before),
    atNight: before % DAY < MORNING,
    before: time.format(before),
    after: time.format(after),
    minutes,
    // Clocks that go back at midnight make the day longer that was about to end.
    changedDay: day.format(minutes > 0 ? before : after),
    lengthOfDay: length % 60 === 0 ? String(length / 60) : `${Math.floor(length / 60)}:${rest}`,
  };
}

const dayFormat = (locale: string, tellYear: boolean) =>
  dateFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: tellYear ? "numeric" : undefined,
    timeZone: "UTC",
  });

const timeFormat = (locale: string) =>
  dateFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" });

const dayStart = (day: string) => Date.parse(`${day}T00:00:00Z`);
