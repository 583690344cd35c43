// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { describe, expect, test } from "vitest";
import en from "./en.json";
import { messagesFor } from "./index";
import { interfaceLocale, languageOf } from "./languages";

const root = join(import.meta.dirname, "..");

const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path))
  .filter((path) => !/\.test\.tsx?$/.test(path) && !path.startsWith("test/") && !path.startsWith("platform/"))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

type Node = { type: string; [key: string]: unknown };

/** Each node of a tree with the chain of nodes above it, the nearest last. */
function* walk(value: unknown, above: Node[] = []): Generator<{ node: Node; above: Node[] }> {
  if (Array.isArray(value)) {
    for (const item of value) {
      yield* walk(item, above);
    }
  } else if (typeof value === "object" && value !== null && "type" in value) {
    const node = value as Node;
    yield { node, above };
    for (const child of Object.values(node)) {
      yield* walk(child, [...above, node]);
    }
  }
}

const parse = (path: string, text: string) =>
  parseSync(path, text, { lang: path.endsWith("x") ? "tsx" : "ts" }).program;

/** Attributes that are read by people. */
const SPOKEN =
  /^(aria-label|aria-description|aria-valuetext|aria-roledescription|title|alt|placeholder|label|hint|lead|error|empty|footer|searchLabel|listLabel|textValue)$/;

/** Text that stands in the source instead of the catalogue. */
function hardCoded(path: string, text: string): string[] {
  const found: string[] = [];
  const hasWord = (part: unknown): part is string => typeof part === "string" && /\p{L}{2}/u.test(part);
  for (const { node, above } of walk(parse(path, text))) {
    const parent = above.at(-1);
    if (node.type === "JSXText" && hasWord(node.value)) {
      found.push(node.value.trim());
    }
    const string =
      node.type === "Literal"
        ? node.value
        : node.type === "TemplateElement"
          ? (node.value as { cooked: string }).cooked
          : null;
    if (!hasWord(string)) {
      continue;
    }
    const container = above.findLast(
      ({ type }) =>
        type === "JSXExpressionContainer" ||
        type === "JSXAttribute" ||
        type.endsWith("Function") ||
        type.endsWith("FunctionExpression") ||
        type === "CallExpression" ||
        type === "MemberExpression" ||
        type === "BinaryExpression",
    );
    const attribute = above.findLast(({ type }) => type === "JSXAttribute");
    const named = (attribute?.name as { name?: string } | undefined)?.name ?? "";
    const isChild =
      container?.type === "JSXExpressionContainer" &&
      above[above.indexOf(container) - 1]?.type === "JSXElement";
    const isSpoken =
      SPOKEN.test(named) && (parent === attribute || container?.type === "JSXExpressionContainer");
    if (isChild || isSpoken) {
      found.push(string);
    }
  }
  return found;
}

describe("the catalogue", () => {
  const literals = new Set<string>();
  for (const { path, text } of sources) {
    for (const { node } of walk(parse(path, text))) {
      if (node.type === "Literal" && typeof node.value === "string") {
        literals.add(node.value);
      }
    }
  }

  test("has no sentence that nothing shows", () => {
    expect(Object.keys(en).filter((key) => !literals.has(key))).toEqual([]);
  });

  test("has every sentence that the source asks for", () => {
    const asked = sources.flatMap(({ path, text }) =>
      [...walk(parse(path, text))]
        .filter(
          ({ node }) => node.type === "CallExpression" && (node.callee as { name?: string }).name === "t",
        )
        .map(({ node }) => (node.arguments as Node[])[0]?.value)
        .filter((key) => typeof key === "string"),
    );
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !(key in en))).toEqual([]);
  });
});

describe("the source", () => {
  test.each(sources)("$path says nothing itself", ({ path, text }) => {
    expect(hardCoded(path, text)).toEqual([]);
  });

  test("is searched well", () => {
    const text = `
      const a = <p className="soft">Hello there</p>;
      const b = <Button aria-label="Close it" onPress={() => go("away")}>{isOpen ? "Hide" : t("show.it")}</Button>;
      const c = <Field label={"Name of it"} hint={t("hint.key")} variant="primary" placeholder={\`Like \${x}\`} />;
    `;
    expect(hardCoded("probe.tsx", text)).toEqual(["Hello there", "Close it", "Hide", "Name of it", "Like "]);
  });
});

describe("words", () => {
  test("arguments and plurals are filled in", () => {
    const { t } = messagesFor(en, "en-GB");
    expect(t("connection.works", { count: 0 })).toBe("The connection works. It sees no teams.");
    expect(t("connection.works", { count: 1 })).toBe("The connection works. It sees 1 team.");
    expect(t("connection.works", { count: 1200 })).toBe("The connection works. It sees 1,200 teams.");
  });

  test.each([
    ["de-AT", "de"],
    ["tr", "tr"],
    ["es-419", "es"],
    ["nl-NL", "en"],
    ["C", "en"],
    ["", "en"],
  ])("a computer that is set to %s is spoken to in %s", (system, language) => {
    expect(languageOf(system)).toBe(language);
  });

  test.each([
    ["en", "de-DE", "en-DE"],
    ["en", "tr", "en-GB"],
    ["en", "en-US", "en-US"],
    ["de", "de-CH", "de-CH"],
    ["es", "en-US", "es-US"],
    ["en", "C", "en-GB"],
    ["tr", "", "tr"],
  ] as const)("%s on a computer that is set to %s is written as in %s", (language, system, locale) => {
    expect(interfaceLocale(language, system)).toBe(locale);
  });
});
