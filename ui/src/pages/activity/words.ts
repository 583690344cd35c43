import { formatBytes } from "../../lib/format";
import { numberFormat } from "../../lib/intl";
import type { Messages } from "../../messages";
import type { Run } from "../../platform";
import { amountOf, shareOf } from "../../runs/amounts";
import { hasEnded } from "../../runs/phases";

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
  const percent = share === null ? null : numberFormat(locale, { style: "percent" }).format(share);
  return [amount, percent].filter((fact) => fact !== null);
}
