// @vitest-environment node
import { describe, expect, test } from "vitest";
import { contains, fold } from "./search";

describe("search", () => {
  test("the Turkish dotted and dotless i are one, however the text was typed or put together", () => {
    const written = [
      "istanbul",
      "İSTANBUL",
      "ISTANBUL",
      "ıstanbul",
      "İstanbul",
      "i\u0307stanbul",
      "I\u0307STANBUL",
    ];
    expect([...new Set(written.map(fold))]).toEqual(["istanbul"]);
    for (const query of written) {
      expect(written.filter((text) => contains(`Destek ${text} 2`, query))).toEqual(written);
    }
  });

  test.each([
    ["ISPARTA", "ısparta"],
    ["Cœur", "COEUR"],
    ["Ağustos", "AGUSTOS"],
    ["Çağrı", "CAGRI"],
    ["señal", "SENAL"],
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
