import { fromAbsolute, toCalendarDate } from "@internationalized/date";
import type { Messages } from "../messages";

/** "Today 14:02", "Yesterday 09:15", "12 October, 14:02", "12 October 2025, 14:02": on the computer's own clock. */
export function whenInWords(instant: number, now: number, timeZone: string, { t, locale }: Messages): string {
  const dayOf = (time: number) => toCalendarDate(fromAbsolute(time, timeZone));
  const time = timeInWords(instant, timeZone, locale);
  const [day, today] = [dayOf(instant), dayOf(now)];
  if (day.compare(today) === 0) {
    return t("when.today", { time });
  }
  if (day.compare(today.subtract({ days: 1 })) === 0) {
    return t("when.yesterday", { time });
  }
  const date = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: "numeric",
    month: "long",
    year: day.year === today.year ? undefined : "numeric",
  }).format(instant);
  return t("when.day", { date, time });
}

/** "14:02", as the person's region writes it. */
export function timeInWords(instant: number, timeZone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone, timeStyle: "short" }).format(instant);
}
