import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAccessible, show } from "../src/test/show";
import { lengthen } from "./looks";
import { components } from "./states";

const folder = join(import.meta.dirname, "../src/components");
const names = readdirSync(folder).sort();

test("every component has a place here and a test of its own", () => {
  expect(components.map(([name]) => name).sort()).toEqual(names);
  expect(names.filter((name) => !existsSync(join(folder, name, `${name}.test.tsx`)))).toEqual([]);
});

describe.each(components)("%s", (_, states) => {
  test.each(Object.entries(states))("%s: axe finds nothing", async (_, State) => {
    const { container } = show(<State />).view;
    expect(container).not.toBeEmptyDOMElement();
    await expectAccessible(container);
  });
});

test("longer texts keep what is filled in", () => {
  expect(lengthen("Save {name}: {count, plural, one {# team} other {# teams}}")).toBe(
    "Savesa {name}: {count, plural, one {# teamte} other {# teamste}}",
  );
});
