import { render, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { shippedCatalogues } from "../messages/languages";
import { FakePlatform } from "../platform/fake";
import { openApp, TestClock, testMemory } from "../test/app";
import { App } from "./App";

const root = document.documentElement;

async function openSettings(memory = testMemory()) {
  const app = await openApp(new FakePlatform(), memory);
  await app.user.click(screen.getByRole("link", { name: "Settings" }));
  await screen.findByRole("radiogroup", { name: "Language of this window" });
  return app;
}

test("the window speaks the computer's language until another is chosen, and goes on in that", async () => {
  const memory = testMemory();
  const { user, view } = await openSettings(memory);
  expect(root).toHaveAttribute("lang", "en");
  const languages = within(screen.getByRole("radiogroup", { name: "Language of this window" }));
  expect(languages.getByRole("radio", { name: /^As this computer/ })).toBeChecked();
  await user.click(screen.getByRole("radio", { name: "Türkçe" }));
  await waitFor(() => expect(root).toHaveAttribute("lang", "tr"));
  expect(screen.getByRole("radio", { name: "Türkçe" })).toBeChecked();
  view.unmount();

  await openApp(new FakePlatform(), memory);
  expect(root).toHaveAttribute("lang", "tr");
});

test("only the catalogue that is shown is loaded", async () => {
  const loads: string[] = [];
  const counted = Object.fromEntries(
    Object.entries(shippedCatalogues).map(([language, load]) => [
      language,
      () => {
        loads.push(language);
        return load();
      },
    ]),
  ) as typeof shippedCatalogues;
  render(
    <App
      platform={new FakePlatform()}
      systemLanguage="fr-CA"
      clock={new TestClock()}
      memory={testMemory()}
      catalogues={counted}
    />,
  );
  await screen.findByRole("heading", { level: 1 });
  expect(loads).toEqual(["fr"]);
  expect(root).toHaveAttribute("lang", "fr");
});

test("the app learns what notifications and native dialogs say, each time the language changes", async () => {
  const { platform, user } = await openSettings();
  expect(platform.callsOf("wordDesktop")).toEqual([
    [
      {
        language: "en",
        saved: "{file} is saved",
        waiting: "{file} needs you before it can go on",
        failed: "{file} could not be saved",
        saveFile: "Save file",
        openPresets: "Open presets",
        chooseFolder: "Choose a folder",
      },
    ],
  ]);
  await user.click(screen.getByRole("radio", { name: "Deutsch" }));
  await waitFor(() =>
    expect(platform.callsOf("wordDesktop").at(-1)).toMatchObject([
      { language: "de", saved: "{file} ist gespeichert", saveFile: "Datei speichern" },
    ]),
  );
});

test("a language that this version does not have is the computer's", async () => {
  const memory = testMemory();
  memory.write("language", "xx");
  await openApp(new FakePlatform(), memory);
  expect(root).toHaveAttribute("lang", "en");
});

test("the language can be chosen before there is anything else", async () => {
  const memory = testMemory();
  const { user } = await openApp(new FakePlatform([]), memory);
  await user.click(await screen.findByRole("button", { name: "Language: English" }));
  await user.click(screen.getByRole("menuitem", { name: "Türkçe" }));
  expect(await screen.findByRole("button", { name: "Dil: Türkçe" })).toBeVisible();
  expect(root).toHaveAttribute("lang", "tr");
  expect(memory.read("language")).toBe("tr");
});
