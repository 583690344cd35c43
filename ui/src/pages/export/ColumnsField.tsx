import { memo, useDeferredValue, useMemo, useState } from "react";
import type { List } from "../../app/engine";
import { useLesson } from "../../app/learning";
import { Button } from "../../components/Button/Button";
import { MenuButton } from "../../components/MenuButton/MenuButton";
import { OrderedList } from "../../components/OrderedList/OrderedList";
import { type Item, SearchList } from "../../components/SearchList/SearchList";
import { Skeleton } from "../../components/Skeleton/Skeleton";
import { TextField } from "../../components/TextField/TextField";
import { useClock } from "../../lib/clock";
import { useStable } from "../../lib/stable";
import { useMessages } from "../../messages";
import { type Column, type Connection, type Report, usePlatform } from "../../platform";
import { columnInWords, columnSets } from "./columnWords";
import { Learning } from "./Learning";
import { ListNotice } from "./ListNotice";
import "./ColumnsField.css";

type Props = {
  connection: Connection;
  report: Report;
  columns: List<Column[]>;
  picked: string[];
  onChange: (names: string[]) => void;
  error: string | null;
};

const NONE: Column[] = [];

// A pick is seen in the list of columns first: the file's own list follows.
const InFile = memo(ColumnsInFile);
const Add = memo(AddColumn);
const Learn = memo(LearnColumns);

/** Which columns there are, and beside them which the file will have, in the file's order. */
export function ColumnsField({ connection, report, columns, picked, onChange, error }: Props) {
  const messages = useMessages();
  const { t } = messages;
  const known = columns.value ?? NONE;
  const zone = useClock().zone();
  const items = useMemo(
    () => known.map((column) => columnInWords(column, zone, messages)),
    [known, zone, messages],
  );
  const listed = useMemo(() => new Map(items.map((item) => [item.id, item])), [items]);
  const sets = useMemo(() => columnSets(known, messages), [known, messages]);
  const later = useDeferredValue(picked);
  const edit = useStable((change: (names: string[]) => string[]) => onChange(change(picked)));
  const add = useStable((names: string[]) =>
    onChange([...picked, ...names.filter((name) => !picked.includes(name))]),
  );
  const isPicked = useStable((name: string) => picked.includes(name));

  return (
    <div className="columns-field">
      <ListNotice list={columns} lead={t("columns.typeThem")} />
      <div className="columns-parts">
        <div className="columns-part">
          <div className="columns-head">
            <h3>{t("columns.available")}</h3>
            {sets.length > 0 && (
              <MenuButton
                label={t("columns.addSet")}
                choices={sets.map(({ id, label, names }) => ({
                  id,
                  label,
                  detail: t("columns.count", { count: names.length }),
                }))}
                onPick={(id) => add(sets.find((set) => set.id === id)?.names ?? [])}
              />
            )}
          </div>
          {columns.loading && columns.value === null ? (
            <Skeleton label={t("columns.loading")} rows={8} />
          ) : (
            <SearchList
              searchLabel={t("columns.search")}
              label={t("columns.label")}
              items={items}
              picked={picked}
              onChange={onChange}
              empty={t("columns.empty")}
              twoLines
            />
          )}
          <Learn connection={connection} report={report} known={columns.value} />
          <Add isPicked={isPicked} onAdd={add} error={error} />
        </div>
        <InFile picked={later} listed={listed} isWhole={columns.value !== null} onEdit={edit} />
      </div>
      {connection.practice && <p className="field-hint">{t("columns.practice")}</p>}
    </div>
  );
}

type InFileProps = {
  picked: string[];
  /** The columns that are known, in words. */
  listed: ReadonlyMap<string, Item>;
  /** Whether they are all there are: others were typed. */
  isWhole: boolean;
  onEdit: (change: (names: string[]) => string[]) => void;
};

/** The columns that the file will have, in its order. */
function ColumnsInFile({ picked, listed, isWhole, onEdit }: InFileProps) {
  const { t } = useMessages();
  return (
    <div className="columns-part">
      <div className="columns-head">
        <h3>{t("columns.inFile", { count: picked.length })}</h3>
        {picked.length > 0 && (
          <Button variant="quiet" onPress={() => onEdit(() => [])}>
            {t("action.clear")}
          </Button>
        )}
      </div>
      <OrderedList
        label={t("columns.inFileLabel")}
        items={picked.map((name) => {
          const item = listed.get(name);
          return item
            ? { id: name, label: item.label, detail: item.label === name ? undefined : name }
            : { id: name, label: name, note: isWhole ? t("columns.typed") : undefined };
        })}
        onChange={onEdit}
        empty={<p>{t("columns.default")}</p>}
      />
      {picked.length > 1 && <p className="field-hint">{t("columns.order")}</p>}
      <p className="field-hint">{t("columns.anyFile")}</p>
    </div>
  );
}

type LearnProps = { connection: Connection; report: Report; known: Column[] | null };

/** The columns that a company has are told by nothing but an export of it. */
function LearnColumns({ connection, report, known }: LearnProps) {
  const { t } = useMessages();
  const platform = usePlatform();
  const lesson = useLesson(connection, `columns/${report}`, async () => {
    const before = new Set(known?.map(({ name }) => name));
    const after = await platform.learnColumns(connection.id, report);
    return { total: after.length, fresh: after.filter(({ name }) => !before.has(name)).length };
  });
  return (
    <Learning
      lesson={lesson}
      label={t("columns.learn")}
      hint={t("learning.hint")}
      outcome={lesson.result && t("columns.learnt", lesson.result)}
    />
  );
}

type AddProps = {
  isPicked: (name: string) => boolean;
  onAdd: (names: string[]) => void;
  error: string | null;
};

/** A column by its name, kept exactly as it is typed: the service tells capitals and spaces apart. */
function AddColumn({ isPicked, onAdd, error }: AddProps) {
  const { t } = useMessages();
  const [name, setName] = useState("");
  const [repeated, setRepeated] = useState<string | null>(null);

  function add() {
    if (name.trim() === "") {
      return;
    }
    if (isPicked(name)) {
      setRepeated(name);
    } else {
      onAdd([name]);
    }
    setName("");
  }

  return (
    <div className="columns-add" data-field="columns">
      <TextField
        label={t("columns.add")}
        hint={t("columns.addHint")}
        error={error}
        value={name}
        onChange={(text) => {
          setName(text);
          setRepeated(null);
        }}
        onKeyDown={(event) => {
          // An Enter that only ends the writing of a character is not the end of a name.
          if (event.key === "Enter" && !event.nativeEvent.isComposing) {
            add();
          }
        }}
        onBlur={(event) => {
          // Going on to another field keeps what was typed; going to another program changes nothing.
          if (event.relatedTarget) {
            add();
          }
        }}
      >
        <Button onPress={add} isDisabled={name.trim() === ""}>
          {t("action.add")}
        </Button>
      </TextField>
      <p role="status" className="field-hint">
        {repeated !== null && t("tags.repeated", { name: repeated })}
      </p>
    </div>
  );
}
