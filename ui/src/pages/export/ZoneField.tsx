import { useMemo } from "react";
import type { List } from "../../app/engine";
import { PickBox } from "../../components/PickBox";
import { ProblemNotice } from "../../components/ProblemNotice";
import { useClock } from "../../lib/clock";
import { cityOf, offsetName, searchZones, webviewZones, type ZoneEntry, zoneEntry } from "../../lib/zones";
import { useMessages } from "../../messages";
import type { TimeZones } from "../../platform";

type Props = {
  zones: List<TimeZones>;
  timeZone: string;
  onChange: (id: string) => void;
  error: string | null;
};

/** The zone in which the period is meant and times are written: found by city, name or offset. */
export function ZoneField({ zones, timeZone, onChange, error }: Props) {
  const { t } = useMessages();
  const clock = useClock();
  const failed = zones.problem !== null && zones.value === null;
  const known = useMemo(
    () => zones.value ?? (failed ? webviewZones(clock.now(), clock.zone()) : null),
    [zones.value, failed, clock],
  );
  const entries = useMemo(() => (known?.zones ?? []).map(zoneEntry), [known]);
  const option = (entry: ZoneEntry) => ({
    id: entry.id,
    label: `${entry.city} (${offsetName(entry.offsetMinutes)})`,
    detail: [
      entry.id === known?.system ? t("zone.own") : null,
      entry.serviceName?.startsWith("GMT") ? null : entry.serviceName,
      entry.id,
    ]
      .filter((part) => part !== null)
      .join(" · "),
  });
  const current = entries.find(({ id }) => id === timeZone);

  return (
    <div className="field-with-notice">
      <PickBox
        label={t("zone.label")}
        hint={t("zone.hint")}
        error={error}
        picked={current ? option(current) : { id: timeZone, label: cityOf(timeZone) }}
        onPick={onChange}
        search={(query) => searchZones(entries, known?.system ?? null, query).map(option)}
        footer={(more) => t("zone.more", { count: more })}
        empty={t(zones.loading ? "zone.loading" : "zone.empty")}
      />
      {zones.problem && (
        <ProblemNotice
          problem={zones.problem}
          lead={t(zones.value ? "zone.oldList" : "zone.ownList")}
          onRetry={zones.retry}
        />
      )}
    </div>
  );
}
