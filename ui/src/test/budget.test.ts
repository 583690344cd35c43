// @vitest-environment node
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { weightAtStart } from "../../budget";

const text = (letter: string) => letter.repeat(2000);
const packed = (letter: string) => gzipSync(text(letter)).length;

test("counts the start and what it begins with once, the longest catalogue, and no page", () => {
  const chunk = (letter: string, imports: string[] = [], dynamicImports: string[] = []) => ({
    code: text(letter),
    imports,
    dynamicImports,
    isEntry: false,
  });
  const chunks = new Map([
    ["start.js", { ...chunk("s", [], ["index.js"]), isEntry: true }],
    ["index.js", chunk("a", ["shared.js", "both.js"], ["page.js"])],
    ["shared.js", chunk("b", ["both.js"])],
    ["both.js", chunk("c")],
    ["page.js", chunk("d", ["shared.js"])],
    ["en.js", chunk("e")],
    ["de.js", { ...chunk("f"), code: text("f") + text("ghijklmnop") }],
  ]);
  expect(weightAtStart(chunks, (name) => /^(en|de)\./.test(name))).toBe(
    packed("s") + packed("a") + packed("b") + packed("c") + gzipSync(text("f") + text("ghijklmnop")).length,
  );
});
