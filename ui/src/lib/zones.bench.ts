// @vitest-environment node
/** What a keystroke in the search for a zone costs, with the whole list and its names in a language. */
import { bench, describe } from "vitest";
import { named, namesOf, searchZones, webviewZones, zoneEntry } from "./zones";

const now = Date.UTC(2026, 10, 23);
const listed = webviewZones(now, "Europe/Istanbul").zones.map((zone) => zoneEntry(zone, "tr-TR"));
const names = new Map(listed.map(({ id }) => [id, namesOf(id, "tr-TR", now)]));
const entries = listed.map((entry) => named(entry, names));

describe(`a search among ${entries.length} zones`, () => {
  for (const query of ["", "i", "ist", "istanbul", "new york", "+3", "est", "atlantis"]) {
    bench(query === "" ? "(nothing)" : query, () => {
      searchZones(entries, ["Europe/Istanbul"], query);
    });
  }
});
