import { Check } from "lucide-react";
import { useState } from "react";
import { ProgressBar } from "react-aria-components/ProgressBar";
import { hasEnded } from "../../app/engine";
import { Button } from "../../components/Button";
import { ProblemNotice } from "../../components/ProblemNotice";
import { useSeconds } from "../../lib/clock";
import { formatBytes, formatElapsed } from "../../lib/format";
import { type MessageKey, useMessages } from "../../messages";
import { type Phase, type Problem, type Run, toProblem, usePlatform } from "../../platform";
import { RunEnd } from "./RunEnd";
import { summaryOf } from "./summary";

export type RunPanelProps = {
  run: Run;
  onSignIn: () => void;
  /** Starts a new export with the same choices. */
  onAgain: () => void;
  /** How that start is going. */
  again: { starting: boolean; problem: Problem | null };
  /** Leaves the run and goes back to the choices. */
  onLeave: () => void;
};

/** An export on its way, and its end. */
export function RunPanel(props: RunPanelProps) {
  const { run } = props;
  const messages = useMessages();
  const { t } = messages;
  return (
    <>
      <p className="panel-sentence">{summaryOf(run.request, messages)}</p>
      {/* Says each step once; the time and the bytes would never stop talking. */}
      <p role="status" className="visually-hidden">
        {t(run.phase === "saved" ? "run.savedStatus" : PHASE_NAMES[run.phase], { name: run.fileName })}
      </p>
      {hasEnded(run) ? <RunEnd {...props} /> : <Running run={run} />}
    </>
  );
}

const PHASE_NAMES: Record<Phase, MessageKey> = {
  queued: "phase.queued",
  creating: "phase.creating",
  waiting: "phase.waiting",
  downloading: "phase.downloading",
  converting: "phase.converting",
  saved: "phase.saved",
  failed: "phase.failed",
  cancelled: "phase.cancelled",
  interrupted: "phase.interrupted",
};

const STEPS: Phase[] = ["queued", "creating", "waiting", "downloading", "converting", "saved"];

function Running({ run }: { run: Run }) {
  const { t } = useMessages();
  const platform = usePlatform();
  const now = useSeconds(true);
  const [cancelling, setCancelling] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function cancel() {
    setCancelling(true);
    setProblem(null);
    try {
      await platform.cancelRun(run.id);
    } catch (rejection) {
      setProblem(toProblem(rejection));
      setCancelling(false);
    }
  }

  return (
    <>
      <Steps run={run} now={now} />
      <Progress run={run} now={now} />
      {problem && <ProblemNotice problem={problem} />}
      <div className="panel-actions">
        <Button isPending={cancelling} onPress={cancel}>
          {t("action.cancel")}
        </Button>
      </div>
    </>
  );
}

function Steps({ run, now }: { run: Run; now: number }) {
  const { t } = useMessages();
  const current = STEPS.indexOf(run.phase);
  return (
    <ol className="steps">
      {STEPS.map((phase, index) => (
        <li key={phase} className="step" aria-current={index === current ? "step" : undefined}>
          {index < current ? (
            <Check role="img" aria-label={t("step.done")} />
          ) : (
            <span className="step-dot" aria-hidden="true" />
          )}
          <span>{t(PHASE_NAMES[phase])}</span>
          <span className="step-time">{timeIn(run, phase, now)}</span>
        </li>
      ))}
    </ol>
  );
}

/** How long the run was, or is, in a phase; nothing when it was never there, or not for a second. */
function timeIn(run: Run, phase: Phase, now: number): string | null {
  const entered = run.steps.findLastIndex(([step]) => step === phase);
  const [, since] = run.steps[entered] ?? [];
  if (since === undefined) {
    return null;
  }
  const [, until] = run.steps[entered + 1] ?? [];
  const spent = (until ?? now) - since;
  return until !== undefined && spent < 1000 ? null : formatElapsed(spent);
}

function Progress({ run, now }: { run: Run; now: number }) {
  const { t, locale } = useMessages();
  const { bytes, totalBytes, current, total } = run.progress;
  const downloading = run.phase === "downloading";
  const counted = run.phase === "waiting" && current !== null && total !== null && total > 0;
  // More than all is no progress either: then the total was wrong, and the bar says that it knows none.
  const share =
    downloading && totalBytes && bytes <= totalBytes
      ? bytes / totalBytes
      : counted && current <= total
        ? current / total
        : null;
  const amount = downloading
    ? totalBytes
      ? t("progress.bytesOf", { bytes: formatBytes(bytes, locale), total: formatBytes(totalBytes, locale) })
      : formatBytes(bytes, locale)
    : counted
      ? t("progress.itemsOf", { current, total })
      : null;

  return (
    <ProgressBar
      className="progress"
      aria-label={t("progress.label")}
      isIndeterminate={share === null}
      value={share === null ? undefined : share * 100}
    >
      {({ percentage }) => (
        <>
          <div className="progress-track">
            <div
              className={share === null ? "progress-fill progress-unknown" : "progress-fill"}
              style={share === null ? undefined : { inlineSize: `${percentage}%` }}
            />
          </div>
          <p className="progress-text">
            <span>{t("progress.elapsed", { time: formatElapsed(now - run.createdAt) })}</span>
            {amount && <span>{amount}</span>}
          </p>
        </>
      )}
    </ProgressBar>
  );
}
