import { Star } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import type { List } from "../../app/engine";
import { PickBox } from "../../components/PickBox/PickBox";
import { useClock } from "../../lib/clock";
import { formatDay } from "../../lib/format";
import { storedParts, storedTexts, useRemembered } from "../../lib/memory";
import {
  cityOf,
  named,
  namesOf,
  offsetName,
  searchZones,
  webviewZones,
  type ZoneEntry,
  type ZoneNames,
  zoneEntry,
  zoneLabel,
} from "../../lib/zones";
import { type Messages, useMessages } from "../../messages";
import type { TimeZones } from "../../platform";
import { ListNotice } from "./ListNotice";
import "./ZoneField.css";

type Props = {
  zones: List<TimeZones>;
  timeZone: string;
  /** Minutes ahead of UTC at the start of the period; null while that is not known. */
  startOffset: number | null;
  onChange: (id: string) => void;
  error: string | null;
};

/** The zone in which the period is meant and times are written: found by city, name or offset. */
export function ZoneField({ zones, timeZone, startOffset, onChange, error }: Props) {
  const messages = useMessages();
  const { t, locale } = messages;
  const clock = useClock();
  const failed = zones.problem !== null && zones.value === null;
  const known = useMemo(
    () => zones.value ?? (failed ? webviewZones(clock.now(), clock.zone()) : null),
    [zones.value, failed, clock],
  );
  const plain = useMemo(() => (known?.zones ?? []).map((zone) => zoneEntry(zone, locale)), [known, locale]);
  const names = useZoneNames(plain);
  const entries = useMemo(() => plain.map((entry) => named(entry, names)), [plain, names]);
  const { favourites, recent, use, toggle } = useUsedZones();
  const system = known?.system ?? null;

  // Made once, not for each key; what a zone is called in a language changes nothing in them.
  const options = useMemo(() => {
    const option = (entry: ZoneEntry) => ({
      id: entry.id,
      label: zoneLabel(entry.id, entry.offsetMinutes, locale),
      detail: [
        favourites.includes(entry.id) ? t("zone.favourite") : null,
        entry.id === system ? t("zone.own") : null,
        entry.serviceName?.startsWith("GMT") ? null : entry.serviceName,
        // The names of zones that are an offset say the opposite of what they mean.
        entry.fixed ? null : entry.id,
        changeOf(entry, messages),
      ]
        .filter((part) => part !== null && part !== "UTC")
        .join(" · "),
    });
    return new Map(plain.map((entry) => [entry.id, option(entry)]));
  }, [plain, favourites, system, messages, t, locale]);
  const search = useCallback(
    (query: string) => {
      const first = [...new Set([...favourites, ...recent, ...(system ? [system] : [])])];
      return searchZones(entries, first, query).flatMap(({ id }) => options.get(id) ?? []);
    },
    [entries, favourites, recent, system, options],
  );
  const current = entries.find(({ id, aliases }) => id === timeZone || aliases.includes(timeZone));

  return (
    <div className="field-with-notice">
      <div className="zone-row">
        <PickBox
          label={t("zone.label")}
          hint={current ? factsOf(current, startOffset, messages) : t("zone.hint")}
          error={error}
          picked={(current && options.get(current.id)) ?? { id: timeZone, label: cityOf(timeZone, locale) }}
          onPick={(id) => {
            use(id);
            onChange(id);
          }}
          search={search}
          empty={t(zones.loading ? "zone.loading" : "zone.empty")}
        />
        {current && (
          <ToggleButton
            className="zone-star"
            aria-label={t("zone.keepFirst", { zone: current.city })}
            isSelected={favourites.includes(current.id)}
            onChange={() => toggle(current.id)}
          >
            <Star aria-hidden="true" />
          </ToggleButton>
        )}
      </div>
      <ListNotice list={zones} lead={t(zones.value ? "zone.oldList" : "zone.ownList")} />
    </div>
  );
}

/** "UTC−4 from 14 March 2027"; null where clocks are never moved. */
function changeOf({ nextChange }: ZoneEntry, { t, locale }: Messages): string | null {
  return nextChange
    ? t("zone.from", {
        offset: offsetName(nextChange.afterMinutes),
        day: formatDay(nextChange.at + nextChange.beforeMinutes * 60_000, locale),
      })
    : null;
}

/** What a zone's clocks show at the start of the period, now and later. */
function factsOf(entry: ZoneEntry, startOffset: number | null, messages: Messages): string {
  const { t } = messages;
  const now = offsetName(entry.offsetMinutes);
  const change = changeOf(entry, messages);
  const later = change ? t("zone.nowAndLater", { now, change }) : t("zone.nowOnly", { now });
  return startOffset !== null && startOffset !== entry.offsetMinutes
    ? t("zone.atStart", { offset: offsetName(startOffset), later })
    : later;
}

/** Milliseconds of work between two looks at what the person does. */
const SLICE = 6;

/** Names that were told, by language: a page that is opened again need not ask the webview again. */
const told = new Map<string, ZoneNames>();

/**
 * The zones' names in the interface's language. They take the webview a while, so they come in slices between which
 * the person's keys are answered; until then zones are found by their other names.
 */
function useZoneNames(entries: ZoneEntry[]): ZoneNames {
  const { locale } = useMessages();
  const clock = useClock();
  const [names, setNames] = useState<ZoneNames>(() => told.get(locale) ?? new Map());
  useEffect(() => {
    const known = told.get(locale);
    if (known && entries.every(({ id }) => known.has(id))) {
      setNames(known);
      return;
    }
    const found = new Map<string, string[]>();
    let next = 0;
    let timer: ReturnType<typeof setTimeout>;
    const slice = () => {
      const until = performance.now() + SLICE;
      while (next < entries.length && performance.now() < until) {
        const { id } = entries[next] as ZoneEntry;
        found.set(id, namesOf(id, locale, clock.now()));
        next += 1;
      }
      if (next < entries.length) {
        timer = setTimeout(slice);
      } else if (next > 0) {
        told.set(locale, found);
        setNames(found);
      }
    };
    timer = setTimeout(slice);
    return () => clearTimeout(timer);
  }, [entries, locale, clock]);
  return names;
}

/** So many zones are remembered as used. */
const RECENT = 5;

/** The zones that the person marked or used, on this computer. */
function useUsedZones() {
  const [{ favourites, recent }, change] = useRemembered("zones", (stored) => {
    const parts = storedParts(stored);
    return { favourites: storedTexts(parts.favourites), recent: storedTexts(parts.recent) };
  });
  return {
    favourites,
    recent,
    use: (id: string) =>
      change((old) => ({
        ...old,
        recent: [id, ...old.recent.filter((other) => other !== id)].slice(0, RECENT),
      })),
    toggle: (id: string) =>
      change((old) => ({
        ...old,
        favourites: old.favourites.includes(id)
          ? old.favourites.filter((other) => other !== id)
          : [...old.favourites, id],
      })),
  };
}
