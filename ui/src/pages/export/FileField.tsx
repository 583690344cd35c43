import { Checkbox } from "../../components/Checkbox/Checkbox";
import { PickBox } from "../../components/PickBox/PickBox";
import { RadioCards } from "../../components/RadioCards/RadioCards";
import { languageName } from "../../lib/format";
import { contains } from "../../lib/search";
import { useMessages } from "../../messages";
import type { FileOptions } from "../../platform";
import { LOCALES } from "./LanguageField";

type Props = { file: FileOptions; onChange: (file: FileOptions) => void };

/** The kind of file, and how it is written. */
export function FileField({ file, onChange }: Props) {
  const { t } = useMessages();
  const change = (part: Partial<FileOptions>) => onChange({ ...file, ...part });
  const table = file.format === "excel" || file.format === "csv";
  return (
    <>
      <RadioCards
        label={t("file.label")}
        value={file.format}
        onChange={(format) => change({ format })}
        choices={[
          { value: "excel", label: t("file.excel"), hint: t("file.excelHint") },
          { value: "csv", label: t("file.csv"), hint: t("file.csvHint") },
          { value: "json", label: t("file.json"), hint: t("file.jsonHint") },
          { value: "json_lines", label: t("file.jsonLines"), hint: t("file.jsonLinesHint") },
        ]}
      />
      {file.format === "csv" && <CsvFields file={file} change={change} />}
      {table && (
        <RadioCards
          label={t("file.headers")}
          value={file.headers}
          onChange={(headers) => change({ headers })}
          choices={[
            { value: "technical", label: t("file.technical"), hint: t("file.technicalHint") },
            { value: "plain", label: t("file.plain"), hint: t("file.plainHint") },
          ]}
        />
      )}
      {file.format === "excel" && (
        <RadioCards
          label={t("file.times")}
          hint={t("file.timesHint")}
          value={file.excelTimes}
          onChange={(excelTimes) => change({ excelTimes })}
          choices={[
            { value: "milliseconds", label: t("file.milliseconds"), hint: t("file.millisecondsHint") },
            { value: "hours", label: t("file.hours"), hint: t("file.hoursHint") },
            { value: "durations", label: t("file.durations"), hint: t("file.durationsHint") },
          ]}
        />
      )}
      {(file.format === "excel" || (table && file.headers === "plain")) && (
        <Language file={file} change={change} />
      )}
    </>
  );
}

type PartProps = { file: FileOptions; change: (part: Partial<FileOptions>) => void };

function CsvFields({ file, change }: PartProps) {
  const { t } = useMessages();
  const { csv } = file;
  const changeCsv = (part: Partial<FileOptions["csv"]>) => change({ csv: { ...csv, ...part } });
  return (
    <>
      <RadioCards
        label={t("file.opensIn")}
        value={csv.reader}
        onChange={(reader) => changeCsv({ reader })}
        choices={[
          { value: "excel", label: t("file.forExcel"), hint: t("file.forExcelHint") },
          { value: "programs", label: t("file.forPrograms"), hint: t("file.forProgramsHint") },
        ]}
      />
      {csv.reader === "excel" && (
        <RadioCards
          label={t("file.separator")}
          hint={t("file.separatorHint")}
          value={csv.separator}
          onChange={(separator) => changeCsv({ separator })}
          choices={[
            { value: "comma", label: t("file.comma"), hint: t("file.commaHint") },
            { value: "semicolon", label: t("file.semicolon"), hint: t("file.semicolonHint") },
          ]}
        />
      )}
      <RadioCards
        label={t("file.lineEnds")}
        value={csv.lineEnd}
        onChange={(lineEnd) => changeCsv({ lineEnd })}
        choices={[
          { value: "crlf", label: t("file.crlf"), hint: t("file.crlfHint") },
          { value: "lf", label: t("file.lf"), hint: t("file.lfHint") },
        ]}
      />
      <div className="field-with-notice">
        <Checkbox isSelected={csv.neutralise} onChange={(neutralise) => changeCsv({ neutralise })}>
          {t("file.neutralise")}
        </Checkbox>
        <p className="field-hint">{t("file.neutraliseHint")}</p>
      </div>
    </>
  );
}

function Language({ file, change }: PartProps) {
  const { t, locale } = useMessages();
  const options = LOCALES.map((id) => ({ id, label: languageName(id, locale) }));
  return (
    <PickBox
      label={t("file.language")}
      hint={t(file.format === "excel" ? "file.languageOfExcel" : "file.languageOfHeaders")}
      picked={options.find(({ id }) => id === file.language) ?? null}
      onPick={(id) => change({ language: LOCALES.find((known) => known === id) ?? "en" })}
      search={(query) => options.filter(({ label }) => contains(label, query))}
      empty={t("language.empty")}
    />
  );
}
