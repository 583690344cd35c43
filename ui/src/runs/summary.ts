import { formatPeriod } from "../lib/format";
import { cityOf } from "../lib/zones";
import type { Messages } from "../messages";
import type { ExportRequest } from "../platform";

/** The sentence that says what an export is. */
export function summaryOf(request: ExportRequest, { t, locale }: Messages): string {
  const { teamIds, agentIds } = request;
  const people = teamIds.length > 0 ? "teams" : agentIds.length > 0 ? "agents" : "everyone";
  return t("summary", {
    people,
    count: people === "teams" ? teamIds.length : agentIds.length,
    disabled: request.includeDisabled ? "yes" : "no",
    period: formatPeriod(request.period, locale),
    zone: cityOf(request.timeZone),
    columns: request.columns.length,
    format: request.format.toUpperCase(),
  });
}
