// @vitest-environment node
import { join } from "node:path";
import { expect, test } from "vitest";
import { messagesFor } from "./messages";
import de from "./messages/de.json";
import en from "./messages/en.json";
import es from "./messages/es.json";
import fr from "./messages/fr.json";
import { LANGUAGES, OWN_NAMES } from "./messages/languages";
import tr from "./messages/tr.json";
import { chaptersOf } from "./pages/guide/chapters";

const CATALOGUES = { en, es, fr, de, tr };

/** The guide as a page outside the window, with pictures of it. */
function page(language: keyof typeof CATALOGUES): string {
  const messages = messagesFor(CATALOGUES[language], language);
  const others = LANGUAGES.map((other) =>
    other === language ? OWN_NAMES[other] : `[${OWN_NAMES[other]}](${other}.md)`,
  );
  const chapters = chaptersOf(messages).map(({ title, kind, texts, picture }) => {
    const lines = texts.map((text) => `${kind === "steps" ? "1." : "-"} ${text.replaceAll("<", "&lt;")}`);
    return `## ${title}\n\n${lines.join("\n")}\n\n![${title}](images/${language}/${picture}.png)\n`;
  });
  return `<!-- Written from ui/src/pages/guide by \`npm run guide\` in ui/. -->
# ${messages.t("guide.title")}

${others.join(" · ")}

${messages.t("guide.lead")}

${chapters.join("\n")}`;
}

test.each(LANGUAGES)("docs/guide/%s.md is the guide of the window", async (language) => {
  const file = join(import.meta.dirname, `../../docs/guide/${language}.md`);
  await expect(page(language)).toMatchFileSnapshot(file);
});
