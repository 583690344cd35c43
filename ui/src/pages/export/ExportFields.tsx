import type { Ref } from "react";
import { useColumns, useTimeZones } from "../../app/engine";
import { Section } from "../../components/Section/Section";
import { useClock } from "../../lib/clock";
import { useMessages } from "../../messages";
import type { Connection, Field, ReportOptions } from "../../platform";
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

/** What is wrong with fields, in words. */
export type FieldErrors = Partial<Record<Field, string>>;

type Props = {
  connection: Connection;
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  errors: FieldErrors;
  ref?: Ref<HTMLDivElement>;
};

/** All that is picked for an export, from top to bottom. Wherever an export is described, it is by these fields. */
export function ExportFields({ connection, draft, onChange, errors, ref }: Props) {
  const { t } = useMessages();
  const zones = useTimeZones(connection);
  const columns = useColumns(connection, draft.report);
  const timeZone = useTimeZoneOf(draft, connection);
  const today = useToday(timeZone);
  const resolution = useResolution(draft.period, timeZone, today);
  const plan = usePlan(draft.period, timeZone);
  const { report, options } = draft;
  const changeOptions = (part: Partial<ReportOptions>) => onChange({ options: { ...options, ...part } });
  const listed = zones.value?.zones.find(({ id }) => id === timeZone);
  return (
    <div className="export-fields" ref={ref}>
      <Section title={t("export.what")}>
        <ReportField report={report} onChange={(next) => onChange(withReport(draft, next))} />
        <OwnFields
          report={report}
          options={options}
          onChange={changeOptions}
          intervals={plan?.intervals ?? null}
          intervalError={errors.interval ?? null}
        />
      </Section>
      <Section title={t("export.when")}>
        <div data-field="period">
          <PeriodField
            report={report}
            period={draft.period}
            timeZone={timeZone}
            resolution={resolution}
            today={today}
            offsetOnly={listed?.serviceName === null}
            onChange={(period) => onChange({ period })}
            error={errors.period ?? null}
          />
        </div>
        <div className="export-pair">
          <div data-field="time_zone">
            <ZoneField
              zones={zones}
              timeZone={timeZone}
              startOffset={resolution?.period?.startOffsetMinutes ?? null}
              onChange={(id) => onChange({ timeZone: id })}
              error={errors.time_zone ?? null}
            />
          </div>
          <LanguageField value={draft.locale} onChange={(locale) => onChange({ locale })} />
        </div>
      </Section>
      {has(report, "teams") && (
        <Section title={t("export.who")}>
          <PeopleField
            report={report}
            connection={connection}
            people={draft.people}
            includeDisabled={draft.includeDisabled}
            onPeople={(people) => onChange({ people })}
            onIncludeDisabled={(includeDisabled) => onChange({ includeDisabled })}
            teamsError={errors.teams ?? null}
            agentsError={errors.agents ?? null}
          />
        </Section>
      )}
      {has(report, "work_queues") && (
        <Section title={t("export.filters")}>
          <FilterFields connection={connection} options={options} onChange={changeOptions} errors={errors} />
        </Section>
      )}
      <Section title={t("export.columns")}>
        <ColumnsField
          key={draft.report}
          connection={connection}
          report={draft.report}
          columns={columns}
          picked={draft.columns}
          onChange={(names) => onChange({ columns: names })}
          error={errors.columns ?? null}
        />
      </Section>
      <Section title={t("export.file")}>
        <FileField file={draft.file} onChange={(file) => onChange({ file })} />
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
