import { useRef } from "react";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { RadioCards } from "../../components/RadioCards";
import { useMessages } from "../../messages";
import type { FileFormat } from "../../platform";

type Props = {
  format: FileFormat;
  onChange: (format: FileFormat) => void;
  /** Picked columns that come in JSON only, while the file is to be a CSV. */
  jsonOnly: string[];
  onRemoveColumns: (names: string[]) => void;
};

/** The kind of file, and what stands in the way of it. */
export function FileField({ format, onChange, jsonOnly, onRemoveColumns }: Props) {
  const { t } = useMessages();
  const notice = useRef<HTMLDivElement>(null);
  return (
    <>
      <RadioCards
        label={t("file.label")}
        value={format}
        onChange={onChange}
        choices={[
          { value: "csv", label: t("file.csv"), hint: t("file.csvHint") },
          { value: "json", label: t("file.json"), hint: t("file.jsonHint") },
        ]}
      />
      {jsonOnly.length > 0 && (
        <Notice tone="warning" announce ref={notice}>
          <p className="notice-title">{t("file.jsonOnly", { count: jsonOnly.length })}</p>
          <ul className="mono-list">
            {jsonOnly.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
          <div className="notice-actions">
            <Button onPress={() => onChange("json")}>{t("file.useJson")}</Button>
            <Button onPress={() => onRemoveColumns(jsonOnly)}>{t("file.removeColumns")}</Button>
          </div>
        </Notice>
      )}
    </>
  );
}
