import { useMemo } from "react";
import { useSmartViews, useWorkQueues } from "../../app/engine";
import { Checkbox } from "../../components/Checkbox/Checkbox";
import { IdPicker, type Picked } from "../../components/IdPicker/IdPicker";
import { PickBox } from "../../components/PickBox/PickBox";
import { RadioCards } from "../../components/RadioCards/RadioCards";
import { TextField } from "../../components/TextField/TextField";
import { contains } from "../../lib/search";
import { useMessages } from "../../messages";
import type { Connection, FilterNames, NamedId, ReportOptions } from "../../platform";
import { PRIORITIES } from "./draft";
import type { FieldErrors } from "./ExportFields";
import { ListNotice } from "./ListNotice";
import "./FilterFields.css";

type Props = {
  connection: Connection;
  options: ReportOptions;
  /** What the picked queues and view were called. */
  names: FilterNames;
  onChange: (part: Partial<ReportOptions>) => void;
  errors: FieldErrors;
};

/** What all exports but User can be narrowed to. */
export function FilterFields({ connection, options, names, onChange, errors }: Props) {
  const { t } = useMessages();
  const pick = (priority: number, picked: boolean) =>
    onChange({
      priorities: PRIORITIES.filter((one) => (one === priority ? picked : options.priorities.includes(one))),
    });
  return (
    <>
      <RadioCards
        label={t("hours.label")}
        value={options.businessHours}
        onChange={(businessHours) => onChange({ businessHours })}
        choices={[
          { value: "all", label: t("hours.all") },
          { value: "within", label: t("hours.within") },
          { value: "outside", label: t("hours.outside") },
        ]}
      />
      <fieldset className="priorities" data-field="priorities">
        <legend className="field-label">{t("priorities.label")}</legend>
        <p className="field-hint">{t("priorities.hint")}</p>
        <div className="priorities-list">
          {PRIORITIES.map((priority) => (
            <Checkbox
              key={priority}
              isSelected={options.priorities.includes(priority)}
              onChange={(picked) => pick(priority, picked)}
            >
              {t("priorities.one", { priority })}
            </Checkbox>
          ))}
        </div>
        {errors.priorities && <p className="field-error">{errors.priorities}</p>}
      </fieldset>
      <div data-field="work_queues">
        <QueuePicker
          connection={connection}
          picked={options.workQueueIds}
          names={names.workQueues}
          onChange={(workQueueIds) => onChange({ workQueueIds })}
          error={errors.work_queues ?? null}
        />
      </div>
      <div data-field="smart_view">
        <ViewPicker
          connection={connection}
          picked={options.smartViewId}
          name={names.smartView}
          onChange={(smartViewId) => onChange({ smartViewId })}
          error={errors.smart_view ?? null}
        />
      </div>
    </>
  );
}

function QueuePicker({ connection, ...picker }: Picked & { connection: Connection }) {
  const { t } = useMessages();
  const queues = useWorkQueues(connection);
  const list = queues.value;
  const items = useMemo(
    () => list?.map(({ id, name }) => ({ id, label: name, keywords: id })) ?? null,
    [list],
  );
  if (queues.loading && list === null) {
    return (
      <p className="field-hint" role="status">
        {t("queues.loading")}
      </p>
    );
  }
  const unlisted = queues.problem?.code === "instance_missing";
  return (
    <div className="picker">
      {!unlisted && <ListNotice list={queues} lead={t("queues.typeIds")} />}
      <IdPicker
        {...picker}
        items={items}
        words={{
          search: t("queues.search"),
          list: t("queues.label"),
          empty: t(list?.length === 0 ? "queues.none" : "queues.empty"),
          ids: t("queues.ids"),
          idsHint: t(unlisted ? "queues.noInstance" : "queues.hint"),
          count: (count) => t("queues.picked", { count, total: list?.length ?? 0 }),
          unlisted: (count) => t("queues.unlisted", { count }),
        }}
      />
    </div>
  );
}

/** The id that stands for no smart view. */
const EVERYTHING = "";

type ViewProps = {
  connection: Connection;
  picked: string | null;
  /** What it was called; null when that is not known. */
  name: string | null;
  onChange: (id: string | null) => void;
  error: string | null;
};

function ViewPicker({ connection, ...picker }: ViewProps) {
  const { picked, name, onChange, error } = picker;
  const { t } = useMessages();
  const views = useSmartViews(connection);
  const list = views.value;
  if (list === null) {
    return views.loading ? (
      <p className="field-hint" role="status">
        {t("view.loading")}
      </p>
    ) : (
      <TextField
        label={t("view.ids")}
        hint={name ?? t("view.hint")}
        value={picked ?? ""}
        onChange={(id) => onChange(id.trim() || null)}
        error={error}
      />
    );
  }
  return <ViewList list={list} {...picker} />;
}

function ViewList({
  list,
  picked,
  name,
  onChange,
  error,
}: Omit<ViewProps, "connection"> & { list: NamedId[] }) {
  const { t } = useMessages();
  const all = { id: EVERYTHING, label: t("view.all") };
  const options = [all, ...list.map(({ id, name }) => ({ id, label: name }))];
  // One that was picked by its id, or is gone from the list, stays what it is.
  const known = options.find(({ id }) => id === (picked ?? EVERYTHING));
  return (
    <PickBox
      label={t("view.label")}
      hint={t("view.hint")}
      error={error}
      picked={known ?? { id: picked ?? EVERYTHING, label: name ?? t("view.unlisted", { id: picked ?? "" }) }}
      onPick={(id) => onChange(id === EVERYTHING ? null : id)}
      search={(query) => options.filter(({ label }) => contains(label, query))}
      empty={t("view.empty")}
    />
  );
}
