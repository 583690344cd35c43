import { PickBox } from "../../components/PickBox/PickBox";
import { languageName } from "../../lib/format";
import { contains } from "../../lib/search";
import { useMessages } from "../../messages";
import type { ExportRequest } from "../../platform";

type Locale = ExportRequest["locale"];

/** The languages in which the service writes times. */
export const LOCALES = ["en", "es", "fr", "de", "tr"] as const;
const COMPANY = "company";

type Props = { value: Locale; onChange: (locale: Locale) => void };

export function LanguageField({ value, onChange }: Props) {
  const { t, locale } = useMessages();
  const options = [
    { id: COMPANY, label: t("language.company") },
    ...LOCALES.map((id) => ({ id, label: languageName(id, locale) })),
  ];
  return (
    <PickBox
      label={t("language.label")}
      hint={t("language.hint")}
      picked={options.find(({ id }) => id === (value ?? COMPANY)) ?? null}
      onPick={(id) => onChange(LOCALES.find((known) => known === id) ?? null)}
      search={(query) => options.filter(({ label }) => contains(label, query))}
      empty={t("language.empty")}
    />
  );
}
