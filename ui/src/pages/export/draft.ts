import { endOfMonth, fromAbsolute, startOfMonth, toCalendarDate } from "@internationalized/date";
import { useCallback, useMemo, useState } from "react";
import type { Clock } from "../../lib/clock";
import type { Connection, ExportRequest, FileFormat } from "../../platform";

/** Whose time is exported. Teams and agents exclude each other: what both together mean is documented nowhere. */
export type People = {
  kind: "everyone" | "teams" | "agents";
  teamIds: string[];
  agentIds: string[];
};

/** The export page as the person left it. */
export type Draft = {
  /** Null: the first connection. */
  connectionId: string | null;
  /** Days as ISO dates, both included; null while a date is half typed. */
  period: { from: string; to: string } | null;
  /** Null: the computer's own. */
  timeZone: string | null;
  locale: ExportRequest["locale"];
  /** By connection, since ids belong to one company. */
  people: Record<string, People>;
  includeDisabled: boolean;
  /** In the order they were picked. */
  columns: string[];
  format: FileFormat;
};

export type DraftState = { draft: Draft; change(part: Partial<Draft>): void };

const EVERYONE: People = { kind: "everyone", teamIds: [], agentIds: [] };

/** The previous calendar month, in the computer's own time zone. */
export function previousMonth(clock: Clock): { from: string; to: string } {
  const lastMonth = toCalendarDate(fromAbsolute(clock.now(), clock.zone())).subtract({ months: 1 });
  return { from: startOfMonth(lastMonth).toString(), to: endOfMonth(lastMonth).toString() };
}

export function useExportDraft(clock: Clock): DraftState {
  const [draft, setDraft] = useState<Draft>(() => ({
    connectionId: null,
    period: previousMonth(clock),
    timeZone: null,
    locale: null,
    people: {},
    includeDisabled: false,
    columns: [],
    format: "csv",
  }));
  const change = useCallback((part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part })), []);
  return useMemo(() => ({ draft, change }), [draft, change]);
}

export const peopleOf = (draft: Draft, connection: Connection): People =>
  draft.people[connection.id] ?? EVERYONE;

/** The draft as a request; null while something that it needs is missing. */
export function requestOf(
  draft: Draft,
  connection: Connection,
  timeZone: string | null,
): ExportRequest | null {
  const people = peopleOf(draft, connection);
  if (draft.period === null || timeZone === null) {
    return null;
  }
  return {
    connectionId: connection.id,
    period: { kind: "days", ...draft.period },
    timeZone,
    locale: draft.locale,
    teamIds: people.kind === "teams" ? people.teamIds : [],
    agentIds: people.kind === "agents" ? people.agentIds : [],
    includeDisabled: draft.includeDisabled,
    columns: draft.columns,
    format: draft.format,
  };
}
