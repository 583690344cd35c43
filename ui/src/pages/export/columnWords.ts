/** Columns in words, and the sets of them that people ask for together. */
import type { Item } from "../../components/SearchList/SearchList";
import { dateFormat } from "../../lib/intl";
import type { Messages } from "../../messages";
import type { Column } from "../../platform";
import { inLanguage } from "../../runs/reports";

/** A column as the lists show it: its plain name where somebody documents it, and what is known of it below, its day in a zone. */
export function columnInWords(
  { name, origin, learnedAt, texts }: Column,
  timeZone: string,
  { t, locale }: Messages,
): Item {
  if (texts) {
    return {
      id: name,
      label: inLanguage(texts.titles, locale),
      detail: `${name} · ${inLanguage(texts.hints, locale)}`,
    };
  }
  const day = learnedAt && dateFormat(locale, { dateStyle: "long", timeZone }).format(learnedAt);
  return {
    id: name,
    label: name,
    detail: origin === "learned" ? t("columns.learned", { day: day ?? "none" }) : undefined,
  };
}

export type ColumnSet = { id: string; label: string; names: string[] };

const MILLISECONDS = /_MILLIS$/;

/** The sets that a connection's columns allow; a set without columns is none. */
export function columnSets(columns: Column[], { t }: Messages): ColumnSet[] {
  const documented = columns.filter(({ origin }) => origin === "documented").map(({ name }) => name);
  const learned = columns.filter(({ origin }) => origin === "learned").map(({ name }) => name);
  const milliseconds = documented.filter((name) => MILLISECONDS.test(name));
  const times = new Set(milliseconds.map((name) => name.replace(MILLISECONDS, "").toLowerCase()));
  return [
    {
      id: "identity",
      label: t("columns.set.identity"),
      names: documented.filter((name) => !MILLISECONDS.test(name)),
    },
    { id: "milliseconds", label: t("columns.set.milliseconds"), names: milliseconds },
    {
      id: "times",
      label: t("columns.set.times"),
      names: learned.filter((name) => times.has(name.toLowerCase())),
    },
    { id: "documented", label: t("columns.set.documented"), names: documented },
    { id: "learned", label: t("columns.set.learned"), names: learned },
  ].filter(({ names }) => names.length > 0);
}
