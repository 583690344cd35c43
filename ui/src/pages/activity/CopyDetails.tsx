import { useRef, useState } from "react";
import { Button } from "../../components/Button/Button";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { useAttempt } from "../../lib/attempt";
import { type MessageKey, useMessages } from "../../messages";
import { usePlatform } from "../../platform";
import { Facts } from "./RunDetails";

/** What support needs to know of a run, without any secret: to be copied, and the log to be found. */
export function CopyDetails({ runId }: { runId: string }) {
  const { t } = useMessages();
  const platform = usePlatform();
  const { pending, problem, attempt } = useAttempt();
  const [outcome, setOutcome] = useState<MessageKey | null>(null);
  /** Shown where it can't be put on the clipboard. */
  const [text, setText] = useState<string | null>(null);
  const box = useRef<HTMLPreElement>(null);

  const copy = () =>
    attempt("copy", async () => {
      setOutcome(null);
      const details = platform.runDetails(runId);
      try {
        // Promised at once: a webview lets a page write only while the press is fresh.
        const promised = details.then((known) => new Blob([known], { type: "text/plain" }));
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": promised })]);
        setText(null);
        setOutcome("technical.copied");
      } catch {
        setText(await details);
        setOutcome("technical.selected");
        requestAnimationFrame(() => box.current && getSelection()?.selectAllChildren(box.current));
      }
    });

  return (
    <Facts title={t("activity.support")}>
      <p className="soft small">{t("activity.supportHint")}</p>
      {problem && <ProblemNotice problem={problem} />}
      <div className="run-actions">
        <Button isPending={pending === "copy"} onPress={copy}>
          {t("activity.copy")}
        </Button>
        <Button
          isPending={pending === "logs"}
          onPress={() => attempt("logs", () => platform.openLogFolder())}
        >
          {t("settings.showLogs")}
        </Button>
      </div>
      <p role="status" className="small">
        {outcome && t(outcome)}
      </p>
      {text !== null && (
        <pre ref={box} className="run-text">
          {text}
        </pre>
      )}
    </Facts>
  );
}
