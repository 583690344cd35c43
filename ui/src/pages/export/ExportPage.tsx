import { type ReactNode, useId, useRef, useState } from "react";
import { useColumns, useRuns, useTimeZones } from "../../app/engine";
import type { OnRoute } from "../../app/route";
import { PageTitle } from "../../components/PageTitle";
import { PickBox } from "../../components/PickBox";
import { useClock } from "../../lib/clock";
import { contains } from "../../lib/search";
import { type MessageKey, useMessages } from "../../messages";
import {
  type Connection,
  type ExportRequest,
  type Field,
  type Problem,
  toProblem,
  usePlatform,
} from "../../platform";
import { fieldMessage } from "../../problems";
import { ColumnsField } from "./ColumnsField";
import { DraftPanel } from "./DraftPanel";
import { type DraftState, peopleOf, requestOf } from "./draft";
import { FileField } from "./FileField";
import { LanguageField } from "./LanguageField";
import { PeopleField } from "./PeopleField";
import { PeriodField } from "./PeriodField";
import { RunPanel } from "./RunPanel";
import { ThisExport } from "./ThisExport";
import { ZoneField } from "./ZoneField";
import "./ExportPage.css";

type Props = { connections: Connection[]; draft: DraftState; onRoute: OnRoute };

/** The export page: the choices from top to bottom, beside them what will happen, and the one button. */
export function ExportPage({ connections, draft, onRoute }: Props) {
  const connection =
    connections.find(({ id }) => id === draft.draft.connectionId) ?? (connections[0] as Connection);
  return <Page connections={connections} connection={connection} draftState={draft} onRoute={onRoute} />;
}

type PageProps = {
  connections: Connection[];
  connection: Connection;
  draftState: DraftState;
  onRoute: OnRoute;
};

function Page({ connections, connection, draftState: { draft, change }, onRoute }: PageProps) {
  const { t } = useMessages();
  const platform = usePlatform();
  const clock = useClock();
  const zones = useTimeZones(connection);
  const columns = useColumns(connection);
  const { shown, putRun, dismissRun } = useRuns();
  const people = peopleOf(draft, connection);
  const timeZone = draft.timeZone ?? zones.value?.system ?? clock.zone();
  const request = requestOf(draft, connection, timeZone);

  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Whether the button was pressed while something was missing: from then on the page says what. */
  const [pressed, setPressed] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const agentsInput = useRef<HTMLInputElement>(null);
  const columnsInput = useRef<HTMLInputElement>(null);
  const zoneInput = useRef<HTMLInputElement>(null);
  const jsonNotice = useRef<HTMLDivElement>(null);

  const jsonOnly = jsonOnlyColumns();
  const missing: Partial<Record<Field, MessageKey>> = {
    ...(draft.period === null && { period: fieldMessage("period", "missing") }),
    ...(people.kind === "teams" &&
      people.teamIds.length === 0 && { teams: fieldMessage("teams", "missing") }),
    ...(people.kind === "agents" &&
      people.agentIds.length === 0 && { agents: fieldMessage("agents", "missing") }),
  };
  const refused =
    problem?.code === "invalid_field" ? { [problem.field]: fieldMessage(problem.field, problem.fault) } : {};
  const errors: Partial<Record<Field, MessageKey>> = { ...refused, ...(pressed ? missing : {}) };
  const errorOf = (field: Field) => (errors[field] ? t(errors[field]) : null);
  const blocker: MessageKey | null =
    Object.values(missing)[0] ?? (jsonOnly.length > 0 ? "export.jsonOnlyFirst" : null);

  function jsonOnlyColumns(): string[] {
    if (draft.format !== "csv") {
      return [];
    }
    const known = new Set(columns.value?.filter((column) => column.jsonOnly).map(({ name }) => name));
    // The engine knows them even when the list of columns did not come.
    const named = problem?.code === "columns_need_json" ? problem.columns : [];
    return draft.columns.filter((name) => known.has(name) || named.includes(name));
  }

  function changeDraft(part: Partial<typeof draft>) {
    // What the engine said about the choices before says nothing about the ones now.
    if (problem && problem.code !== "columns_need_json") {
      setProblem(null);
    }
    change(part);
  }

  function goTo(field: Field | "json") {
    const inPage = (selector: string) => page.current?.querySelector<HTMLElement>(selector);
    const target = {
      period: () => inPage(".period-segment"),
      teams: () => inPage(".search-list input, .tag-field input"),
      agents: () => agentsInput.current,
      columns: () => columnsInput.current,
      time_zone: () => zoneInput.current,
      json: () => jsonNotice.current,
    }[field as string];
    target?.()?.focus();
  }

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
        goTo(refusal.field);
      }
      return null;
    } finally {
      setStarting(false);
    }
  }

  function onExport() {
    setPressed(true);
    const first = Object.keys(missing)[0] as Field | undefined;
    if (first) {
      goTo(first);
    } else if (jsonOnly.length > 0) {
      goTo("json");
    } else if (request) {
      start(request);
    }
  }

  return (
    <div className="export-page" ref={page}>
      <div className="export-choices">
        <PageTitle>{t("export.title")}</PageTitle>
        {connections.length > 1 && (
          <Section title={t("export.connection")}>
            <ConnectionField
              connections={connections}
              connection={connection}
              onChange={(connectionId) => changeDraft({ connectionId })}
            />
          </Section>
        )}
        <Section title={t("export.when")}>
          <PeriodField
            period={draft.period}
            timeZone={timeZone}
            onChange={(period) => changeDraft({ period })}
            error={errorOf("period")}
          />
          <div className="export-pair">
            <ZoneField
              zones={zones}
              timeZone={timeZone}
              onChange={(id) => changeDraft({ timeZone: id })}
              error={errorOf("time_zone")}
              inputRef={zoneInput}
            />
            <LanguageField value={draft.locale} onChange={(locale) => changeDraft({ locale })} />
          </div>
        </Section>
        <Section title={t("export.who")}>
          <PeopleField
            connection={connection}
            people={people}
            includeDisabled={draft.includeDisabled}
            onPeople={(next) => changeDraft({ people: { ...draft.people, [connection.id]: next } })}
            onIncludeDisabled={(includeDisabled) => changeDraft({ includeDisabled })}
            teamsError={errorOf("teams")}
            agentsError={errorOf("agents")}
            agentsRef={agentsInput}
          />
        </Section>
        <Section title={t("export.columns")}>
          <ColumnsField
            columns={columns}
            picked={draft.columns}
            onChange={(names) => changeDraft({ columns: names })}
            error={errorOf("columns")}
            practice={connection.practice}
            inputRef={columnsInput}
          />
        </Section>
        <Section title={t("export.file")}>
          <FileField
            format={draft.format}
            onChange={(format) => changeDraft({ format })}
            jsonOnly={jsonOnly}
            onRemoveColumns={(names) =>
              changeDraft({ columns: draft.columns.filter((name) => !names.includes(name)) })
            }
            noticeRef={jsonNotice}
          />
        </Section>
      </div>
      <ThisExport phase={shown?.phase ?? "idle"} runId={shown?.id ?? null}>
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
            onLeave={() => {
              dismissRun(shown.id);
              setProblem(null);
            }}
          />
        ) : (
          <DraftPanel
            request={request}
            blocker={blocker}
            pressed={pressed}
            problem={problem}
            starting={starting}
            onExport={onExport}
            onSignIn={() => onRoute({ page: "connection", id: connection.id, next: { page: "export" } })}
          />
        )}
      </ThisExport>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="export-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

type ConnectionFieldProps = {
  connections: Connection[];
  connection: Connection;
  onChange: (id: string) => void;
};

function ConnectionField({ connections, connection, onChange }: ConnectionFieldProps) {
  const { t } = useMessages();
  const option = ({ id, name, practice, email }: Connection) => ({
    id,
    label: name,
    detail: practice ? t("connections.practice") : email,
  });
  return (
    <PickBox
      label={t("export.connectionLabel")}
      picked={option(connection)}
      onPick={onChange}
      search={(query) => connections.map(option).filter(({ label }) => contains(label, query))}
      empty={t("export.noConnection")}
    />
  );
}
