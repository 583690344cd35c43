import { Notice } from "../../components/Notice/Notice";
import { useClock } from "../../lib/clock";
import { changeInWords, periodInWords } from "../../lib/format";
import { cityOf, offsetName } from "../../lib/zones";
import { useMessages } from "../../messages";
import type { ResolvedPeriod } from "../../platform";

type Props = {
  period: ResolvedPeriod;
  timeZone: string;
  /** Whether the service knows the zone by its offset alone. */
  offsetOnly: boolean;
};

/** The moments that a period means, and what clocks that are moved do to it. */
export function ResolvedLines({ period, timeZone, offsetOnly }: Props) {
  const { t, locale } = useMessages();
  const now = useClock().now();
  const words = periodInWords(period, now, locale);
  const zone = cityOf(timeZone, locale);
  // UTC and its like are named by their offset already.
  const still = zone === words.startOffset ? "period.resolvedFixed" : "period.resolved";
  return (
    <div className="period-lines" aria-live="polite">
      <p className="period-resolved">
        {t(words.clocksMove ? "period.resolvedMoving" : still, {
          start: words.start,
          end: words.end,
          zone,
          offset: words.startOffset,
          endOffset: words.endOffset,
        })}
      </p>
      {period.changes.map((change) => {
        const told = changeInWords(change, now, locale);
        return (
          <p key={change.at}>
            {t("period.change", {
              at: told.atNight ? "night" : "day",
              day: told.day,
              clocks: told.minutes > 0 ? "forward" : "back",
              before: told.before,
              after: told.after,
              length: told.lengthOfDay,
              same: told.changedDay === told.day ? "yes" : "no",
              changed: told.changedDay,
            })}
          </p>
        );
      })}
      {offsetOnly && period.changes.length > 0 && (
        <Notice tone="warning">
          <p>{t("period.offsetOnly", { offset: offsetName(period.startOffsetMinutes) })}</p>
        </Notice>
      )}
    </div>
  );
}
