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
    // A media query can hold no variable, so the widths at which the layout turns stand there.
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

/** The declarations of a block of tokens.css, by name. */
const declared = (start: string) => {
  const at = tokens.indexOf(start);
  return new Map(
    [...tokens.slice(at, tokens.indexOf("\n}\n", at)).matchAll(/(--color-[\w-]+):\s*([^;]+);/g)].map(
      ([, name, value]) => [name as string, value as string],
    ),
  );
};
const USUAL = declared(":root {");
const CONTRAST = declared("@media (prefers-contrast: more)");
const FORCED = declared("@media (forced-colors: active)");

test("with forced colours every colour that text or a control has is one of the person’s own", () => {
  const ours = [...USUAL.keys()].filter((name) => !/preset|backdrop|shadow(-soft)?$/.test(name));
  expect([...FORCED.keys()]).toEqual(ours);
  for (const value of FORCED.values()) {
    expect(value).toMatch(/^(Canvas|CanvasText|Highlight|HighlightText|ButtonBorder|GrayText)$/);
  }
});

test("more contrast changes every colour but shadows", () => {
  expect([...CONTRAST.keys()]).toEqual([...USUAL.keys()].filter((name) => !/backdrop|shadow/.test(name)));
});

const THEMES = ["light", "dark"] as const;
const LOOKS = [
  { look: "usual", colours: USUAL, text: 4.5, mark: 3 },
  { look: "with more contrast", colours: CONTRAST, text: 7, mark: 4.5 },
].flatMap((look) => THEMES.map((theme) => ({ ...look, theme })));

describe.each(LOOKS)("contrast in $theme, $look", ({ theme, colours, text, mark }) => {
  const luminance = (name: string) => {
    const [, light, dark] =
      colours.get(`--color-${name}`)?.match(/^light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)$/) ?? [];
    const hex = theme === "light" ? light : dark;
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

  const GROUNDS = ["ground", "surface", "raised", "sunken", "sidebar", "hover"];

  test.each([
    ...[...GROUNDS, "pressed", "danger-soft", "warning-soft", "success-soft"].map((name) => ["text", name]),
    ...GROUNDS.map((name) => ["text-soft", name]),
    ["on-accent", "accent"],
    ["on-accent", "accent-hover"],
    ["on-accent", "accent-pressed"],
    ["on-accent-soft", "accent-soft"],
    ["on-danger", "danger"],
    ["on-danger", "danger-hover"],
    ...["ground", "surface", "raised", "hover"].map((name) => ["accent", name]),
    ...["ground", "surface", "raised"].map((name) => ["danger", name]),
    ["warning", "surface"],
    ["success", "ground"],
    ["success", "surface"],
  ] as [string, string][])("%s can be read on %s", (ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(text);
  });

  test.each([
    ...["ground", "surface", "raised"].flatMap((name) => [
      ["control-line", name],
      ["focus", name],
    ]),
    ["mark", "accent"],
    ["focus", "sunken"],
    ["focus", "sidebar"],
    ["accent", "sidebar"],
    ["focus", "accent-soft"],
    ["accent", "sunken"],
    ["accent", "accent-soft"],
    ["danger", "danger-soft"],
    ["warning", "warning-soft"],
    ["success", "success-soft"],
    ...["grey", "red", "orange", "yellow", "green", "blue", "purple"].map((name) => [
      `preset-${name}`,
      "surface",
    ]),
  ] as [string, string][])("%s can be seen on %s", (part, ground) => {
    expect(contrast(part, ground)).toBeGreaterThanOrEqual(mark);
  });
});
