import { memo, type Ref, useCallback, useMemo } from "react";
import { useColumns, useConnectionTrouble, useTimeZones } from "../../app/engine";
import { Button } from "../../components/Button/Button";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { Section } from "../../components/Section/Section";
import { useClock } from "../../lib/clock";
import { useStable } from "../../lib/stable";
import { useMessages } from "../../messages";
import type { Connection, Field, Report, ReportOptions } from "../../platform";
import { NO_NAMES, type PickedNames } from "../../presets/pickedNames";
import { canJoin, has } from "../../runs/reports";
import { ColumnsField } from "./ColumnsField";
import { DeliveryField } from "./DeliveryField";
import { type Draft, withReport } from "./draft";
import { FileField } from "./FileField";
import { FilterFields } from "./FilterFields";
import { LanguageField } from "./LanguageField";
import { OwnFields } from "./OwnFields";
import { PeopleField } from "./PeopleField";
import { PeriodField } from "./PeriodField";
import { useToday } from "./period";
import { usePlan } from "./plan";
import { ReportField } from "./ReportField";
import { useResolution } from "./resolution";
import { ZoneField } from "./ZoneField";

// A pick in one field need not draw the others anew: some hold lists of thousands.
const Columns = memo(ColumnsField);
const SavedAs = memo(FileField);
const Filters = memo(FilterFields);
const Language = memo(LanguageField);
const Own = memo(OwnFields);
const People = memo(PeopleField);
const What = memo(ReportField);
const When = memo(PeriodField);
const Zone = memo(ZoneField);

/** What is wrong with fields, in words. */
export type FieldErrors = Partial<Record<Field, string>>;

type Props = {
  connection: Connection;
  draft: Draft;
  /** What the picked ids are called, where their lists lack them. */
  names?: PickedNames;
  onChange: (part: Partial<Draft>) => void;
  errors: FieldErrors;
  /** Leads to the connection, where that loses nothing that was entered. */
  onSignIn?: () => void;
  /** Something else on the page says already that the connection is to be corrected. */
  signInTold?: boolean;
  ref?: Ref<HTMLDivElement>;
};

/** All that is picked for an export, from top to bottom. Wherever an export is described, it is by these fields. */
export function ExportFields({
  connection,
  draft,
  names = NO_NAMES,
  onChange,
  errors,
  onSignIn,
  signInTold = false,
  ref,
}: Props) {
  const { t } = useMessages();
  const zones = useTimeZones(connection);
  const columns = useColumns(connection, draft.report);
  const timeZone = useTimeZoneOf(draft, connection);
  const today = useToday(timeZone);
  const resolution = useResolution(draft.period, timeZone, today);
  const plan = usePlan(draft.period, timeZone);
  const trouble = useConnectionTrouble(connection);
  const { report, options } = draft;
  const onPart = useStable(onChange);
  const change = useMemo(() => {
    const put =
      <Field extends keyof Draft>(field: Field) =>
      (value: Draft[Field]) =>
        onPart({ [field]: value });
    return {
      period: put("period"),
      timeZone: put("timeZone"),
      locale: put("locale"),
      people: put("people"),
      includeDisabled: put("includeDisabled"),
      columns: put("columns"),
      file: put("file"),
    };
  }, [onPart]);
  const changeReport = useStable((next: Report) => onChange(withReport(draft, next)));
  const changeOptions = useCallback(
    (part: Partial<ReportOptions>) => onPart({ options: { ...options, ...part } }),
    [onPart, options],
  );
  const listed = zones.value?.zones.find(({ id }) => id === timeZone);
  return (
    <div className="export-fields" ref={ref}>
      {trouble.problem && !signInTold && (
        <ProblemNotice problem={trouble.problem} lead={t("export.listsMissing")} onRetry={trouble.retry}>
          {onSignIn && <Button onPress={onSignIn}>{t("action.signIn")}</Button>}
        </ProblemNotice>
      )}
      <Section title={t("export.what")}>
        <What report={report} onChange={changeReport} />
        <Own
          report={report}
          options={options}
          onChange={changeOptions}
          intervals={plan?.intervals ?? null}
          intervalError={errors.interval ?? null}
        />
      </Section>
      <Section title={t("export.when")}>
        <div data-field="period">
          <When
            report={report}
            period={draft.period}
            timeZone={timeZone}
            resolution={resolution}
            today={today}
            offsetOnly={listed?.serviceName === null}
            onChange={change.period}
            error={errors.period ?? null}
          />
        </div>
        <div className="export-pair" data-part>
          <div data-field="time_zone">
            <Zone
              zones={zones}
              timeZone={timeZone}
              startOffset={resolution?.period?.startOffsetMinutes ?? null}
              onChange={change.timeZone}
              error={errors.time_zone ?? null}
            />
          </div>
          <Language value={draft.locale} onChange={change.locale} />
        </div>
      </Section>
      {has(report, "teams") && (
        <Section title={t("export.who")}>
          <People
            report={report}
            connection={connection}
            people={draft.people}
            names={names.peopleNames}
            includeDisabled={draft.includeDisabled}
            onPeople={change.people}
            onIncludeDisabled={change.includeDisabled}
            teamsError={errors.teams ?? null}
            agentsError={errors.agents ?? null}
          />
        </Section>
      )}
      {has(report, "work_queues") && (
        <Section title={t("export.filters")}>
          <Filters
            connection={connection}
            options={options}
            names={names.filterNames}
            onChange={changeOptions}
            errors={errors}
          />
        </Section>
      )}
      <Section title={t("export.columns")}>
        <Columns
          key={draft.report}
          connection={connection}
          report={draft.report}
          columns={columns}
          picked={draft.columns}
          onChange={change.columns}
          error={errors.columns ?? null}
        />
      </Section>
      <Section title={t("export.file")}>
        <SavedAs file={draft.file} onChange={change.file} />
        {plan !== null && plan.parts.length > 1 && canJoin(draft) && (
          <DeliveryField delivery={draft.delivery} onChange={(delivery) => onChange({ delivery })} />
        )}
      </Section>
    </div>
  );
}

/** The zone of a draft: the one that was picked, else the computer's own. */
export function useTimeZoneOf(draft: Draft, connection: Connection): string {
  const zones = useTimeZones(connection);
  const clock = useClock();
  return draft.timeZone ?? zones.value?.system ?? clock.zone();
}

/** Where a field is corrected, the best place first. */
const ENTRIES = ["[role=spinbutton]", "input:not([type=radio], [type=checkbox])"];

/** Takes the focus to where a field of {@link ExportFields} is corrected. */
export function focusField(fields: HTMLElement | null, field: Field): void {
  for (const entry of ENTRIES) {
    const found = fields?.querySelector<HTMLElement>(`[data-field=${field}] ${entry}`);
    if (found) {
      found.focus();
      return;
    }
  }
}
