// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Mark } from "./Mark";

test("what can be seen before anything runs shows the same sign", () => {
  const page = readFileSync(join(import.meta.dirname, "../../index.html"), "utf8");
  expect(page.replaceAll(/\s*\n\s*/g, "")).toContain(renderToStaticMarkup(<Mark />));
});
