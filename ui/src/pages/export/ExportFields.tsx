import type { Ref } from "react";
import { useColumns, useTimeZones } from "../../app/engine";
import { Section } from "../../components/Section";
import { useClock } from "../../lib/clock";
import { useMessages } from "../../messages";
import type { Connection, Field } from "../../platform";
import { ColumnsField } from "./ColumnsField";
import type { Draft } from "./draft";
import { FileField } from "./FileField";
import { LanguageField } from "./LanguageField";
import { PeopleField } from "./PeopleField";
import { PeriodField } from "./PeriodField";
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
  const columns = useColumns(connection);
  const timeZone = useTimeZoneOf(draft, connection);
  return (
    <div className="export-fields" ref={ref}>
      <Section title={t("export.when")}>
        <div data-field="period">
          <PeriodField
            period={draft.period}
            timeZone={timeZone}
            onChange={(period) => onChange({ period })}
            error={errors.period ?? null}
          />
        </div>
        <div className="export-pair">
          <div data-field="time_zone">
            <ZoneField
              zones={zones}
              timeZone={timeZone}
              onChange={(id) => onChange({ timeZone: id })}
              error={errors.time_zone ?? null}
            />
          </div>
          <LanguageField value={draft.locale} onChange={(locale) => onChange({ locale })} />
        </div>
      </Section>
      <Section title={t("export.who")}>
        <PeopleField
          connection={connection}
          people={draft.people}
          includeDisabled={draft.includeDisabled}
          onPeople={(people) => onChange({ people })}
          onIncludeDisabled={(includeDisabled) => onChange({ includeDisabled })}
          teamsError={errors.teams ?? null}
          agentsError={errors.agents ?? null}
        />
      </Section>
      <Section title={t("export.columns")}>
        <ColumnsField
          columns={columns}
          picked={draft.columns}
          onChange={(names) => onChange({ columns: names })}
          error={errors.columns ?? null}
          practice={connection.practice}
        />
      </Section>
      <Section title={t("export.file")}>
        <FileField file={draft.file} onChange={(file) => onChange({ file })} />
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

/** Takes the focus to where a field of {@link ExportFields} is corrected. */
export function focusField(fields: HTMLElement | null, field: Field): void {
  const parts = ["input:not([type=radio], [type=checkbox])", "[role=spinbutton]"];
  fields?.querySelector<HTMLElement>(parts.map((part) => `[data-field=${field}] ${part}`).join())?.focus();
}
