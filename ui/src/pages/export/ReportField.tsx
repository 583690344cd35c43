import { useMemo } from "react";
import { PickBox } from "../../components/PickBox/PickBox";
import { contains } from "../../lib/search";
import { useMessages } from "../../messages";
import { type Report, reports } from "../../platform";
import { inLanguage } from "../../runs/reports";

type Props = { report: Report; onChange: (report: Report) => void };

/** Which of the service's exports, by its name, with a sentence about what it holds. */
export function ReportField({ report, onChange }: Props) {
  const { t, locale } = useMessages();
  const options = useMemo(
    () =>
      reports.map(({ report: id, titles, hints }) => ({
        id: id as string,
        label: inLanguage(titles, locale),
        detail: inLanguage(hints, locale),
      })),
    [locale],
  );
  const picked = options.find(({ id }) => id === report) ?? null;
  /** Those whose name fits before those that only their sentence speaks for. */
  function search(query: string) {
    const named = options.filter(({ label }) => contains(label, query));
    const told = options.filter(
      ({ label, detail }) => !contains(label, query) && contains(`${label} ${detail}`, query),
    );
    return [...named, ...told];
  }
  return (
    <PickBox
      label={t("report.label")}
      hint={picked?.detail}
      picked={picked}
      onPick={(id) => onChange(id as Report)}
      search={search}
      empty={t("report.empty")}
    />
  );
}
