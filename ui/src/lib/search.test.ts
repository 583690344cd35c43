// @vitest-environment node
import { describe, expect, test } from "vitest";
import { contains, fold } from "./search";

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
