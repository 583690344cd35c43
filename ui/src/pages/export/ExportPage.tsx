import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useRuns, useUnlisted } from "../../app/engine";
import type { OnRoute } from "../../app/route";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { Later } from "../../lib/later";
import { useStable } from "../../lib/stable";
import { type MessageKey, useMessages } from "../../messages";
import {
  type Connection,
  type ExportRequest,
  type Field,
  type Problem,
  toProblem,
  usePlatform,
} from "../../platform";
import { fieldMessage, isOfAccount } from "../../problems";
import { titleOf } from "../../runs/reports";
import { FirstSteps } from "../first-start/FirstSteps";
import { ConnectionField } from "./ConnectionField";
import { DraftPanel } from "./DraftPanel";
import { type Drafts, missingOf, requestOf } from "./draft";
import { ExportFields, type FieldErrors, focusField, useTimeZoneOf } from "./ExportFields";
import { useExportKey } from "./exportKey";
import { useToday } from "./period";
import { RunPanel } from "./RunPanel";
import { useResolution } from "./resolution";
import { ThisExport } from "./ThisExport";
import "./ExportPage.css";

// A pick in the fields is seen in its field first: what the panel says of it follows.
const Panel = memo(DraftPanel);

type Props = {
  connections: Connection[];
  drafts: Drafts;
  onRoute: OnRoute;
  /** A new one each time that a menu asks to keep the export as a preset. */
  askPreset: object | null;
};

/** The export page: the choices from top to bottom, beside them what will happen, and the one button. */
export function ExportPage({ connections, drafts, onRoute, askPreset }: Props) {
  const connection =
    connections.find(({ id }) => id === drafts.connectionId) ?? (connections[0] as Connection);
  const { t, locale } = useMessages();
  const platform = usePlatform();
  const { shown, putRun, dismissRun } = useRuns();
  const unlisted = useUnlisted();
  const lookedAt = shown?.id ?? null;
  useEffect(() => {
    // What can't be told changes nothing but an order.
    platform.lookAt(lookedAt === null ? [] : [lookedAt]).catch(() => {});
  }, [platform, lookedAt]);
  const draft = drafts.of(connection.id);
  const timeZone = useTimeZoneOf(draft, connection);
  const request = useMemo(() => requestOf(draft, connection, timeZone), [draft, connection, timeZone]);
  const told = useDeferredValue(request);
  const resolution = useResolution(draft.period, timeZone, useToday(timeZone));

  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Whether the button was pressed while something was missing: from then on the page says what. */
  const [pressed, setPressed] = useState(false);
  const fields = useRef<HTMLDivElement>(null);

  const missing = missingOf(draft);
  const refused =
    problem?.code === "invalid_field" ? { [problem.field]: fieldMessage(problem.field, problem.fault) } : {};
  const errors: FieldErrors = Object.fromEntries(
    Object.entries({ ...refused, ...(pressed ? missing : {}) }).map(([field, key]) => [field, t(key)]),
  );
  const blocker: MessageKey | null = Object.values(missing)[0] ?? null;

  async function start(asked: ExportRequest) {
    setStarting(true);
    setProblem(null);
    try {
      const run = await platform.startExport(asked);
      if (run) {
        putRun(run);
        setPressed(false);
      }
      return run;
    } catch (rejection) {
      const refusal = toProblem(rejection);
      setProblem(refusal);
      if (refusal.code === "invalid_field") {
        focusField(fields.current, refusal.field);
      }
      return null;
    } finally {
      setStarting(false);
    }
  }

  const onExport = useStable(() => {
    setPressed(true);
    const first = Object.keys(missing)[0] as Field | undefined;
    if (first) {
      focusField(fields.current, first);
    } else if (request) {
      start(request);
    }
  });

  useExportKey(shown || starting ? null : onExport);

  const signIn = useStable(() =>
    onRoute({ page: "connection", id: connection.id, next: { page: "export" } }),
  );
  /** What went wrong with this account. */
  const wrong = shown ? (shown.request.connectionId === connection.id ? shown.problem : null) : problem;
  return (
    <div className="export-page">
      <div className="export-choices">
        <FirstSteps />
        <div className="page-head export-head">
          <PageTitle>{titleOf(draft.report, locale)}</PageTitle>
          {connections.length > 1 && (
            <ConnectionField
              connections={connections}
              connection={connection}
              onChange={(id) => {
                // What the engine said about the choices before says nothing about the ones now.
                setProblem(null);
                drafts.pick(id);
              }}
            />
          )}
        </div>
        <Later>
          <ExportFields
            key={connection.id}
            ref={fields}
            connection={connection}
            draft={draft}
            onChange={(part) => {
              setProblem(null);
              drafts.change(connection.id, part);
            }}
            errors={errors}
            onSignIn={signIn}
            signInTold={wrong !== null && isOfAccount(wrong)}
          />
        </Later>
      </div>
      <Later>
        <ThisExport phase={shown?.phase ?? "idle"} runId={shown?.id ?? null}>
          {unlisted && !shown && (
            <ProblemNotice problem={unlisted.problem} lead={t("notice.unlisted")} onRetry={unlisted.retry} />
          )}
          {shown ? (
            <RunPanel
              key={shown.id}
              run={shown}
              onSignIn={() =>
                onRoute({ page: "connection", id: shown.request.connectionId, next: { page: "export" } })
              }
              onAgain={async () => {
                const run = await start(shown.request);
                if (run) {
                  dismissRun(shown.id);
                }
              }}
              again={{ starting, problem }}
              askPreset={askPreset}
              onLeave={() => {
                dismissRun(shown.id);
                setProblem(null);
              }}
            />
          ) : (
            <Panel
              request={told}
              resolved={resolution?.period ?? null}
              blocker={blocker}
              pressed={pressed}
              problem={problem}
              starting={starting}
              askPreset={askPreset}
              onExport={onExport}
              onSignIn={signIn}
            />
          )}
        </ThisExport>
      </Later>
    </div>
  );
}
