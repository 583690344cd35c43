/** The service's exports: what can be chosen in each, and what it is called. */
import type { MessageValues } from "../messages";
import {
  type Choice,
  type ExportRequest,
  type Interval,
  type Report,
  reports,
  type Words,
} from "../platform";

const BY_NAME = new Map(reports.map((info) => [info.report, info]));

/** Whether this is an export that there is. */
export const isReport = (name: unknown): name is Report => BY_NAME.has(name as Report);

/** Whether something can be chosen in an export. */
export const has = (report: Report, choice: Choice): boolean =>
  BY_NAME.get(report)?.choices.includes(choice) ?? false;

/** Whether the parts of a longer period can become one file: not where rows are of the whole period, or of its end. */
export const canJoin = ({ report, options }: Pick<ExportRequest, "report" | "options">): boolean =>
  (BY_NAME.get(report)?.joinable ?? false) &&
  !(has(report, "conversations") && options.conversations === "open_at_end");

/** What an export is called in a language. */
export function titleOf(report: Report, locale: string): string {
  const info = BY_NAME.get(report);
  return info ? inLanguage(info.titles, locale) : report;
}

/** Words in the language of a locale. */
export function inLanguage(words: Words, locale: string): string {
  // Not by `Intl.Locale`, which takes long where hundreds of columns are told.
  const language = locale.split("-", 1)[0] as string;
  return language in words ? words[language as keyof Words] : words.en;
}

/** The lengths of time that a row can stand for, the shortest first, in their largest unit. */
const LENGTHS: Record<Interval, [number, "minutes" | "hours" | "day" | "week" | "month"]> = {
  "5min": [5, "minutes"],
  "10min": [10, "minutes"],
  "15min": [15, "minutes"],
  "30min": [30, "minutes"],
  "1h": [1, "hours"],
  "2h": [2, "hours"],
  "4h": [4, "hours"],
  "8h": [8, "hours"],
  "12h": [12, "hours"],
  "1d": [1, "day"],
  "1w": [1, "week"],
  "1mo": [1, "month"],
};

export const INTERVALS = Object.keys(LENGTHS) as Interval[];

/** An interval for the sentence "interval.name". */
export function intervalValues(interval: Interval): MessageValues {
  const [count, unit] = LENGTHS[interval];
  return { count, unit };
}
