import { useEffect, useState } from "react";
import { Notice } from "../../components/Notice/Notice";
import { formatResolved } from "../../lib/format";
import { useMessages } from "../../messages";
import { type ExportRequest, type ResolvedPeriod, usePlatform } from "../../platform";

/** Says, before Export is pressed, that a period is too long for one file, and what the files will hold. */
export function SplitNotice({ request }: { request: ExportRequest }) {
  const { t, locale } = useMessages();
  const parts = useParts(request);
  if (parts.length < 2) {
    return null;
  }
  return (
    <Notice tone="info">
      <p className="notice-title">{t("split.title", { count: parts.length })}</p>
      <p>{t("split.why")}</p>
      <ul>
        {parts.map((part) => (
          <li key={part.start}>{formatResolved(part, locale)}</li>
        ))}
      </ul>
      <p>{t("split.totals")}</p>
    </Notice>
  );
}

/** The parts in which the period is asked for; none while they are not known. */
function useParts({ period, timeZone }: ExportRequest): ResolvedPeriod[] {
  const platform = usePlatform();
  const [parts, setParts] = useState<ResolvedPeriod[]>([]);
  // A draft makes a new object of the same period at each key pressed.
  const key = JSON.stringify(period);
  useEffect(() => {
    let wanted = true;
    platform.periodParts(JSON.parse(key), timeZone).then(
      (known) => wanted && setParts(known),
      // The period's own field says what is wrong with it.
      () => wanted && setParts([]),
    );
    return () => {
      wanted = false;
    };
  }, [platform, key, timeZone]);
  return parts;
}
