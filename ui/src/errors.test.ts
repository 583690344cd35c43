// @vitest-environment node
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { messagesFor } from "./messages";
import de from "./messages/de.json";
import en from "./messages/en.json";
import es from "./messages/es.json";
import fr from "./messages/fr.json";
import tr from "./messages/tr.json";
import type { ProblemKind } from "./platform";
import { BUTTONS, CODES, fieldMessage, wordingOf } from "./problems";
import { EVERY_PROBLEM, FAULTS, FIELDS } from "./test/problems";

const LANGUAGES = { en, es, fr, de, tr };

/** What a person reads of a problem, in a language. */
function toldOf(kind: ProblemKind, language: keyof typeof LANGUAGES) {
  const { t } = messagesFor(LANGUAGES[language], language);
  const wording = wordingOf(kind, { date: () => "…" });
  return {
    what: t(wording.what, wording.values),
    file: t(wording.file ?? "problem.file.kept"),
    advice: t(wording.advice, wording.values),
    button: t(wording.button ?? BUTTONS[wording.remedy]),
  };
}

test("no problem was left out", () => {
  expect([...new Set(EVERY_PROBLEM.map(({ code }) => code))].sort()).toEqual([...CODES].sort());
});

describe.each(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[])("%s", (language) => {
  test.each(EVERY_PROBLEM.map((kind) => [JSON.stringify(kind), kind] as const))(
    "%s says what happened, what it means for the file, what to do and which button does it",
    (_, kind) => {
      const { what, file, advice, button } = toldOf(kind, language);
      for (const sentence of [what, file, advice]) {
        expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
      }
      expect(button).toMatch(/^\p{Lu}[^.]*$/u);
      // "network" is also a word.
      expect(kind.code.includes("_") && what.includes(kind.code)).toBe(false);
      expect(what).not.toMatch(/\bHTTP\b|\b[1-5]\d\d\b|https?:\/\/\w|_|\{|\bat .*:\d/);
      expect(what).not.toMatch(
        /unknown error|error desconocido|erreur inconnue|unbekannter fehler|bilinmeyen hata/i,
      );
    },
  );
});

/** The page for users, of the table that the window speaks from. */
function page(): string {
  const { t } = messagesFor(en, "en-GB");
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
  const variant = ({ code, ...rest }: ProblemKind) => {
    const what =
      "field" in rest ? rest.field : "what" in rest ? rest.what : "fault" in rest ? rest.fault : null;
    return what === null ? `\`${code}\`` : `\`${code}\`, ${what}`;
  };
  const problems = EVERY_PROBLEM.map((kind) => {
    const { what, file, advice, button } = toldOf(kind, "en");
    const happened = kind.code === "invalid_field" ? "What is wrong with the field, as below." : what;
    return [variant(kind), happened, file, advice, button];
  });
  const ofFields = new Set(FIELDS.flatMap((field) => FAULTS.map((fault) => fieldMessage(field, fault))));
  const fields = [...ofFields].filter((key) => key.startsWith("field.")).map((key) => [`\`${key}\``, t(key)]);
  const table = (head: string[], rows: string[][]) =>
    [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
  return `# What can go wrong, and what to do

Generated from \`ui/src/problems.ts\` and \`ui/src/messages\`, from which the window speaks. Do not edit:
\`npm run errors\` in \`ui/\` writes it.

The code stands in logs and in the details for support; the window shows the sentences, in five languages, and the
technical detail one click below them. Where an export can’t go on, “${t("problem.file.none")}” stands in place of
“${t("problem.file.kept")}” The button is the one below the sentences; where the choices or fields are at hand,
it is the one that was pressed before.

${table(["Code", "What happened", "What it means for the file", "What to do", "Button"], problems)}

## Fields

${table(["Message", "What is shown beside the field"], fields)}
`;
}

test("docs/errors.md is what the window says", async () => {
  await expect(page()).toMatchFileSnapshot(join(import.meta.dirname, "../../docs/errors.md"));
});
