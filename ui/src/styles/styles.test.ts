// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const sheets = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".css"))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8").replace(/\/\*[\s\S]*?\*\//g, "") }));
const tokens = sheets.find(({ path }) => path === "styles/tokens.css")?.text ?? "";
const defined = new Set([...tokens.matchAll(/^\s*(--[\w-]+):/gm)].map(([, name]) => name));

describe.each(sheets.filter(({ path }) => path !== "styles/tokens.css"))("$path", ({ text }) => {
  test("takes colours and sizes from the tokens", () => {
    // A media query can hold no variable, so the one width at which the layout turns stands there.
    const rules = text.replace(/@media[^{]*\{/g, "");
    expect(rules.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab|color)a?\(/gi)).toBeNull();
    expect(rules.match(/(?<![\w-])\d*\.?\d+(?:px|rem|em|ms|s|pt)\b/g)).toBeNull();
  });

  test("uses tokens that there are", () => {
    // React Aria sets the width of what a popover belongs to.
    const used = [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name as string);
    expect(used.filter((name) => !defined.has(name) && name !== "--trigger-width")).toEqual([]);
  });
});

test("each token is used", () => {
  const all = sheets.map(({ text }) => text).join("\n");
  expect([...defined].filter((name) => !all.includes(`var(${name})`))).toEqual([]);
});

describe.each(["light", "dark"] as const)("contrast in %s", (theme) => {
  const colours = new Map<string, string>();
  const dark = tokens.slice(tokens.indexOf("prefers-color-scheme: dark"), tokens.indexOf("prefers-contrast"));
  const light = tokens.slice(0, tokens.indexOf("prefers-color-scheme: dark"));
  for (const part of theme === "dark" ? [light, dark] : [light]) {
    for (const [, name, value] of part.matchAll(/(--color-[\w-]+):\s*(#[0-9a-f]{6});/g)) {
      colours.set(name as string, value as string);
    }
  }
  const luminance = (name: string) => {
    const hex = colours.get(`--color-${name}`);
    if (!hex) {
      throw new Error(`no colour ${name}`);
    }
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [dim, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (bright + 0.05) / (dim + 0.05);
  };

  test.each([
    ["text", "ground"],
    ["text", "surface"],
    ["text", "raised"],
    ["text", "hover"],
    ["text", "pressed"],
    ["text", "sunken"],
    ["text", "danger-soft"],
    ["text", "warning-soft"],
    ["text", "success-soft"],
    ["text-soft", "ground"],
    ["text-soft", "surface"],
    ["text-soft", "raised"],
    ["text-soft", "hover"],
    ["text-soft", "sunken"],
    ["on-accent", "accent"],
    ["on-accent", "accent-hover"],
    ["on-accent", "accent-pressed"],
    ["on-accent-soft", "accent-soft"],
    ["on-danger", "danger"],
    ["on-danger", "danger-hover"],
    ["accent", "surface"],
    ["accent", "ground"],
    ["accent", "hover"],
    ["danger", "surface"],
    ["danger", "ground"],
    ["success", "ground"],
  ])("%s can be read on %s", (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ["control-line", "surface"],
    ["control-line", "ground"],
    ["focus", "surface"],
    ["focus", "ground"],
    ["accent", "sunken"],
    ["danger", "danger-soft"],
    ["warning", "warning-soft"],
    ["success", "success-soft"],
    ...["grey", "red", "orange", "yellow", "green", "blue", "purple"].map((name) => [
      `preset-${name}`,
      "surface",
    ]),
  ] as [string, string][])("%s can be seen on %s", (mark, ground) => {
    expect(contrast(mark, ground)).toBeGreaterThanOrEqual(3);
  });
});
