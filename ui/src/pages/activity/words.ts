import { fromAbsolute, toCalendarDate } from "@internationalized/date";
import { formatBytes } from "../../lib/format";
import type { MessageKey, Messages } from "../../messages";
import type { Phase, Run } from "../../platform";
import { amountOf, shareOf } from "../../runs/amounts";
import { hasEnded } from "../../runs/phases";

/** How a phase reads in a word or two, beside many others. */
export const PHASE_WORDS: Record<Phase, MessageKey> = {
  queued: "activity.phase.queued",
  creating: "activity.phase.creating",
  waiting: "activity.phase.waiting",
  downloading: "phase.downloading",
  converting: "phase.converting",
  saved: "phase.saved",
  failed: "activity.phase.failed",
  cancelled: "phase.cancelled",
  interrupted: "activity.phase.interrupted",
};

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

/** What there is to say about a run's file: its rows and size, or how much of it is there. */
export function factsOf(run: Run, messages: Messages): string[] {
  const { t, locale } = messages;
  if (run.saved) {
    return [t("activity.rows", { count: run.saved.rows }), formatBytes(run.saved.bytes, locale)];
  }
  if (hasEnded(run)) {
    return [];
  }
  const amount = amountOf(run, messages);
  const share = shareOf(run);
  const percent = share === null ? null : new Intl.NumberFormat(locale, { style: "percent" }).format(share);
  return [amount, percent].filter((fact) => fact !== null);
}
