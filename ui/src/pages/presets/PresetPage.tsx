import { type ReactNode, useId, useMemo, useRef, useState } from "react";
import { usePresets } from "../../app/engine";
import type { OnRoute } from "../../app/route";
import { Button } from "../../components/Button/Button";
import { Notice } from "../../components/Notice/Notice";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { Section } from "../../components/Section/Section";
import { TextField } from "../../components/TextField/TextField";
import { useMessages } from "../../messages";
import {
  type Connection,
  type DestinationChoice,
  type ExportRequest,
  type Field,
  type Preset,
  type PresetColour,
  type Problem,
  toProblem,
  usePlatform,
} from "../../platform";
import { NO_NAMES, usePickedNames } from "../../presets/pickedNames";
import { usualFileName } from "../../presets/SaveAsPreset";
import { fieldMessage } from "../../problems";
import { ExportSentence } from "../../runs/ExportSentence";
import { ConnectionField } from "../export/ConnectionField";
import { type Draft, type Drafts, draftOf, missingOf, requestOf, withoutIds } from "../export/draft";
import { ExportFields, type FieldErrors, focusField, useTimeZoneOf } from "../export/ExportFields";
import "../export/ExportPage.css";
import "../export/ThisExport.css";
import { ColourField } from "./ColourField";
import { DestinationField } from "./DestinationField";
import { FileNameField, useFileName } from "./FileNameField";
import "./PresetPage.css";

type Props = {
  connections: Connection[];
  /** The preset to change; null for a new one. */
  id: string | null;
  /** The choices of the export page, with which a new preset begins. */
  drafts: Drafts;
  /** An export that a new preset is to be like; null for those choices. */
  like: ExportRequest | null;
  onRoute: OnRoute;
};

/** The form of one preset. */
export function PresetPage(props: Props) {
  const { t } = useMessages();
  const list = usePresets();
  const preset = list.value?.find(({ id }) => id === props.id) ?? null;
  if (props.id !== null && preset === null) {
    return (
      <div className="page">
        <PageTitle>{t("presets.title")}</PageTitle>
        {list.problem && <ProblemNotice problem={list.problem} onRetry={list.retry} />}
        {list.value && (
          <Notice tone="info">
            <p>{t("problem.presetMissing")}</p>
            <div className="notice-actions">
              <Button onPress={() => props.onRoute({ page: "presets" })}>{t("action.back")}</Button>
            </div>
          </Notice>
        )}
      </div>
    );
  }
  return <Form {...props} preset={preset} />;
}

/** Everything of a preset but what is exported. */
type About = {
  name: string;
  description: string;
  tag: string;
  colour: PresetColour | null;
  fileName: string;
  destination: DestinationChoice;
};

/** Fields of a preset that can be wrong, besides those of the export. */
const OWN: readonly Field[] = ["preset_name", "description", "tag", "file_name"];

function Form({ connections, preset, drafts, like, onRoute }: Props & { preset: Preset | null }) {
  const messages = useMessages();
  const { t } = messages;
  const platform = usePlatform();
  const first = connections[0] as Connection;
  const model = preset?.export ?? like;
  const [connectionId, setConnectionId] = useState(model?.connectionId ?? drafts.connectionId);
  const connection = connections.find(({ id }) => id === connectionId) ?? first;
  const [draft, setDraft] = useState<Draft>(() => (model ? draftOf(model) : drafts.of(connection.id)));
  const [about, setAbout] = useState<About>({
    name: preset?.name ?? "",
    description: preset?.description ?? "",
    tag: preset?.tag ?? "",
    colour: preset?.colour ?? null,
    fileName: preset?.fileName ?? usualFileName(t),
    destination: preset ? { kind: "keep" } : { kind: "ask" },
  });
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Whether saving was tried while something was missing: from then on the page says what. */
  const [pressed, setPressed] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const fields = useRef<HTMLDivElement>(null);
  const panelTitle = useId();

  const timeZone = useTimeZoneOf(draft, connection);
  const request = requestOf(draft, connection, timeZone);
  const example = useFileName(about.fileName, request, about.name);
  const namesOf = usePickedNames(connection.id);
  // The same as long as nothing else is picked: the fields are drawn anew for what changed alone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the request is made anew each time, and its ids of these.
  const names = useMemo(
    () => (request ? namesOf(request, preset) : NO_NAMES),
    [namesOf, preset, draft.people, draft.options, draft.report, request === null],
  );
  const missing = missingOf(draft);
  const refused =
    problem?.code === "invalid_field" ? { [problem.field]: fieldMessage(problem.field, problem.fault) } : {};
  const errors: FieldErrors = Object.fromEntries(
    Object.entries({ ...refused, ...(pressed ? missing : {}) }).map(([field, key]) => [field, t(key)]),
  );
  const errorOf = (field: Field) => errors[field] ?? null;

  function change(part: Partial<About>) {
    setProblem(null);
    setAbout((old) => ({ ...old, ...part }));
  }

  function goTo(field: Field) {
    if (OWN.includes(field)) {
      page.current?.querySelector<HTMLElement>(`[data-field=${field}] input`)?.focus();
    } else {
      focusField(fields.current, field);
    }
  }

  async function save() {
    setPressed(true);
    const gap = Object.keys(missing)[0] as Field | undefined;
    if (gap || !request) {
      goTo(gap ?? "period");
      return;
    }
    setSaving(true);
    setProblem(null);
    try {
      const { id } = await platform.savePreset({
        ...about,
        id: preset?.id ?? null,
        tag: about.tag.trim() || null,
        export: request,
        ...names,
      });
      onRoute({ page: "presets", preset: id });
    } catch (rejection) {
      const refusal = toProblem(rejection);
      setProblem(refusal);
      setSaving(false);
      if (refusal.code === "invalid_field") {
        goTo(refusal.field);
      }
    }
  }

  const toldAtField = problem?.code === "invalid_field";
  return (
    <div className="export-page" ref={page}>
      <div className="export-choices">
        <PageTitle>{preset ? t("preset.editTitle", { name: preset.name }) : t("preset.newTitle")}</PageTitle>
        <Section title={t("preset.about")}>
          <Own field="preset_name">
            <TextField
              label={t("preset.name")}
              value={about.name}
              onChange={(name) => change({ name })}
              error={errorOf("preset_name")}
            />
          </Own>
          <Own field="description">
            <TextField
              label={t("preset.description")}
              hint={t("preset.descriptionHint")}
              value={about.description}
              onChange={(description) => change({ description })}
              error={errorOf("description")}
            />
          </Own>
          <div className="export-pair">
            <Own field="tag">
              <TextField
                label={t("preset.tag")}
                hint={t("preset.tagHint")}
                value={about.tag}
                onChange={(tag) => change({ tag })}
                error={errorOf("tag")}
              />
            </Own>
            <ColourField value={about.colour} onChange={(colour) => change({ colour })} />
          </div>
        </Section>
        {connections.length > 1 && (
          <Section title={t("export.connection")}>
            <ConnectionField
              connections={connections}
              connection={connection}
              onChange={(id) => {
                setConnectionId(id);
                // Ids of people are a company's own.
                setDraft((old) => ({ ...old, ...withoutIds(old) }));
              }}
            />
          </Section>
        )}
        <ExportFields
          key={connection.id}
          ref={fields}
          connection={connection}
          draft={draft}
          names={names}
          onChange={(part) => {
            setProblem(null);
            setDraft((old) => ({ ...old, ...part }));
          }}
          errors={errors}
        />
        <Section title={t("preset.place")}>
          <Own field="file_name">
            <FileNameField
              value={about.fileName}
              onChange={(fileName) => change({ fileName })}
              error={errorOf("file_name") ?? example.error}
              example={example.name}
            />
          </Own>
          <DestinationField
            value={about.destination}
            stored={preset?.destination ?? { kind: "ask" }}
            onChange={(destination) => change({ destination })}
          />
        </Section>
      </div>
      <section className="this-export" aria-labelledby={panelTitle} data-stage="idle">
        <h2 id={panelTitle}>{t("preset.panel")}</h2>
        <p className="panel-sentence">
          {request ? <ExportSentence request={request} /> : t("panel.incomplete")}
        </p>
        {problem && !toldAtField && <ProblemNotice problem={problem} />}
        <div className="panel-actions">
          <Button variant="primary" isPending={saving} onPress={save}>
            {t("action.save")}
          </Button>
          <Button onPress={() => onRoute({ page: "presets", ...(preset && { preset: preset.id }) })}>
            {t("action.cancel")}
          </Button>
        </div>
      </section>
    </div>
  );
}

/** Where one of the preset's own fields is corrected. */
function Own({ field, children }: { field: Field; children: ReactNode }) {
  return <div data-field={field}>{children}</div>;
}
