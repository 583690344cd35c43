import { Notice } from "../../components/Notice/Notice";
import { formatResolved } from "../../lib/format";
import { unbroken } from "../../lib/unbroken";
import { useMessages } from "../../messages";
import type { ExportRequest } from "../../platform";
import { usePlan } from "./plan";

/** Says, before Export is pressed, that a period is too long for the service, and what the files will hold. */
export function SplitNotice({ request }: { request: ExportRequest }) {
  const { t, locale } = useMessages();
  const parts = usePlan(request.period, request.timeZone)?.parts ?? [];
  if (parts.length < 2) {
    return null;
  }
  const joined = request.delivery === "joined";
  return (
    <Notice tone="info">
      <p className="notice-title">
        {joined ? t("split.joinedTitle") : t("split.title", { count: parts.length })}
      </p>
      <p>{t(joined ? "split.joinedWhy" : "split.why")}</p>
      <ul>
        {parts.map((part) => (
          <li key={part.start}>{unbroken(formatResolved(part, locale))}</li>
        ))}
      </ul>
      {!joined && <p>{t(request.report === "user" ? "split.totals" : "split.own")}</p>}
    </Notice>
  );
}
