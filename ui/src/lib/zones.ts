/** Time zones as people know them: by a city, a name, an abbreviation or an offset. */
import { LANGUAGES } from "../messages/languages";
import type { ClockChange, TimeZone, TimeZones } from "../platform";
import cities from "./cities.json";
import { ABBREVIATIONS, PLACES } from "./places";
import { fold } from "./search";

/** A zone prepared for search. */
export type ZoneEntry = {
  id: string;
  /** The place that people know, such as "New York", in the window's language. */
  city: string;
  /** The service's name for the zone, such as "Eastern Daylight Time"; null when its list lacks the zone. */
  serviceName: string | null;
  /** Minutes ahead of UTC, now. */
  offsetMinutes: number;
  /** Whether it is a distance from UTC and no place. */
  fixed: boolean;
  /** Deprecated names that mean this zone. */
  aliases: string[];
  /** When clocks are moved next; null when that is never. */
  nextChange: ClockChange | null;
  folded: {
    city: string;
    /** Other names of the zone or of places in it. */
    others: string[];
    /** Every word of every name. */
    words: string[];
  };
  /** Whether many people live by it, so that it comes before others that fit as well. */
  major: boolean;
};

/** Names of zones in the interface's language, by id. */
export type ZoneNames = ReadonlyMap<string, string[]>;

/**
 * What cities are called in each of the window's languages, in their order, where that is not the zone's own name for
 * them: the exemplar cities of the Unicode CLDR 48.
 */
const CITIES: Readonly<Record<string, string[]>> = cities;

/**
 * "New York" of "America/New_York", "Nueva York" in Spanish; "UTC−12" of "Etc/GMT+12", whose sign means the opposite of
 * what it says.
 */
export function cityOf(id: string, locale: string): string {
  const fixed = /^(?:Etc\/)?GMT([+-])(\d+)$/.exec(id);
  if (fixed) {
    return offsetName((fixed[1] === "+" ? -60 : 60) * Number(fixed[2]));
  }
  if (/^(?:Etc\/)?(?:UTC|UCT|GMT|Greenwich|Universal|Zulu)$/.test(id)) {
    return offsetName(0);
  }
  const language = LANGUAGES.findIndex((own) => locale.startsWith(own));
  return CITIES[id]?.[language] || plainCityOf(id);
}

/** As the zone itself is called: "New York" of "America/New_York". */
const plainCityOf = (id: string) => (id.split("/").pop() ?? id).replaceAll("_", " ");

/** "UTC+3", "UTC−3:30", "UTC". */
export function offsetName(minutes: number): string {
  if (minutes === 0) {
    return "UTC";
  }
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

/** "New York (UTC−5)"; just "UTC−12" for zones that are an offset. */
export function zoneLabel(id: string, offsetMinutes: number, locale: string): string {
  const city = cityOf(id, locale);
  const offset = offsetName(offsetMinutes);
  return city === offset ? city : `${city} (${offset})`;
}

export function zoneEntry(zone: TimeZone, locale: string): ZoneEntry {
  const { id, serviceName, offsetMinutes, nextChange, aliases, fixed } = zone;
  const city = cityOf(id, locale);
  const others = [...[id, ...aliases].map(plainCityOf), ...(PLACES[id] ?? [])].map(fold);
  const names = [city, id, serviceName ?? "", ...aliases].map(fold);
  return {
    id,
    city,
    serviceName,
    offsetMinutes,
    fixed,
    aliases,
    nextChange,
    folded: {
      city: fold(city),
      others,
      words: [...new Set([...names, ...others].flatMap((name) => [name, ...name.split(/[\s/_]+/)]))].filter(
        Boolean,
      ),
    },
    major: id in PLACES,
  };
}

/** An entry that is found by its names in the interface's language as well. */
export function named(entry: ZoneEntry, names: ZoneNames): ZoneEntry {
  const own = names.get(entry.id);
  if (!own) {
    return entry;
  }
  const words = new Set(entry.folded.words);
  for (const name of own.map(fold)) {
    words.add(name);
    for (const word of name.split(/\s+/)) {
      words.add(word);
    }
  }
  return { ...entry, folded: { ...entry.folded, words: [...words] } };
}

/**
 * The zones that fit a search, the best first; all of them when nothing is searched. Those of `first` come first
 * among their equals, in that order.
 */
export function searchZones(entries: ZoneEntry[], first: string[], query: string): ZoneEntry[] {
  const asked = fold(query).trim().replaceAll("−", "-");
  const places = new Map(first.map((id, index) => [id, index]));
  const preference = (entry: ZoneEntry) => places.get(entry.id) ?? first.length + (entry.major ? 0 : 1);
  const rank = asked === "" ? () => 0 : ranking(asked);
  return entries
    .map((entry, index) => ({ entry, index, rank: rank(entry) }))
    .filter((found): found is typeof found & { rank: number } => found.rank !== null)
    .sort(
      asked === ""
        ? (a, b) =>
            (places.get(a.entry.id) ?? first.length) - (places.get(b.entry.id) ?? first.length) ||
            a.index - b.index
        : (a, b) => a.rank - b.rank || preference(a.entry) - preference(b.entry) || a.index - b.index,
    )
    .map(({ entry }) => entry);
}

/** How well a zone fits what was asked for: 0 is best, null not at all. */
function ranking(asked: string): (entry: ZoneEntry) => number | null {
  const offset = offsetAsked(asked);
  if (offset !== null) {
    return ({ offsetMinutes, nextChange }) =>
      offsetMinutes === offset ? 0 : nextChange?.afterMinutes === offset ? 1 : null;
  }
  const words = asked.split(/[\s_/]+/).filter(Boolean);
  const short = ABBREVIATIONS[asked] ?? [];
  return ({ id, folded, major }) => {
    if (folded.city === asked) {
      return 0;
    }
    // Who types the beginning of a large city's name more often means that than what it is short for.
    if (major && folded.city.startsWith(asked)) {
      return 1;
    }
    const place = short.indexOf(id);
    if (place >= 0) {
      return 2 + place / 100;
    }
    // Old names of zones, "EST" among them, so after what an abbreviation means.
    if (folded.others.includes(asked)) {
      return 3;
    }
    if (folded.city.startsWith(asked)) {
      return 4;
    }
    if (folded.others.some((other) => other.startsWith(asked))) {
      return 5;
    }
    if (words.every((word) => folded.words.some((own) => own.startsWith(word)))) {
      return 6;
    }
    return words.every((word) => folded.words.some((own) => own.includes(word))) ? 7 : null;
  };
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

/** Names of one zone as a language has them: with summer and winter, and without either. */
const STYLES = ["long", "longGeneric", "shortGeneric"] as const;

/** The names of a zone in a language, by the webview's own data, at a moment in each half of the year. */
export function namesOf(id: string, locale: string, now: number): string[] {
  const names = new Set<string>();
  for (const timeZoneName of STYLES) {
    try {
      const format = new Intl.DateTimeFormat(locale, { timeZone: id, timeZoneName });
      for (const at of timeZoneName === "long" ? [now, now + HALF_A_YEAR] : [now]) {
        const part = format.formatToParts(at).find(({ type }) => type === "timeZoneName");
        // "GMT+3" is no name: offsets are searched as numbers.
        if (part && !/\d/.test(part.value)) {
          names.add(part.value);
        }
      }
    } catch {
      // A zone that the app knows and the webview does not is found by its other names.
    }
  }
  return [...names];
}

const HALF_A_YEAR = 182 * 86_400_000;

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
  zones.sort((a, b) => a.offsetMinutes - b.offsetMinutes || a.id.localeCompare(b.id, "en"));
  return { system, zones };
}

/** Minutes ahead of UTC in a zone at an instant, by the webview's own data; 0 for a zone that it does not know. */
export function offsetAt(zone: string, at: number): number {
  let name = "";
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
    name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  } catch {
    return 0;
  }
  const match = /([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) {
    return 0;
  }
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}
