import { Checkbox } from "../../components/Checkbox/Checkbox";
import { PickBox } from "../../components/PickBox/PickBox";
import { RadioCards } from "../../components/RadioCards/RadioCards";
import { contains } from "../../lib/search";
import { useMessages } from "../../messages";
import type { Interval, Report, ReportOptions } from "../../platform";
import { has, INTERVALS, intervalValues } from "../../runs/reports";

type Props = {
  report: Report;
  options: ReportOptions;
  onChange: (part: Partial<ReportOptions>) => void;
  /** The lengths of time that the service takes for the period; null while that is not known. */
  intervals: Interval[] | null;
  intervalError: string | null;
};

/** What one export alone has: which conversations, how many of their actions, by which lengths of time. */
export function OwnFields({ report, options, onChange, intervals, intervalError }: Props) {
  const { t } = useMessages();
  return (
    <>
      {has(report, "conversations") && (
        <RadioCards
          label={t("conversations.label")}
          value={options.conversations}
          onChange={(conversations) => onChange({ conversations })}
          choices={[
            { value: "open_at_end", label: t("conversations.openAtEnd") },
            { value: "closed", label: t("conversations.closed") },
            { value: "created", label: t("conversations.created") },
          ]}
        />
      )}
      {has(report, "raise_limit") && (
        <div className="field-with-notice">
          <Checkbox isSelected={options.raiseLimit} onChange={(raiseLimit) => onChange({ raiseLimit })}>
            {t("raise.label")}
          </Checkbox>
          <p className="field-hint">{t("raise.hint")}</p>
        </div>
      )}
      {has(report, "interval") && (
        <div data-field="interval">
          <IntervalField
            value={options.interval}
            offered={intervals ?? INTERVALS}
            onChange={(interval) => onChange({ interval })}
            error={intervalError}
          />
        </div>
      )}
    </>
  );
}

type IntervalProps = {
  value: Interval | null;
  offered: Interval[];
  onChange: (interval: Interval) => void;
  error: string | null;
};

function IntervalField({ value, offered, onChange, error }: IntervalProps) {
  const { t } = useMessages();
  const options = offered.map((id) => ({ id: id as string, label: t("interval.name", intervalValues(id)) }));
  const picked = value && { id: value, label: t("interval.name", intervalValues(value)) };
  const unfit = value !== null && !offered.includes(value);
  return (
    <PickBox
      label={t("interval.label")}
      hint={t("interval.hint")}
      error={error ?? (unfit ? t("field.interval.notForPeriod") : null)}
      picked={picked}
      onPick={(id) => onChange(id as Interval)}
      search={(query) => options.filter(({ label }) => contains(label, query))}
      empty={t("interval.empty")}
    />
  );
}
