import { ProgressBar } from "react-aria-components/ProgressBar";
import type { Lesson } from "../../app/learning";
import { Button } from "../../components/Button/Button";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { useClock, useSeconds } from "../../lib/clock";
import { formatElapsed } from "../../lib/format";
import { useMessages } from "../../messages";
import "../../runs/Progress.css";
import "./Learning.css";

type Props = {
  lesson: Lesson<unknown> & { start(now: number): void; stop(): void };
  /** What the button does. */
  label: string;
  /** What that means, while nothing is under way. */
  hint: string;
  /** What came of it; null when there is nothing to say. */
  outcome: string | null;
};

/** Learning something of the account: the button, how it goes, and what came of it. */
export function Learning({ lesson, label, hint, outcome }: Props) {
  const { t } = useMessages();
  const clock = useClock();
  const now = useSeconds(lesson.since !== null);
  const { since, stopping, problem } = lesson;
  const start = () => lesson.start(clock.now());
  return (
    <div className="learning">
      {since === null ? (
        <div className="learning-row">
          <Button onPress={start}>{label}</Button>
          <p className="field-hint">{hint}</p>
        </div>
      ) : (
        <div className="learning-row">
          <ProgressBar className="progress" aria-label={label} isIndeterminate>
            <div className="progress-track">
              <div className="progress-fill progress-unknown" />
            </div>
            <p className="progress-text">
              <span>{t(stopping ? "learning.stopping" : "learning.asking")}</span>
              <span>{formatElapsed(now - since)}</span>
            </p>
          </ProgressBar>
          <Button isPending={stopping} onPress={() => lesson.stop()}>
            {t("action.cancel")}
          </Button>
        </div>
      )}
      <p className="field-hint" role="status">
        {since === null && outcome}
      </p>
      {problem && <ProblemNotice problem={problem} onRetry={since === null ? start : undefined} />}
    </div>
  );
}
