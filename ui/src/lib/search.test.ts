// @vitest-environment node
import { describe, expect, test } from "vitest";
import { timeZones, zone } from "../platform/fake";
import { contains, fold } from "./search";
import { cityOf, offsetName, searchZones, webviewZones, zoneEntry } from "./zones";

describe("search", () => {
  test.each([
    ["İSTANBUL", "istanbul"],
    ["ISPARTA", "ısparta"],
    ["Équipe", "EQUIPE"],
    ["Spätschicht", "spatschicht"],
    ["Straße", "STRASSE"],
  ])("%s and %s are the same", (a, b) => {
    expect(fold(a)).toBe(fold(b));
  });

  test("each word is to be found, in any order", () => {
    expect(contains("North West 12", "west 12 north")).toBe(true);
    expect(contains("North West 12", "west 13")).toBe(false);
    expect(contains("anything", "")).toBe(true);
  });
});

describe("time zones", () => {
  const entries = timeZones.zones.map(zoneEntry);
  const found = (query: string) => searchZones(entries, timeZones.system, query).map(({ id }) => id);

  test.each([
    ["istanbul", "Europe/Istanbul"],
    ["İSTANBUL", "Europe/Istanbul"],
    ["ıstanbul", "Europe/Istanbul"],
    ["new york", "America/New_York"],
    ["york new", "America/New_York"],
    ["America/New_York", "America/New_York"],
    ["eastern", "America/New_York"],
    ["calcutta", "Asia/Kolkata"],
    ["+5:30", "Asia/Kolkata"],
    ["+0530", "Asia/Kolkata"],
    ["UTC+5:30", "Asia/Kolkata"],
    ["-12", "Etc/GMT+12"],
    ["utc−4", "America/New_York"],
    ["+0", "UTC"],
  ])("%s finds %s first", (query, id) => {
    expect(found(query)[0]).toBe(id);
  });

  test("an offset finds all its zones, the computer's own first", () => {
    expect(found("+3")).toEqual(["Europe/Istanbul", "Africa/Nairobi"]);
  });

  test("nothing searched shows all, the computer's own first", () => {
    expect(found("")).toHaveLength(entries.length);
    expect(found("")[0]).toBe("Europe/Istanbul");
  });

  test("nothing fits", () => {
    expect(found("atlantis")).toEqual([]);
  });

  test("names", () => {
    expect(cityOf("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
    expect(cityOf("Etc/GMT+12")).toBe("UTC−12");
    expect(cityOf("Etc/GMT-14")).toBe("UTC+14");
    expect(offsetName(0)).toBe("UTC");
    expect(offsetName(-210)).toBe("UTC−3:30");
  });

  test("the webview's own zones stand in for a list that did not come", () => {
    const { zones, system } = webviewZones(Date.UTC(2026, 6, 1), "Europe/Istanbul");
    expect(system).toBe("Europe/Istanbul");
    expect(zones.length).toBeGreaterThan(300);
    expect(zones).toContainEqual(zone("America/St_Johns", null, -150));
    expect(zones).toContainEqual(zone("UTC", null, 0));
  });

  test("600 zones are searched within a keystroke's time", () => {
    const many = Array.from({ length: 600 }, (_, index) =>
      zoneEntry(zone(`Area/City_${index}`, `Name of ${index}`, 60)),
    );
    const times = Array.from({ length: 20 }, () => {
      const start = performance.now();
      for (const query of ["c", "ci", "cit", "city", "city 5", "city 59", "+1"]) {
        searchZones(many, null, query);
      }
      return (performance.now() - start) / 7;
    });
    // The best of many: a machine that does other things as well makes any one of them slow.
    expect(Math.min(...times)).toBeLessThan(16);
  });
});
