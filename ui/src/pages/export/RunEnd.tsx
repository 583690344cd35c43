import { useConnections, useRuns } from "../../app/engine";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { ProblemNotice, useFormats } from "../../components/ProblemNotice";
import { useAttempt } from "../../lib/attempt";
import { formatBytes } from "../../lib/format";
import { type MessageKey, useMessages } from "../../messages";
import { type FileNotes, type Run, type SavedFile, usePlatform } from "../../platform";
import { fileMeaning, wordingOf } from "../../problems";
import { type Way, wayOut } from "../../runs/wayOut";
import type { RunPanelProps } from "./RunPanel";

/** The end of an export: its file, or why there is none and the button that helps. */
export function RunEnd(props: RunPanelProps) {
  const { run } = props;
  if (run.phase === "saved" && run.saved) {
    return <Saved {...props} saved={run.saved} />;
  }
  if (run.phase === "cancelled") {
    return <Cancelled {...props} />;
  }
  return <Unfinished {...props} />;
}

function Saved({ run, saved, onLeave }: RunPanelProps & { saved: SavedFile }) {
  const { t, locale } = useMessages();
  const platform = usePlatform();
  const { pending, problem, attempt } = useAttempt();
  return (
    <>
      <Notice tone="success">
        <p className="notice-title">{t("saved.title")}</p>
      </Notice>
      <dl className="saved-facts">
        <dt>{t("saved.file")}</dt>
        <dd>{run.fileName}</dd>
        <dt>{t("saved.folder")}</dt>
        <dd>{saved.folder}</dd>
        <dt>{t("saved.rows")}</dt>
        <dd>{new Intl.NumberFormat(locale).format(saved.rows)}</dd>
        <dt>{t("saved.size")}</dt>
        <dd>{formatBytes(saved.bytes, locale)}</dd>
      </dl>
      <NamesNotice message="saved.missingColumns" names={saved.missingColumns} />
      <NamesNotice message="saved.unaskedColumns" names={saved.unaskedColumns} />
      <Notes notes={saved.notes} />
      {problem && <ProblemNotice problem={problem} />}
      <div className="panel-actions">
        <Button
          variant="primary"
          isPending={pending === "open"}
          onPress={() => attempt("open", () => platform.openFile(run.id))}
        >
          {t("action.open")}
        </Button>
        <Button
          isPending={pending === "show"}
          onPress={() => attempt("show", () => platform.showInFolder(run.id))}
        >
          {t("action.showInFolder")}
        </Button>
        <Button onPress={onLeave}>{t("action.newExport")}</Button>
      </div>
    </>
  );
}

function NamesNotice({ message, names }: { message: MessageKey; names: string[] }) {
  const { t } = useMessages();
  return (
    names.length > 0 && (
      <Notice tone="warning">
        <p className="notice-title">{t(message, { count: names.length })}</p>
        <ul className="mono-list">
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      </Notice>
    )
  );
}

const NOTES: [keyof FileNotes, MessageKey][] = [
  ["cutCells", "saved.cutCells"],
  ["sheets", "saved.sheets"],
  ["notNumbers", "saved.notNumbers"],
  ["neutralised", "saved.neutralised"],
  ["lacking", "saved.lacking"],
  ["nulls", "saved.nulls"],
  ["repeated", "saved.repeated"],
];

/** What is not as one might think; one sheet is as it should be. */
function Notes({ notes }: { notes: FileNotes }) {
  const { t } = useMessages();
  const found = NOTES.filter(([note]) => notes[note] > (note === "sheets" ? 1 : 0));
  return (
    found.length > 0 && (
      <Notice tone="info">
        <p className="notice-title">{t("saved.notes")}</p>
        <ul>
          {found.map(([note, message]) => (
            <li key={note}>{t(message, { count: notes[note] })}</li>
          ))}
        </ul>
      </Notice>
    )
  );
}

function Cancelled({ onLeave }: RunPanelProps) {
  const { t } = useMessages();
  return (
    <>
      <Notice tone="info">
        <p className="notice-title">{t("cancelled.title")}</p>
        <p>{t("cancelled.file")}</p>
      </Notice>
      <div className="panel-actions">
        <Button variant="primary" onPress={onLeave}>
          {t("action.newExport")}
        </Button>
      </div>
    </>
  );
}

function Unfinished({ run, onSignIn, onAgain, again, onLeave }: RunPanelProps) {
  const { t } = useMessages();
  const platform = usePlatform();
  const formats = useFormats();
  const { putRun } = useRuns();
  const connections = useConnections();
  const { pending, problem: attemptProblem, attempt } = useAttempt();
  const problem = run.problem;
  const wording = problem && wordingOf(problem, formats);
  const connectionGone = !connections.value?.some(({ id }) => id === run.request.connectionId);
  const { way, label } = connectionGone
    ? { way: "leave" as const, label: "action.newExport" as const }
    : wayOut(run, problem, wording?.remedy ?? null);

  async function resume(ask: (id: string) => Promise<Run | null>) {
    await attempt("resume", async () => {
      const resumed = await ask(run.id);
      if (resumed) {
        putRun(resumed);
      }
    });
  }

  const go: Record<Way, () => void> = {
    sign_in: onSignIn,
    elsewhere: () => resume(platform.saveRunElsewhere),
    resume: () => resume(platform.resumeRun),
    restart: onAgain,
    leave: onLeave,
  };
  // After the connection was corrected the person comes back here, and needs a way to go on.
  const onceMore: Way = run.resumable ? "resume" : "restart";
  const trouble = attemptProblem ?? again.problem;
  return (
    <>
      {problem ? (
        <ProblemNotice problem={problem} file={fileMeaning(wording, run)} />
      ) : (
        <Notice tone="warning">
          <p className="notice-title">
            {t(run.phase === "interrupted" ? "interrupted.title" : "problem.internal")}
          </p>
          <p>{t(fileMeaning(null, run))}</p>
        </Notice>
      )}
      {trouble && <ProblemNotice problem={trouble} />}
      <div className="panel-actions">
        <Button variant="primary" isPending={pending !== null || again.starting} onPress={go[way]}>
          {t(label)}
        </Button>
        {way === "sign_in" && (
          <Button onPress={go[onceMore]} isDisabled={pending !== null || again.starting}>
            {t("action.tryAgain")}
          </Button>
        )}
        {way !== "leave" && <Button onPress={onLeave}>{t("action.newExport")}</Button>}
      </div>
    </>
  );
}
