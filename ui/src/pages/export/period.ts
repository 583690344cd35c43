/** What can be picked as a period, and its limits. */
import {
  type CalendarDate,
  fromAbsolute,
  getDayOfWeek,
  parseDate,
  startOfWeek,
  toCalendarDate,
} from "@internationalized/date";
import { useEffect, useState } from "react";
import { useClock } from "../../lib/clock";
import type { PeriodRule, Weekday } from "../../platform";

export type RuleName = PeriodRule["name"];

/** The rules in the order in which they are offered: what is over first, then what goes on. */
export const RULES: readonly [RuleName, ...RuleName[]] = [
  "previous_month",
  "previous_week",
  "yesterday",
  "month_so_far",
  "week_so_far",
  "quarter_so_far",
  "previous_quarter",
  "last_days",
  "today",
];

/** How many days "the last days" are until another number is picked. */
export const LAST_DAYS = 30;

/** The most days that "the last days" can be: the service's history. */
export const MOST_DAYS = 549;

/** The service's history in months. */
const HISTORY = 18;

export const WEEKDAYS: readonly Weekday[] = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
];

/** The day on which weeks begin in the region of a language tag, as the calendars have it. */
export function weekStartOf(locale: string): Weekday {
  const first = startOfWeek(parseDate("2026-01-07"), locale);
  return WEEKDAYS[getDayOfWeek(first, "en", "sun")] as Weekday;
}

/** The first day of which the service still has everything. */
export const firstDay = (today: string): CalendarDate =>
  parseDate(today).subtract({ months: HISTORY }).add({ days: 1 });

/** Today in a zone as an ISO date; a new day is noticed within a minute. */
export function useToday(timeZone: string): string {
  const clock = useClock();
  const today = () => dayIn(timeZone, clock.now());
  const [, setDay] = useState(today);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `today` is made anew each time, of these two.
  useEffect(() => clock.every(60_000, () => setDay(today())), [clock, timeZone]);
  return today();
}

/** The day of an instant in a zone; in a zone that the app knows and the webview does not, the day in UTC. */
function dayIn(timeZone: string, now: number): string {
  try {
    return toCalendarDate(fromAbsolute(now, timeZone)).toString();
  } catch {
    return new Date(now).toISOString().slice(0, 10);
  }
}
