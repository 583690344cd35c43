import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { type MessageKey, messagesFor } from "../messages";
import en from "../messages/en.json";
import { type Language, shippedCatalogues } from "../messages/languages";
import { FakePlatform } from "../platform/fake";
import { expectAccessible, openApp, runIn, testMemory } from "../test/app";

const PAGES: MessageKey[] = ["nav.presets", "nav.activity", "nav.connections", "nav.settings", "nav.export"];

/** English sentences without anything to fill in that `language` has in other words. */
async function englishBesides(language: Language): Promise<Set<string>> {
  const own = await shippedCatalogues[language]();
  const spoken = new Set(Object.values(own));
  return new Set(Object.values(en).filter((text) => !/[{}]/.test(text) && !spoken.has(text)));
}

/** All that can be read or heard of the window. */
function told(): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    texts.push(walker.currentNode.textContent?.trim() ?? "");
  }
  for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder]")) {
    for (const name of ["aria-label", "title", "placeholder"]) {
      texts.push(element.getAttribute(name)?.trim() ?? "");
    }
  }
  return texts.filter(Boolean);
}

test.each([
  ["es-MX", "Calendario"],
  ["fr-CA", "Calendrier"],
  ["de-AT", "Kalender"],
  ["tr-TR", "Takvim"],
] as const)("%s is spoken on every page, by the widgets too", async (systemLanguage, calendar) => {
  const language = systemLanguage.slice(0, 2) as Language;
  const english = await englishBesides(language);
  const { t } = messagesFor(await shippedCatalogues[language](), systemLanguage);
  const platform = new FakePlatform();
  platform.runs = [
    runIn("failed", { problem: { code: "service_unavailable", status: 503, technical: null } }),
  ];
  const { user } = await openApp(platform, testMemory(), systemLanguage);
  for (const page of PAGES) {
    await user.click(screen.getByRole("link", { name: (name) => name.startsWith(t(page)) }));
    await screen.findByRole("heading", { level: 1 });
    expect(told().filter((text) => english.has(text))).toEqual([]);
    await expectAccessible();
  }
  expect(await screen.findByRole("button", { name: (name) => name.startsWith(calendar) })).toBeVisible();
});
