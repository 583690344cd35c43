import { useConnections, useRuns } from "../../app/engine";
import { Button } from "../../components/Button/Button";
import { Notice } from "../../components/Notice/Notice";
import { ProblemNotice, useFormats } from "../../components/ProblemNotice/ProblemNotice";
import { useAttempt } from "../../lib/attempt";
import { LookInside } from "../../look/LookInside";
import { useMessages } from "../../messages";
import { type Run, type SavedFile, usePlatform } from "../../platform";
import { BUTTONS, fileMeaning, wordingOf } from "../../problems";
import { FindInCare } from "../../runs/FindInCare";
import { SavedFacts } from "../../runs/SavedFacts";
import { type Way, type WayOut, wayOut } from "../../runs/wayOut";
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
  const { t } = useMessages();
  const platform = usePlatform();
  const { pending, problem, attempt } = useAttempt();
  return (
    <>
      <Notice tone="success">
        <p className="notice-title">{t("saved.title")}</p>
      </Notice>
      <SavedFacts run={run} saved={saved} />
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
        <LookInside run={run} />
        <Button onPress={onLeave}>{t("action.newExport")}</Button>
      </div>
    </>
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
  const formats = useFormats(run.request.timeZone);
  const { putRun } = useRuns();
  const connections = useConnections();
  const { pending, problem: attemptProblem, attempt } = useAttempt();
  const problem = run.problem;
  const wording = problem && wordingOf(problem, formats);
  const connectionGone = !connections.value?.some(({ id }) => id === run.request.connectionId);
  const { way, label, onward }: WayOut = connectionGone
    ? { way: "leave", label: BUTTONS.change }
    : wayOut(run, problem, wording?.remedy ?? null);

  async function resume(ask: (id: string) => Promise<Run | null>) {
    await attempt("resume", async () => {
      const resumed = await ask(run.id);
      if (resumed) {
        putRun(resumed);
      }
    });
  }

  const go: Record<Exclude<Way, "find">, () => void> = {
    sign_in: onSignIn,
    elsewhere: () => resume(platform.saveRunElsewhere),
    resume: () => resume(platform.resumeRun),
    restart: onAgain,
    leave: onLeave,
  };
  const waits = pending !== null || again.starting;
  const trouble = attemptProblem ?? again.problem;
  return (
    <>
      {problem ? (
        <ProblemNotice problem={problem} file={fileMeaning(wording, run)} timeZone={run.request.timeZone} />
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
        {way !== "find" && (
          <Button variant="primary" isPending={waits} onPress={go[way]}>
            {t(label)}
          </Button>
        )}
        {problem?.code === "creation_unknown" && (
          <FindInCare run={run} variant={way === "find" ? "primary" : "secondary"} />
        )}
        {onward && (
          <Button onPress={go[onward.way]} isDisabled={waits}>
            {t(onward.label)}
          </Button>
        )}
        {way !== "leave" && <Button onPress={onLeave}>{t("action.newExport")}</Button>}
      </div>
    </>
  );
}
