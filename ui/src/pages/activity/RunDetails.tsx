import { ArrowLeft } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useId, useSyncExternalStore } from "react";
import type { OnRoute } from "../../app/route";
import { Button } from "../../components/Button/Button";
import { Notice } from "../../components/Notice/Notice";
import { ProblemNotice, useFormats } from "../../components/ProblemNotice/ProblemNotice";
import { useAttempt } from "../../lib/attempt";
import { useClock, useSeconds } from "../../lib/clock";
import { formatElapsed } from "../../lib/format";
import { timeInWords, whenInWords } from "../../lib/when";
import { LookInside } from "../../look/LookInside";
import { useMessages } from "../../messages";
import { type Connection, type Run, usePlatform } from "../../platform";
import { fileMeaning, wordingOf } from "../../problems";
import { ExportSentence } from "../../runs/ExportSentence";
import { FindInCare } from "../../runs/FindInCare";
import { PhaseIcon } from "../../runs/PhaseIcon";
import { Progress } from "../../runs/Progress";
import { hasEnded, PHASE_NAMES, PHASE_WORDS } from "../../runs/phases";
import { SavedFacts } from "../../runs/SavedFacts";
import { type Way, wayOut } from "../../runs/wayOut";
import { CopyDetails } from "./CopyDetails";
import { RequestFacts } from "./RequestFacts";
import type { RunPages } from "./RunPages";
import "./RunDetails.css";

type Props = {
  pages: RunPages;
  /** Ids of what is picked. */
  runs: string[];
  /** Takes the focus when the details are gone to. */
  headingRef: RefObject<HTMLHeadingElement | null>;
  connections: Connection[];
  onRoute: OnRoute;
  onBack: () => void;
  onPick: (id: string) => void;
  onRemove: () => Promise<void>;
};

/** What there is to know of the run that is picked, and what can be done with it. */
export function RunDetails(props: Props) {
  const { pages, runs, onBack } = props;
  const { t } = useMessages();
  const only = runs.length === 1 ? (runs[0] as string) : null;
  const run = useSyncExternalStore(pages.subscribe, () => (only ? pages.run(only) : undefined));
  return (
    <section className="run-details" aria-label={t("activity.details")} data-phase={run?.phase}>
      {/* What scrolls has no round corners of its own: they cost a longer frame than all else where there is no card. */}
      <div className="run-details-text">
        <div className="run-details-back">
          <Button variant="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={onBack}>
            {t("activity.back")}
          </Button>
        </div>
        {run ? <One {...props} run={run} /> : runs.length > 1 && <Several {...props} />}
      </div>
    </section>
  );
}

function Several({ pages, runs, headingRef, onRemove }: Props) {
  const { t } = useMessages();
  const { pending, attempt } = useAttempt();
  const ended = runs.filter((id) => {
    const run = pages.run(id);
    return run && hasEnded(run);
  });
  return (
    <>
      <h2 ref={headingRef} tabIndex={-1}>
        {t("activity.several", { count: runs.length })}
      </h2>
      {ended.length < runs.length && <p className="soft">{t("activity.liveStay")}</p>}
      <div className="run-actions">
        <Button
          isPending={pending !== null}
          isDisabled={ended.length === 0}
          onPress={() => attempt("remove", onRemove)}
        >
          {t("activity.remove")}
        </Button>
      </div>
    </>
  );
}

function One({ pages, run, headingRef, connections, onRoute, onPick, onRemove }: Props & { run: Run }) {
  const messages = useMessages();
  const { t } = messages;
  const clock = useClock();
  const connection = connections.find(({ id }) => id === run.request.connectionId) ?? null;
  const when = whenInWords(run.createdAt, clock.now(), clock.zone(), messages);
  return (
    <>
      <header className="run-details-head">
        <PhaseIcon phase={run.phase} />
        <h2 ref={headingRef} tabIndex={-1}>
          {t(PHASE_WORDS[run.phase])}
        </h2>
        <p className="soft small">{t("activity.asked", { when, account: run.connectionName })}</p>
      </header>
      <p className="run-sentence">
        <ExportSentence request={run.request} />
      </p>
      <State
        run={run}
        connection={connection}
        pages={pages}
        onRoute={onRoute}
        onPick={onPick}
        onRemove={onRemove}
      />
      {run.part && <Parts pages={pages} run={run} onPick={onPick} />}
      {run.saved && (
        <Facts title={t("export.file")}>
          <SavedFacts run={run} saved={run.saved} />
        </Facts>
      )}
      <RequestFacts run={run} connection={connection} />
      <Steps run={run} />
      <CopyDetails runId={run.id} />
    </>
  );
}

type StateProps = Pick<Props, "pages" | "onRoute" | "onPick" | "onRemove"> & {
  run: Run;
  connection: Connection | null;
};

/** How it went, and the buttons that fit. */
function State({ run, connection, pages, onRoute, onPick, onRemove }: StateProps) {
  const { t } = useMessages();
  const platform = usePlatform();
  const formats = useFormats(run.request.timeZone);
  const moved = useSyncExternalStore(pages.subscribe, () => pages.isMoved(run.id));
  const now = useSeconds(!hasEnded(run));
  const { pending, problem, attempt } = useAttempt();
  const ended = hasEnded(run);
  const isSaved = run.phase === "saved";
  const wording = run.problem && wordingOf(run.problem, formats);
  const troubled = run.phase === "failed" || run.phase === "interrupted";
  const { way, label, onward } = wayOut(run, run.problem, wording?.remedy ?? null);

  // What somebody looks at goes first. Without it nothing is lost but its place in the queue.
  useEffect(() => {
    platform.lookAt(ended ? [] : [run.id]).catch(() => {});
    return () => void platform.lookAt([]).catch(() => {});
  }, [platform, run.id, ended]);
  useEffect(() => {
    if (isSaved) {
      pages.lookForFile(run.id);
    }
  }, [pages, run.id, isSaved]);

  /** A command that answers with the run as it is now, or with a new one. */
  const ask = (name: string, command: () => Promise<Run | null>) =>
    attempt(name, async () => {
      const answer = await command();
      if (answer) {
        pages.take(answer);
        if (answer.id !== run.id) {
          onPick(answer.id);
        }
      }
    });
  const again = () => ask("again", () => platform.runAgain(run.id));
  const open = () =>
    attempt("open", () =>
      platform.openFile(run.id).catch((rejection) => {
        pages.lookForFile(run.id);
        throw rejection;
      }),
    );
  const show = () =>
    attempt("show", () =>
      platform.showInFolder(run.id).catch((rejection) => {
        pages.lookForFile(run.id);
        throw rejection;
      }),
    );
  const signIn = () =>
    onRoute({ page: "connection", id: run.request.connectionId, next: { page: "activity", run: run.id } });
  const go: Record<Exclude<Way, "find">, () => void> = {
    sign_in: signIn,
    elsewhere: () => ask("help", () => platform.saveRunElsewhere(run.id)),
    resume: () => ask("help", () => platform.resumeRun(run.id)),
    restart: again,
    leave: () => onRoute({ page: "export" }),
  };
  const button = (name: string, text: string, onPress: () => void, primary = false) => (
    <Button variant={primary ? "primary" : "secondary"} isPending={pending === name} onPress={onPress}>
      {text}
    </Button>
  );
  const helps = troubled && (connection !== null || way === "leave");
  return (
    <>
      {!ended && <p className="run-doing">{t(PHASE_NAMES[run.phase])}</p>}
      {!ended && <Progress run={run} now={now} />}
      {isSaved && moved && (
        <Notice tone="warning">
          <p className="notice-title">{t("problem.fileMoved")}</p>
          <p>{t("problem.fileMoved.do")}</p>
        </Notice>
      )}
      {troubled && run.problem && (
        <ProblemNotice
          problem={run.problem}
          file={fileMeaning(wording, run)}
          timeZone={run.request.timeZone}
        />
      )}
      {troubled && !run.problem && (
        <Notice tone="warning">
          <p className="notice-title">
            {t(run.phase === "interrupted" ? "interrupted.title" : "problem.internal")}
          </p>
          <p>{t(fileMeaning(null, run))}</p>
        </Notice>
      )}
      {run.phase === "cancelled" && <p>{t("cancelled.file")}</p>}
      {ended && connection === null && <p className="soft">{t("activity.accountGone")}</p>}
      {problem && !(problem.code === "file_moved" && moved) && <ProblemNotice problem={problem} />}
      <div className="run-actions">
        {isSaved && !moved && button("open", t("action.open"), open, true)}
        {isSaved && !moved && button("show", t("action.showInFolder"), show)}
        {isSaved && !moved && <LookInside run={run} />}
        {helps && way !== "find" && button("help", t(label), go[way], true)}
        {run.problem?.code === "creation_unknown" && (
          <FindInCare run={run} variant={helps && way === "find" ? "primary" : "secondary"} />
        )}
        {helps && onward && button("onward", t(onward.label), go[onward.way])}
        {helps &&
          way === "resume" &&
          run.resumable &&
          button("elsewhere", t("action.chooseElsewhere"), go.elsewhere)}
        {!ended &&
          button("cancel", t("action.cancel"), () => attempt("cancel", () => platform.cancelRun(run.id)))}
        {ended &&
          connection !== null &&
          !(helps && (way === "restart" || onward?.way === "restart")) &&
          button("again", t("activity.again"), again, run.phase === "cancelled" || moved)}
        {connection !== null && (
          <Button onPress={() => onRoute({ page: "preset", id: null, like: run.request })}>
            {t("preset.saveAs")}
          </Button>
        )}
        {ended && (
          <Button isPending={pending === "remove"} onPress={() => attempt("remove", onRemove)}>
            {t("activity.remove")}
          </Button>
        )}
      </div>
    </>
  );
}

/** The parts of an export whose period was too long for one. */
function Parts({ pages, run, onPick }: { pages: RunPages; run: Run; onPick: (id: string) => void }) {
  const { t } = useMessages();
  const parts = useSyncExternalStore(pages.subscribe, () => pages.partsOf(run));
  return (
    <Facts title={t("activity.parts", { of: run.part?.of ?? 0 })}>
      <ol className="run-parts">
        {parts.map((part) => (
          <li key={part.id} aria-current={part.id === run.id || undefined}>
            <PhaseIcon phase={part.phase} />
            {part.id === run.id ? (
              <span>{t("activity.partHere", { number: part.part?.number ?? 0 })}</span>
            ) : (
              <Button variant="quiet" onPress={() => onPick(part.id)}>
                {t("activity.partNumber", { number: part.part?.number ?? 0 })}
              </Button>
            )}
            <span className="soft">{t(PHASE_WORDS[part.phase])}</span>
          </li>
        ))}
      </ol>
    </Facts>
  );
}

/** Each step with the time of day at which it began, and how long it took. */
function Steps({ run }: { run: Run }) {
  const { t, locale } = useMessages();
  const clock = useClock();
  return (
    <Facts title={t("activity.steps")}>
      <ol className="run-steps">
        {run.steps.map(([phase, since], index) => {
          const until = run.steps[index + 1]?.[1];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added.
            <li key={index}>
              <span>{t(PHASE_WORDS[phase])}</span>
              <span className="soft">{timeInWords(since, clock.zone(), locale)}</span>
              <span className="soft">{until !== undefined && formatElapsed(until - since)}</span>
            </li>
          );
        })}
      </ol>
    </Facts>
  );
}

/** A part of the details under a heading of its own. */
export function Facts({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="run-facts" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}
