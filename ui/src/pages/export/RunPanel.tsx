import { Check } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/Button/Button";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { useSeconds } from "../../lib/clock";
import { formatElapsed } from "../../lib/format";
import { numberFormat } from "../../lib/intl";
import { type Messages, useMessages } from "../../messages";
import { type Phase, type Problem, type Run, toProblem, usePlatform } from "../../platform";
import { SaveAsPreset } from "../../presets/SaveAsPreset";
import { shareOf } from "../../runs/amounts";
import { ExportSentence } from "../../runs/ExportSentence";
import { Progress } from "../../runs/Progress";
import { hasEnded, PHASE_NAMES, STEPS } from "../../runs/phases";
import { RunEnd } from "./RunEnd";

export type RunPanelProps = {
  run: Run;
  onSignIn: () => void;
  /** Starts a new export with the same choices. */
  onAgain: () => void;
  /** How that start is going. */
  again: { starting: boolean; problem: Problem | null };
  /** A new one each time that a menu asks to keep the export as a preset. */
  askPreset: object | null;
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
      <p className="panel-sentence">
        <ExportSentence request={run.request} />
      </p>
      {run.part && <p>{t("run.part", { number: run.part.number, of: run.part.of })}</p>}
      {run.joined && !hasEnded(run) && (
        <p>{t("run.joined", { number: run.joined.number, of: run.joined.of })}</p>
      )}
      <p role="status" className="visually-hidden">
        {saidOf(run, messages)}
      </p>
      {hasEnded(run) ? <RunEnd {...props} /> : <Running run={run} askPreset={props.askPreset} />}
    </>
  );
}

/** Each step once, and each quarter of one that can be measured: time and bytes would never stop talking. */
function saidOf(run: Run, { t, locale }: Messages): string {
  if (run.phase === "saved") {
    return t("run.savedStatus", { name: run.fileName });
  }
  const name = t(PHASE_NAMES[run.phase]);
  const quarters = Math.floor((shareOf(run) ?? 0) * 4);
  return quarters === 0 || quarters === 4
    ? name
    : `${name} · ${numberFormat(locale, { style: "percent" }).format(quarters / 4)}`;
}

function Running({ run, askPreset }: Pick<RunPanelProps, "run" | "askPreset">) {
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
        <SaveAsPreset request={run.request} asked={askPreset} />
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
