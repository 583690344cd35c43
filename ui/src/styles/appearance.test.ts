import { afterEach, expect, test } from "vitest";
import { applyAppearance } from "./appearance";

afterEach(() => applyAppearance("system"));

test("a choice goes before the computer’s setting, and taking it back leaves nothing behind", () => {
  const root = document.documentElement;
  applyAppearance("dark");
  expect(root).toHaveAttribute("data-appearance", "dark");
  applyAppearance("light");
  expect(root).toHaveAttribute("data-appearance", "light");
  applyAppearance("system");
  expect(root).not.toHaveAttribute("data-appearance");
});
