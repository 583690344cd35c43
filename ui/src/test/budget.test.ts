// @vitest-environment node
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { weightAtStart } from "../../budget";

const text = (letter: string) => letter.repeat(2000);
const packed = (letter: string) => gzipSync(text(letter)).length;

test("counts what the start imports once, the longest catalogue, and no page", () => {
  const chunk = (letter: string, imports: string[] = [], isEntry = false) => ({
    code: text(letter),
    imports,
    isEntry,
  });
  const chunks = new Map([
    ["index.js", chunk("a", ["shared.js", "both.js"], true)],
    ["shared.js", chunk("b", ["both.js"])],
    ["both.js", chunk("c")],
    ["page.js", chunk("d", ["shared.js"])],
    ["en.js", chunk("e")],
    ["de.js", { ...chunk("f"), code: text("f") + text("ghijklmnop") }],
  ]);
  expect(weightAtStart(chunks, (name) => /^(en|de)\./.test(name))).toBe(
    packed("a") + packed("b") + packed("c") + gzipSync(text("f") + text("ghijklmnop")).length,
  );
});
