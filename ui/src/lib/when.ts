import type { Messages } from "../messages";
import { dateFormat } from "./intl";

/** "Today 14:02", "Yesterday 09:15", "12 October, 14:02", "12 October 2025, 14:02": on the computer's own clock. */
export function whenInWords(instant: number, now: number, timeZone: string, { t, locale }: Messages): string {
  const time = timeInWords(instant, timeZone, locale);
  const [day, today] = [dayIn(instant, timeZone), dayIn(now, timeZone)];
  if (day === today) {
    return t("when.today", { time });
  }
  if (day === dayBefore(today)) {
    return t("when.yesterday", { time });
  }
  const date = dateFormat(locale, {
    timeZone,
    day: "numeric",
    month: "long",
    year: day.slice(0, 4) === today.slice(0, 4) ? undefined : "numeric",
  }).format(instant);
  return t("when.day", { date, time });
}

/** The day on which an instant is in a zone, as an ISO date. */
function dayIn(instant: number, timeZone: string): string {
  const format = dateFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return format.format(instant);
}

/** The day before an ISO date. */
const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** "14:02", as the person's region writes it. */
export function timeInWords(instant: number, timeZone: string, locale: string): string {
  return dateFormat(locale, { timeZone, timeStyle: "short" }).format(instant);
}
