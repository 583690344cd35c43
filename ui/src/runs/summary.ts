import { daysTouched, formatDays, formatPeriod } from "../lib/format";
import { cityOf } from "../lib/zones";
import type { MessageKey, Messages } from "../messages";
import type { ExportRequest, FileFormat, Period, ResolvedPeriod } from "../platform";
import { titleOf } from "./reports";

/** The days of a period, or its times; null for a rule while what it comes to is not known. */
export function rangeOf(
  period: Period,
  locale: string,
  resolved: ResolvedPeriod | null = null,
): string | null {
  if (period.kind !== "rule") {
    return formatPeriod(period, locale);
  }
  return resolved && formatDays(...daysTouched(resolved), locale);
}

/** A period for a sentence: "last month", "1–31 October 2026"; a rule with what it comes to, when that is known. */
export function periodOf(
  period: Period,
  { t, locale }: Messages,
  resolved: ResolvedPeriod | null = null,
): string {
  if (period.kind !== "rule") {
    return formatPeriod(period, locale);
  }
  const { rule } = period;
  const name = t("period.rule.name", { name: rule.name, days: rule.name === "last_days" ? rule.days : 0 });
  const days = rangeOf(period, locale, resolved);
  return days === null ? name : t("period.ruleAndDays", { rule: name, days });
}

/** What a kind of file is called. */
export const FORMAT_NAMES: Record<FileFormat, MessageKey> = {
  excel: "file.excel",
  csv: "file.csv",
  json: "file.json",
  json_lines: "file.jsonLines",
};

/** The sentence that says what an export is; `resolved` is what a rule of it comes to. */
export function summaryOf(
  request: ExportRequest,
  messages: Messages,
  resolved: ResolvedPeriod | null = null,
): string {
  const { t, locale } = messages;
  const { report, teamIds, agentIds } = request;
  const people = teamIds.length > 0 ? "teams" : agentIds.length > 0 ? "agents" : "everyone";
  const values = {
    people,
    count: people === "teams" ? teamIds.length : agentIds.length,
    disabled: request.includeDisabled ? "yes" : "no",
    period: periodOf(request.period, messages, resolved),
    zone: cityOf(request.timeZone, locale),
    columns: request.columns.length,
    format: request.file.format,
  };
  return report === "user"
    ? t("summary", values)
    : t("summary.report", { ...values, title: titleOf(report, locale), filters: filtersOf(request) });
}

/** How many filters an export has. */
const filtersOf = ({ options }: ExportRequest): number =>
  [
    options.businessHours !== "all",
    options.priorities.length > 0,
    options.workQueueIds.length > 0,
    options.smartViewId !== null,
  ].filter(Boolean).length;
