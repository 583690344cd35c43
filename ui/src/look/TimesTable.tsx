import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { PickBox } from "../components/PickBox/PickBox";
import { formatHours } from "../lib/format";
import { contains } from "../lib/search";
import { type MessageKey, useMessages } from "../messages";
import type { PreviewGroup, PreviewSummary } from "../platform";

/** The documented columns of milliseconds; those of the three states make the bar. */
const TIMES: Record<string, { words: MessageKey; state?: "green" | "yellow" | "red" }> = {
  TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS: { words: "look.time.loggedIn" },
  TOTAL_GREEN_STATE_TIME_MILLIS: { words: "look.time.green", state: "green" },
  TOTAL_YELLOW_STATE_TIME_MILLIS: { words: "look.time.yellow", state: "yellow" },
  TOTAL_RED_STATE_TIME_MILLIS: { words: "look.time.red", state: "red" },
  TOTAL_MOBILE_TIME_MILLIS: { words: "look.time.mobile" },
};

/** A place in `millis`, or the name. */
type Sorting = { by: number | "name"; down: boolean };

/** Time in each state by agent or team: bars for the eye, and the same figures beside them. */
export function TimesTable({ times }: { times: PreviewSummary["times"] }) {
  const { t, locale } = useMessages();
  const [by, setBy] = useState(times[0]?.by);
  const [sorting, setSorting] = useState<Sorting>({ by: 0, down: true });
  const shown = times.find((one) => one.by === by) ?? times[0];
  if (!shown) {
    return null;
  }

  const nameOf = (column: string) => (isAgent(column) ? t("look.byAgent") : column);
  const states = shown.columns.flatMap((column, index) => {
    const state = TIMES[column]?.state;
    return state ? [{ index, state }] : [];
  });
  const inStates = ({ millis }: PreviewGroup) =>
    states.reduce((sum, { index }) => sum + Math.max(0, millis[index] ?? 0), 0);
  const longest = Math.max(1, ...shown.groups.map(inStates));
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const sorted = shown.groups.toSorted((a, b) => {
    const order =
      sorting.by === "name"
        ? compare(a.label, b.label)
        : (a.millis[sorting.by] ?? 0) - (b.millis[sorting.by] ?? 0);
    return sorting.down ? -order : order;
  });

  function head(key: Sorting["by"], label: string) {
    const picked = sorting.by === key;
    return (
      <th
        key={key}
        scope="col"
        className={key === "name" ? undefined : "figures-number"}
        aria-sort={picked ? (sorting.down ? "descending" : "ascending") : "none"}
      >
        <button
          type="button"
          className="figures-sort"
          onClick={() => setSorting({ by: key, down: picked ? !sorting.down : key !== "name" })}
        >
          {label}
          {picked && (sorting.down ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />)}
        </button>
      </th>
    );
  }

  return (
    <>
      {times.length > 1 && (
        <PickBox
          label={t("look.by")}
          picked={{ id: shown.by, label: nameOf(shown.by) }}
          onPick={setBy}
          search={(query) =>
            times
              .map((one) => ({ id: one.by, label: nameOf(one.by) }))
              .filter(({ label }) => contains(label, query))
          }
          empty={t("look.byNothing")}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keyboard. */}
      <section className="figures-box" tabIndex={0} aria-label={t("look.times")}>
        <table className="figures">
          <thead>
            <tr>
              {head("name", nameOf(shown.by))}
              {states.length > 0 && <td className="figures-bars" />}
              {shown.columns.map((column, index) =>
                head(index, t(TIMES[column]?.words ?? "look.time.other")),
              )}
            </tr>
          </thead>
          <tbody>
            {sorted.map((group, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two agents may have the same name.
              <tr key={place}>
                <th scope="row">{group.label}</th>
                {states.length > 0 && (
                  <td aria-hidden="true" className="figures-bars">
                    <span
                      className="figures-bar"
                      style={{ inlineSize: `${(100 * inStates(group)) / longest}%` }}
                    >
                      {states.map(({ index, state }) => (
                        <span
                          key={state}
                          className={`figures-state figures-${state}`}
                          style={{ flexGrow: Math.max(0, group.millis[index] ?? 0) }}
                        />
                      ))}
                    </span>
                  </td>
                )}
                {shown.columns.map((column, index) => (
                  <td key={column} className="figures-number">
                    {formatHours(group.millis[index] ?? 0, locale)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.otherRows > 0 && <p className="field-hint">{t("look.otherRows", { count: shown.otherRows })}</p>}
    </>
  );
}

const isAgent = (column: string) => column === "agent_id" || column === "agent_name";
