import { formatPeriod } from "../lib/format";
import { cityOf } from "../lib/zones";
import type { MessageKey, Messages } from "../messages";
import type { ExportRequest, FileFormat, Period } from "../platform";

/** A period for a sentence: "last month", "1–31 October 2026". */
export function periodOf(period: Period, { t, locale }: Messages): string {
  if (period.kind !== "rule") {
    return formatPeriod(period, locale);
  }
  const { rule } = period;
  return t("period.rule.name", { name: rule.name, days: rule.name === "last_days" ? rule.days : 0 });
}

/** What a kind of file is called. */
export const FORMAT_NAMES: Record<FileFormat, MessageKey> = {
  excel: "file.excel",
  csv: "file.csv",
  json: "file.json",
  json_lines: "file.jsonLines",
};

/** The sentence that says what an export is. */
export function summaryOf(request: ExportRequest, messages: Messages): string {
  const { t } = messages;
  const { teamIds, agentIds } = request;
  const people = teamIds.length > 0 ? "teams" : agentIds.length > 0 ? "agents" : "everyone";
  return t("summary", {
    people,
    count: people === "teams" ? teamIds.length : agentIds.length,
    disabled: request.includeDisabled ? "yes" : "no",
    period: periodOf(request.period, messages),
    zone: cityOf(request.timeZone),
    columns: request.columns.length,
    article: request.file.format === "excel" ? "an" : "a",
    format: t(FORMAT_NAMES[request.file.format]),
  });
}
