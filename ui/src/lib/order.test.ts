// @vitest-environment node
import { expect, test } from "vitest";
import { inOrder } from "./order";

test.each([
  // The Turkish alphabet has ç after c, ı before i, ş after s.
  ["tr-TR", ["Can", "Çağla", "Deniz", "Işıl", "İnci", "Selin", "Şule"]],
  ["de-DE", ["Apfel", "Äpfel", "Zebra"]],
  ["es-ES", ["nube", "ñandú", "oso"]],
  ["fr-FR", ["cadre", "cœur", "coffre", "été", "fin"]],
  ["en-GB", ["éclair", "Team 2", "team 10", "Zulu"]],
])("names are in the order of %s", (locale, names) => {
  expect(inOrder([...names].reverse(), (name) => name, locale)).toEqual(names);
});
