import type { Ref } from "react";
import type { List } from "../../app/engine";
import { ProblemNotice } from "../../components/ProblemNotice";
import { SearchList } from "../../components/SearchList";
import { TagField } from "../../components/TagField";
import { type Messages, useMessages } from "../../messages";
import type { Column } from "../../platform";

type Props = {
  columns: List<Column[]>;
  picked: string[];
  onChange: (names: string[]) => void;
  error: string | null;
  practice: boolean;
  inputRef: Ref<HTMLInputElement>;
};

/** A name is kept exactly as it is typed: the service tells capitals and spaces apart. */
const asTyped = (text: string) => text.split(/\r?\n/).filter((line) => line.trim() !== "");

/** Which columns the file will have, in the order they are picked. */
export function ColumnsField({ columns, picked, onChange, error, practice, inputRef }: Props) {
  const messages = useMessages();
  const { t } = messages;
  const known = columns.value ?? [];
  const listed = new Set(known.map(({ name }) => name));
  return (
    <div className="picker">
      <p className="soft">{t(picked.length === 0 ? "columns.default" : "columns.order")}</p>
      {columns.problem && (
        <ProblemNotice problem={columns.problem} lead={t("columns.typeThem")} onRetry={columns.retry} />
      )}
      {known.length > 0 && (
        <SearchList
          searchLabel={t("columns.search")}
          label={t("columns.label")}
          items={known.map((column) => ({
            id: column.name,
            label: column.name,
            detail: detailOf(column, messages),
          }))}
          picked={picked.filter((name) => listed.has(name))}
          onChange={(fromList) => {
            // Typed names and the order of what was picked before stay.
            const chosen = new Set(fromList);
            const kept = picked.filter((name) => !listed.has(name) || chosen.has(name));
            onChange([...kept, ...fromList.filter((name) => !kept.includes(name))]);
          }}
          empty={t("columns.empty")}
          mono
        />
      )}
      {columns.loading && columns.value === null && (
        <p className="field-hint" role="status">
          {t("columns.loading")}
        </p>
      )}
      {practice && <p className="field-hint">{t("columns.practice")}</p>}
      <TagField
        label={t("columns.add")}
        hint={t("columns.addHint")}
        error={error}
        listLabel={t("columns.picked", { count: picked.length })}
        tags={picked}
        onChange={onChange}
        split={asTyped}
        inputRef={inputRef}
      />
    </div>
  );
}

function detailOf(column: Column, { t }: Messages): string | undefined {
  const parts = [
    column.origin === "learned" ? t("columns.learned") : null,
    column.jsonOnly ? t("columns.jsonOnly") : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(" · ") : undefined;
}
