import type { TimeZone, TimeZones } from "../platform";
import { fold } from "./search";

/** A zone prepared for search. */
export type ZoneEntry = {
  id: string;
  /** The place that people know, such as "New York". */
  city: string;
  /** The service's name for the zone, such as "Eastern Daylight Time". */
  serviceName: string | null;
  offsetMinutes: number;
  /** Everything that can be searched, folded, as words. */
  words: string[];
};

/** "New York" of "America/New_York"; "UTC−12" of "Etc/GMT+12", whose sign means the opposite of what it says. */
export function cityOf(id: string): string {
  const fixed = /^Etc\/GMT([+-])(\d+)$/.exec(id);
  if (fixed) {
    return offsetName((fixed[1] === "+" ? -60 : 60) * Number(fixed[2]));
  }
  return (id.split("/").pop() ?? id).replaceAll("_", " ");
}

/** "UTC+3", "UTC−3:30", "UTC". */
export function offsetName(minutes: number): string {
  if (minutes === 0) {
    return "UTC";
  }
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

export function zoneEntry({ id, serviceName, offsetMinutes, aliases }: TimeZone): ZoneEntry {
  const city = cityOf(id);
  const words = fold(
    `${city} ${[id, ...aliases].join(" ").replaceAll(/[/_]/g, " ")} ${serviceName ?? ""}`,
  ).split(/\s+/);
  words.push(fold(id));
  return { id, city, serviceName, offsetMinutes, words };
}

/**
 * The zones that fit a search by city, name or offset, the best first; all of them, the computer's own first, when
 * nothing is searched.
 */
export function searchZones(entries: ZoneEntry[], system: string | null, query: string): ZoneEntry[] {
  const asked = fold(query).trim().replaceAll("−", "-");
  if (asked === "") {
    return [...entries.filter(({ id }) => id === system), ...entries.filter(({ id }) => id !== system)];
  }
  const offset = offsetAsked(asked);
  const words = asked.split(/[\s_/]+/).filter(Boolean);
  const ranked: { entry: ZoneEntry; rank: number }[] = [];
  for (const entry of entries) {
    const rank =
      offset === null ? rankByWords(entry, words, asked) : entry.offsetMinutes === offset ? 1 : null;
    if (rank !== null) {
      ranked.push({ entry, rank: entry.id === system ? rank - 0.5 : rank });
    }
  }
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}

/** Minutes of "+3", "utc-3:30", "gmt 5", "+0530"; null when it is no offset. */
function offsetAsked(asked: string): number | null {
  const match = /^(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?$/.exec(asked);
  if (!match) {
    return null;
  }
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === "-" ? -minutes || 0 : minutes;
}

/** 0 for the city itself, then a city that starts so, then words that start so, then words that hold it. */
function rankByWords(entry: ZoneEntry, words: string[], asked: string): number | null {
  const city = fold(entry.city);
  if (city === asked) {
    return 0;
  }
  if (city.startsWith(asked)) {
    return 1;
  }
  if (words.every((word) => entry.words.some((own) => own.startsWith(word)))) {
    return 2;
  }
  return words.every((word) => entry.words.some((own) => own.includes(word))) ? 3 : null;
}

/** The zones that the webview knows, for when the app's list does not come. */
export function webviewZones(now: number, system: string): TimeZones {
  const ids = new Set([system, "UTC", ...Intl.supportedValuesOf("timeZone")]);
  const zones = [...ids].map((id) => ({
    id,
    serviceName: null,
    offsetMinutes: offsetAt(id, now),
    nextChange: null,
    aliases: [],
    fixed: id.startsWith("Etc/"),
  }));
  zones.sort((a, b) => a.offsetMinutes - b.offsetMinutes || a.id.localeCompare(b.id));
  return { system, zones };
}

function offsetAt(zone: string, now: number): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(
    now,
  );
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const match = /([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) {
    return 0;
  }
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}
