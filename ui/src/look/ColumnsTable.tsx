import { formatHours } from "../lib/format";
import { numberFormat } from "../lib/intl";
import { useMessages } from "../messages";
import type { PreviewColumn, PreviewSummary } from "../platform";

/** What each column of a file holds. */
export function ColumnsTable({ summary }: { summary: PreviewSummary }) {
  const { t, locale } = useMessages();
  const number = numberFormat(locale, {});
  const different = ({ different: count, exact }: PreviewColumn) => {
    if (count === null) {
      return t("look.uncounted");
    }
    return exact ? number.format(count) : t("look.about", { count: number.format(count) });
  };
  const hours = (millis: number | null) => (millis === null ? "" : formatHours(millis, locale));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keyboard.
    <section className="figures-box" tabIndex={0} aria-label={t("look.columns")}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t("look.column")}</th>
            <th scope="col" className="figures-number">
              {t("look.empty")}
            </th>
            <th scope="col" className="figures-number">
              {t("look.different")}
            </th>
            <th scope="col" className="figures-number">
              {t("look.total")}
            </th>
            <th scope="col" className="figures-number">
              {t("look.average")}
            </th>
          </tr>
        </thead>
        <tbody>
          {summary.columns.map((column) => (
            <tr key={column.name}>
              <th scope="row">
                {column.header}
                {column.header !== column.name && <span className="figures-name">{column.name}</span>}
              </th>
              <td className="figures-number">{number.format(column.empty)}</td>
              <td className="figures-number">{different(column)}</td>
              <td className="figures-number">{hours(column.totalMillis)}</td>
              <td className="figures-number">{hours(column.averageMillis)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
