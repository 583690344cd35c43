import { Bookmark, Play, Plus } from "lucide-react";
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from "react";
import { usePresets, useRuns } from "../../app/engine";
import type { OnRoute } from "../../app/route";
import { Button } from "../../components/Button/Button";
import { EmptyState } from "../../components/EmptyState/EmptyState";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { UndoNote } from "../../components/UndoNote/UndoNote";
import { useAttempt } from "../../lib/attempt";
import { Later, useLater } from "../../lib/later";
import { useStable } from "../../lib/stable";
import { useMessages } from "../../messages";
import { type Connection, type Preset, type Problem, usePlatform } from "../../platform";
import { NameDialog } from "../../presets/NameDialog";
import { EVERYTHING, type Filter, Filters } from "./Filters";
import { PresetList } from "./PresetList";
import { found, searchable, tagsOf } from "./search";
import "./PresetsPage.css";

// What is typed into the search does not draw it.
const List = memo(PresetList);

type Props = {
  connections: Connection[];
  onRoute: OnRoute;
  /** Lets the person pick a file of presets, and says what came of it. */
  onImport: () => Promise<void>;
  /** A new one each time that a menu asks to import. */
  askImport: object | null;
  /** The preset that was just saved, to go on with. */
  presetId: string | null;
};

/** What was just done, to be said; and what takes it back. */
type Note = { text: string; removed?: string[] };

/** Why a preset did not run. */
type Failure = { preset: Preset; problem: Problem };

/** The exports that are kept under a name: to be run with one click, and to be looked after. */
export function PresetsPage({ connections, onRoute, onImport, askImport, presetId }: Props) {
  const { t, locale } = useMessages();
  const platform = usePlatform();
  const list = usePresets();
  const { putRun } = useRuns();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [note, setNote] = useState<Note | null>(null);
  const [failures, setFailures] = useState<Failure[]>([]);
  const [renaming, setRenaming] = useState<Preset | null>(null);
  const [focusOn, setFocusOn] = useState<{ id: string } | null>(null);
  const { pending, problem, attempt } = useAttempt();
  const page = useRef<HTMLDivElement>(null);
  const presets = list.value ?? NONE;
  const [filter, setFilter] = useState(EVERYTHING);
  const tags = useMemo(() => tagsOf(presets, locale), [presets, locale]);
  // The list of thousands comes after what is typed, which never waits for it.
  const { query, tag } = useLater(filter);
  const isPart = query.trim() !== "" || tag !== null;
  // Made when it is first asked for something: the page need not wait for it.
  const index = useMemo(() => (isPart ? searchable(presets) : []), [presets, isPart]);
  const inSight = useMemo(
    () => (isPart ? found(index, query, tag) : presets),
    [presets, index, query, tag, isPart],
  );
  // What is done to the picked ones is done to those that are seen.
  const shown = useMemo(() => inSight.filter(({ id }) => picked.has(id)), [inSight, picked]);
  const isEmpty = list.value?.length === 0;

  // After the title has taken the focus.
  useEffect(() => {
    setFilter(EVERYTHING);
    setFocusOn(presetId === null ? null : { id: presetId });
  }, [presetId]);
  useEffect(() => {
    // The last one went: then from the top.
    if (isEmpty && document.activeElement === document.body) {
      page.current?.querySelector("h1")?.focus();
    }
  }, [isEmpty]);

  const run = useStable((chosen: Preset[]) =>
    attempt(`run/${chosen.map(({ id }) => id).join()}`, async () => {
      setFailures([]);
      setNote(null);
      const starts = await platform.runPresets(chosen.map(({ id }) => id));
      const failed: Failure[] = [];
      const names: string[] = [];
      for (const { presetId: id, runs, problem: why } of starts) {
        const preset = chosen.find((own) => own.id === id);
        runs.forEach(putRun);
        if (preset && why) {
          failed.push({ preset, problem: why });
        } else if (preset && runs.length > 0) {
          names.push(preset.name);
        }
      }
      setFailures(failed);
      if (names.length > 0) {
        setNote({ text: t("presets.started", { count: names.length, name: names[0] ?? "" }) });
        setPicked(new Set());
      }
    }),
  );

  /** Removes presets; the one after them has the focus. */
  const remove = useStable((ids: string[]) =>
    attempt("remove", async () => {
      const gone = new Set(ids);
      const rest = inSight.filter(({ id }) => !gone.has(id));
      const at = inSight.findIndex(({ id }) => gone.has(id));
      const next = rest[Math.min(at, rest.length - 1)];
      const removed = await platform.removePresets(ids);
      setPicked(new Set());
      setNote({
        text: t("presets.removed", {
          count: removed.length,
          name: presets.find(({ id }) => id === removed[0])?.name ?? "",
        }),
        removed,
      });
      setFocusOn(next ? { id: next.id } : null);
    }),
  );

  const undo = (removed: string[]) =>
    attempt("undo", async () => {
      const restored = await platform.restorePresets(removed);
      setNote(null);
      setFilter(EVERYTHING);
      setFocusOn(restored[0] === undefined ? null : { id: restored[0] });
    });

  const duplicate = useStable((preset: Preset) =>
    attempt("duplicate", async () => {
      const copy = await platform.duplicatePreset(preset.id, t("presets.copyOf", { name: preset.name }));
      setNote({ text: t("presets.added", { name: copy.name }) });
      setFilter(EVERYTHING);
      setFocusOn({ id: copy.id });
    }),
  );

  const exportFile = (chosen: Preset[]) =>
    attempt("export", async () => {
      setNote(null);
      const file = await platform.exportPresets(chosen.map(({ id }) => id));
      if (file !== null) {
        setNote({ text: t("presets.exported", { count: chosen.length, file }) });
      }
    });

  function narrow(next: Filter) {
    setFilter(next);
    setNote(null);
  }

  const importFile = () => attempt("import", onImport);
  const asked = useRef<object | null>(null);
  useEffect(() => {
    if (askImport && asked.current !== askImport) {
      asked.current = askImport;
      void importFile();
    }
  });

  const edit = useStable((preset: Preset) => onRoute({ page: "preset", id: preset.id }));
  const exportOne = useStable((preset: Preset) => exportFile([preset]));
  const arrange = useStable((ids: string[]) => attempt("arrange", () => platform.arrangePresets(ids)));

  function onKeyDown(event: KeyboardEvent) {
    const typing = event.target instanceof HTMLInputElement;
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing && note?.removed) {
      event.preventDefault();
      void undo(note.removed);
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for what a button does.
    <div className="presets" ref={page} onKeyDown={onKeyDown}>
      <div className="page">
        <div className="page-head">
          <PageTitle>{t("presets.title")}</PageTitle>
          <div className="presets-actions">
            <Button
              variant={shown.length > 0 ? "secondary" : "primary"}
              icon={<Plus aria-hidden="true" />}
              onPress={() => onRoute({ page: "preset", id: null })}
            >
              {t("presets.new")}
            </Button>
            <Button isPending={pending === "import"} onPress={importFile}>
              {t("presets.import")}
            </Button>
            {presets.length > 0 && (
              <Button isPending={pending === "export"} onPress={() => exportFile(presets)}>
                {t("presets.exportAll")}
              </Button>
            )}
          </div>
        </div>
        {list.problem && <ProblemNotice problem={list.problem} onRetry={list.retry} />}
        {problem && <ProblemNotice problem={problem} />}
        {failures.map(({ preset, problem: why }) => (
          <ProblemNotice key={preset.id} problem={why} lead={t("presets.notStarted", { name: preset.name })}>
            <Button onPress={() => edit(preset)}>{t("presets.edit")}</Button>
          </ProblemNotice>
        ))}
        {isEmpty && (
          <EmptyState icon={<Bookmark />} title={t("presets.empty")} text={t("presets.emptyText")} />
        )}
        {presets.length > 0 && (
          <Later>
            <Filters filter={filter} onChange={narrow} tags={tags} />
            <p role="status" className={inSight.length > 0 ? "visually-hidden" : "soft"}>
              {isPart && t("presets.found", { count: inSight.length })}
            </p>
            {shown.length > 0 && (
              <div className="presets-picked">
                <span>{t("presets.picked", { count: shown.length })}</span>
                <Button
                  variant="primary"
                  icon={<Play aria-hidden="true" />}
                  isPending={pending?.startsWith("run/")}
                  onPress={() => run(shown)}
                >
                  {t("presets.runPicked", { count: shown.length })}
                </Button>
                <Button onPress={() => exportFile(shown)}>{t("presets.export")}</Button>
                <Button onPress={() => remove(shown.map(({ id }) => id))}>{t("presets.delete")}</Button>
                <Button variant="quiet" onPress={() => setPicked(new Set())}>
                  {t("presets.unpick")}
                </Button>
              </div>
            )}
            <List
              presets={inSight}
              isPart={isPart}
              search={`${tag ?? ""} ${query}`}
              connections={connections}
              picked={picked}
              onPick={setPicked}
              running={pending}
              focusOn={focusOn}
              onRun={run}
              onEdit={edit}
              onRename={setRenaming}
              onDuplicate={duplicate}
              onExport={exportOne}
              onRemove={remove}
              onArrange={arrange}
              onRoute={onRoute}
            />
          </Later>
        )}
        <UndoNote onUndo={note?.removed ? () => undo(note.removed as string[]) : undefined}>
          {note?.text}
        </UndoNote>
      </div>
      <NameDialog
        key={renaming?.id}
        title={t("presets.rename")}
        name={renaming?.name ?? ""}
        isOpen={renaming !== null}
        onClose={() => setRenaming(null)}
        onSave={async (name) => {
          if (renaming) {
            await platform.savePreset({ ...draftOf(renaming), name });
          }
        }}
      />
    </div>
  );
}

const NONE: Preset[] = [];

/** A preset as it is entered, its folder kept. */
function draftOf({ connectionName: _, lastRun: __, ...preset }: Preset) {
  return { ...preset, destination: { kind: "keep" as const } };
}
