import { useState } from "react";
import { useKept, useLiveCount } from "../../app/engine";
import { Button } from "../../components/Button/Button";
import { Dialog } from "../../components/Dialog/Dialog";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { Section } from "../../components/Section/Section";
import { UndoNote } from "../../components/UndoNote/UndoNote";
import { useAttempt } from "../../lib/attempt";
import { formatBytes } from "../../lib/format";
import { type MessageKey, useMessages } from "../../messages";
import { type KeptPart, usePlatform } from "../../platform";

/** What is asked before a part goes for good. */
const QUESTIONS: Record<KeptPart, { title: MessageKey; text: MessageKey; yes: MessageKey }> = {
  columns: { title: "kept.columnsTitle", text: "kept.againText", yes: "action.remove" },
  agents: { title: "kept.agentsTitle", text: "kept.againText", yes: "action.remove" },
  logs: { title: "kept.logsTitle", text: "kept.logsText", yes: "action.remove" },
  everything: { title: "kept.everythingTitle", text: "kept.everythingText", yes: "kept.everythingYes" },
};

/** What the app keeps on this computer, and how each part of it is removed. */
export function KeptData({ onBeginAnew }: { onBeginAnew: () => void }) {
  const { t, locale } = useMessages();
  const platform = usePlatform();
  const kept = useKept();
  const live = useLiveCount();
  const { pending, problem, attempt } = useAttempt<"runs" | "remove" | "undo">();
  const [asked, setAsked] = useState<KeptPart | null>(null);
  const [removed, setRemoved] = useState<string[]>([]);

  const removeRuns = () =>
    attempt("runs", async () => {
      setRemoved(await platform.removeEndedRuns());
      kept.retry();
    });
  const undo = () =>
    attempt("undo", async () => {
      await platform.restoreRuns(removed);
      setRemoved([]);
      kept.retry();
    });
  const remove = (part: KeptPart) =>
    attempt("remove", async () => {
      await platform.removeKept(part);
      setAsked(null);
      if (part === "everything") {
        onBeginAnew();
      } else {
        kept.retry();
      }
    });

  if (!kept.value) {
    return kept.problem && <ProblemNotice problem={kept.problem} onRetry={kept.retry} />;
  }
  const { data, logBytes } = kept.value;
  const rows: { part: KeptPart | "runs"; words: string; some: boolean; label: MessageKey }[] = [
    {
      part: "runs",
      words: t("kept.runs", { count: data.endedRuns }),
      some: data.endedRuns > 0,
      label: "kept.removeRuns",
    },
    {
      part: "columns",
      words: t("kept.columns", { count: data.columns }),
      some: data.columns > 0,
      label: "kept.removeColumns",
    },
    {
      part: "agents",
      words: t("kept.agents", { count: data.agents }),
      some: data.agents > 0,
      label: "kept.removeAgents",
    },
    {
      part: "logs",
      words: t("kept.logs", { some: logBytes > 0 ? "yes" : "no", size: formatBytes(logBytes, locale) }),
      some: logBytes > 0,
      label: "kept.removeLogs",
    },
  ];
  const question = asked && QUESTIONS[asked];
  return (
    <Section title={t("kept.title")}>
      <p className="soft">{t("kept.intro")}</p>
      <p className="soft small setting-path">{t("kept.where", { folder: data.folder })}</p>
      <ul className="kept-list">
        {rows.map(({ part, words, some, label }) => (
          <li key={part}>
            <span>{words}</span>
            <Button
              aria-label={t(label)}
              isDisabled={!some}
              isPending={part === "runs" && pending === "runs"}
              onPress={() => (part === "runs" ? removeRuns() : setAsked(part))}
            >
              {t("action.remove")}
            </Button>
          </li>
        ))}
        <li>
          <div>
            <p>
              {t("kept.everything", {
                connections: data.connections,
                presets: data.presets,
                putAside: data.putAside,
              })}
            </p>
            {live > 0 && <p className="soft small">{t("kept.busy")}</p>}
          </div>
          <Button isDisabled={live > 0} onPress={() => setAsked("everything")}>
            {t("kept.removeEverything")}
          </Button>
        </li>
      </ul>
      {problem && asked === null && <ProblemNotice problem={problem} />}
      <UndoNote onUndo={removed.length > 0 ? undo : undefined}>
        {removed.length > 0 && t("activity.removed", { count: removed.length })}
      </UndoNote>
      <Dialog
        title={question ? t(question.title) : ""}
        isOpen={question !== null}
        onClose={() => setAsked(null)}
      >
        {question && <p>{t(question.text)}</p>}
        {problem && <ProblemNotice problem={problem} />}
        <div className="dialog-actions">
          <Button autoFocus onPress={() => setAsked(null)}>
            {t("kept.keep")}
          </Button>
          <Button variant="danger" isPending={pending === "remove"} onPress={() => asked && remove(asked)}>
            {question && t(question.yes)}
          </Button>
        </div>
      </Dialog>
    </Section>
  );
}
