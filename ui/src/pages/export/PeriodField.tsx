import { parseDate, parseDateTime, toCalendarDate, toCalendarDateTime } from "@internationalized/date";
import { useMemo } from "react";
import { Checkbox } from "../../components/Checkbox/Checkbox";
import { DateRange, type Range } from "../../components/DateRange/DateRange";
import { NumberField } from "../../components/NumberField/NumberField";
import { PickBox } from "../../components/PickBox/PickBox";
import { useFormats } from "../../components/ProblemNotice/ProblemNotice";
import { daysTouched, formatDay } from "../../lib/format";
import { contains } from "../../lib/search";
import { useMessages } from "../../messages";
import type { PeriodRule, Report } from "../../platform";
import { wordingOf } from "../../problems";
import type { Draft } from "./draft";
import { firstDay, LAST_DAYS, MOST_DAYS, RULES, type RuleName, weekStartOf } from "./period";
import { ResolvedLines } from "./ResolvedLines";
import type { Resolution } from "./resolution";
import "./PeriodField.css";

type Props = {
  report: Report;
  period: Draft["period"];
  timeZone: string;
  resolution: Resolution | null;
  /** Today in the zone, as an ISO date. */
  today: string;
  /** Whether the service's list lacks the zone, so that an offset goes instead of its name. */
  offsetOnly: boolean;
  onChange: (period: Draft["period"]) => void;
  error: string | null;
};

const OWN = "own";

/**
 * When the export starts and ends: by a rule that means other days each time, or by days or times of one's own. The
 * days of a rule stand in the fields, and changing them makes them one's own.
 */
export function PeriodField({
  report,
  period,
  timeZone,
  resolution,
  today,
  offsetOnly,
  onChange,
  error,
}: Props) {
  const messages = useMessages();
  const { t, locale } = messages;
  const formats = useFormats();
  const resolved = resolution?.period ?? null;
  const wording = resolution?.problem && wordingOf(resolution.problem, formats);
  const earliest = firstDay(today);
  const tooOld = resolved !== null && resolved.from.slice(0, 10) < earliest.toString();
  const wrong =
    error ??
    (wording ? t(wording.what, wording.values) : null) ??
    (tooOld
      ? t("problem.periodTooOld.do", { earliest: formatDay(earliest.toDate("UTC").getTime(), locale) })
      : null);

  const rule = period?.kind === "rule" ? period.rule : null;
  const days = rule?.name === "last_days" ? rule.days : LAST_DAYS;
  const withTimes = period?.kind === "times";
  const choices = useMemo(
    () => [
      ...RULES.map((name) => ({ id: name as string, label: t("period.choice", { name, days }) })),
      { id: OWN, label: t("period.choice", { name: OWN, days }) },
    ],
    [t, days],
  );

  /** The range as the fields show it: what was picked, or what the rule means now. */
  function range(): Range | null {
    if (period?.kind === "times") {
      return { start: parseDateTime(period.from), end: parseDateTime(period.to) };
    }
    if (period?.kind === "days") {
      return { start: parseDate(period.from), end: parseDate(period.to) };
    }
    return period && resolved && rangeOf(daysTouched(resolved));
  }

  /** The days that the period touches now, from here on whatever the rule or the times were. */
  function onOwnDays() {
    const now = range();
    const own = resolved
      ? daysTouched(resolved)
      : now && [toCalendarDate(now.start).toString(), toCalendarDate(now.end).toString()];
    if (own?.[0] && own[1]) {
      onChange({ kind: "days", from: own[0], to: own[1] });
    }
  }

  function pick(choice: string) {
    if (choice === OWN) {
      onOwnDays();
    } else {
      const name = choice as RuleName;
      const picked: PeriodRule = name === "last_days" ? { name, days } : { name };
      onChange({ kind: "rule", rule: picked, weekStart: weekStartOf(locale) });
    }
  }

  function pickTimes(isPicked: boolean) {
    const now = range();
    if (!now) {
      return;
    }
    if (isPicked) {
      const after = toCalendarDate(now.end).add({ days: 1 });
      onChange({
        kind: "times",
        from: toCalendarDateTime(now.start).toString(),
        to: toCalendarDateTime(after).toString(),
      });
    } else {
      onOwnDays();
    }
  }

  return (
    <div className="period">
      <div className="period-choice">
        <PickBox
          label={t("period.label")}
          picked={choices.find(({ id }) => id === (rule?.name ?? OWN)) ?? null}
          onPick={pick}
          search={(query) => choices.filter(({ label }) => contains(label, query))}
          empty={t("period.empty")}
        />
        {rule?.name === "last_days" && (
          <NumberField
            label={t("period.days")}
            value={rule.days}
            least={1}
            most={MOST_DAYS}
            onChange={(count) =>
              onChange({
                kind: "rule",
                rule: { name: "last_days", days: count },
                weekStart: weekStartOf(locale),
              })
            }
          />
        )}
        <DateRange
          label={t(withTimes ? "period.times" : "period.dates")}
          value={range()}
          earliest={earliest}
          withTimes={withTimes}
          onChange={(next) =>
            onChange(
              next && {
                kind: withTimes ? "times" : "days",
                from: next.start.toString(),
                to: next.end.toString(),
              },
            )
          }
          error={wrong}
        />
      </div>
      <Checkbox isSelected={withTimes} onChange={pickTimes}>
        {t("period.withTimes")}
      </Checkbox>
      {resolved && wrong === null && (
        <ResolvedLines period={resolved} timeZone={timeZone} offsetOnly={offsetOnly} />
      )}
      {report === "user" && <p className="field-hint">{t("period.rule")}</p>}
    </div>
  );
}

const rangeOf = ([from, to]: [string, string]): Range => ({ start: parseDate(from), end: parseDate(to) });
