import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { FakePlatform } from "../platform/fake";
import { openApp, testMemory } from "../test/app";

const root = document.documentElement;

async function openSettings(memory = testMemory()) {
  const app = await openApp(new FakePlatform(), memory);
  await app.user.click(screen.getByRole("link", { name: "Settings" }));
  await screen.findByRole("radiogroup", { name: "Language of this window" });
  return app;
}

test("the window speaks the computer's language until another is chosen", async () => {
  const { user } = await openSettings();
  expect(root).toHaveAttribute("lang", "en");
  expect(screen.getByRole("radio", { name: /^As this computer/ })).toBeChecked();
  await user.click(screen.getByRole("radio", { name: "English" }));
  expect(screen.getByRole("radio", { name: "English" })).toBeChecked();
});

test("a language that this version does not have is the computer's", async () => {
  const memory = testMemory();
  memory.write("language", "xx");
  await openApp(new FakePlatform(), memory);
  expect(root).toHaveAttribute("lang", "en");
});
