import { ProgressBar } from "react-aria-components/ProgressBar";
import { formatElapsed } from "../lib/format";
import { useMessages } from "../messages";
import type { Run } from "../platform";
import { amountOf, shareOf } from "./amounts";
import "./Progress.css";

/** How far a run is, and how long it has taken. */
export function Progress({ run, now }: { run: Run; now: number }) {
  const messages = useMessages();
  const { t } = messages;
  const share = shareOf(run);
  const amount = amountOf(run, messages);
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
