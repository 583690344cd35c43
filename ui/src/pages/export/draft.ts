/** The choices of the export page, kept for each connection as the person left them. */
import { parseDate, parseDateTime } from "@internationalized/date";
import { useMemo } from "react";
import { decimalMark } from "../../lib/format";
import { storedChoice, storedParts, storedTexts, useRemembered } from "../../lib/memory";
import type { MessageKey } from "../../messages";
import { languageOf, regionOf } from "../../messages/languages";
import type { Connection, ExportRequest, Field, FileOptions, Period } from "../../platform";
import { fieldMessage } from "../../problems";
import { MOST_DAYS, RULES, WEEKDAYS, weekStartOf } from "./period";

/** Whose time is exported. Teams and agents exclude each other: what both together mean is documented nowhere. */
export type People = {
  kind: "everyone" | "teams" | "agents";
  teamIds: string[];
  agentIds: string[];
};

/** What an export of one connection is to be, as far as it is picked. */
export type Draft = {
  /** Null while a date is half typed. */
  period: Exclude<Period, { kind: "instants" }> | null;
  /** Null: the computer's own. */
  timeZone: string | null;
  locale: ExportRequest["locale"];
  people: People;
  includeDisabled: boolean;
  /** In the order of the file. */
  columns: string[];
  file: FileOptions;
};

/** The drafts of all connections. */
export type Drafts = {
  /** The connection that the page shows; null: the first one. */
  connectionId: string | null;
  pick(connectionId: string): void;
  of(connectionId: string): Draft;
  change(connectionId: string, part: Partial<Draft>): void;
};

const EVERYONE: People = { kind: "everyone", teamIds: [], agentIds: [] };
const LOCALES: readonly [Draft["locale"], ...Draft["locale"][]] = [null, "en", "es", "fr", "de", "tr"];

/** An Excel file; a CSV, if one is wanted instead, is for the Excel of the person's own region. */
export const usualFile = (systemLanguage: string): FileOptions => ({
  format: "excel",
  headers: "technical",
  language: languageOf(systemLanguage),
  csv: {
    reader: "excel",
    separator: decimalMark(systemLanguage) === "," ? "semicolon" : "comma",
    lineEnd: "crlf",
    neutralise: false,
  },
  excelTimes: "milliseconds",
});

/** What every page starts with: last month, in the company's default columns. */
const emptyDraft = (systemLanguage: string): Draft => ({
  period: {
    kind: "rule",
    rule: { name: "previous_month" },
    weekStart: weekStartOf(`en-${regionOf(systemLanguage) ?? "GB"}`),
  },
  timeZone: null,
  locale: null,
  people: EVERYONE,
  includeDisabled: false,
  columns: [],
  file: usualFile(systemLanguage),
});

type Kept = { connectionId: string | null; drafts: Record<string, Draft> };

/** The drafts as they were left, and as they are changed. */
export function useExportDrafts(systemLanguage: string): Drafts {
  const [kept, change] = useRemembered<Kept>("export-drafts", (stored) => restoreAll(stored, systemLanguage));
  return useMemo(() => {
    const draftOf = ({ connectionId, drafts }: Kept, id: string): Draft => {
      // A connection that is new starts with the choices that were made last, but the ids of people are a company's own.
      const last = drafts[connectionId ?? ""] ?? Object.values(drafts)[0] ?? emptyDraft(systemLanguage);
      return drafts[id] ?? { ...last, people: EVERYONE };
    };
    return {
      connectionId: kept.connectionId,
      pick: (id) =>
        change((old) => ({ connectionId: id, drafts: { ...old.drafts, [id]: draftOf(old, id) } })),
      of: (id) => draftOf(kept, id),
      change: (id, part) =>
        change((old) => ({
          connectionId: id,
          drafts: { ...old.drafts, [id]: { ...draftOf(old, id), ...part } },
        })),
    };
  }, [kept, change, systemLanguage]);
}

function restoreAll(stored: unknown, systemLanguage: string): Kept {
  const { connectionId, drafts } = storedParts(stored);
  return {
    connectionId: typeof connectionId === "string" ? connectionId : null,
    drafts: Object.fromEntries(
      Object.entries(storedParts(drafts)).map(([id, draft]) => [id, restoreDraft(draft, systemLanguage)]),
    ),
  };
}

/** A stored draft; what another version stored in another way starts anew. */
export function restoreDraft(stored: unknown, systemLanguage: string): Draft {
  const draft = storedParts(stored);
  const people = storedParts(draft.people);
  return {
    period: restorePeriod(draft.period) ?? emptyDraft(systemLanguage).period,
    timeZone: typeof draft.timeZone === "string" ? draft.timeZone : null,
    locale: storedChoice(draft.locale, LOCALES),
    people: {
      kind: storedChoice(people.kind, ["everyone", "teams", "agents"]),
      teamIds: storedTexts(people.teamIds),
      agentIds: storedTexts(people.agentIds),
    },
    includeDisabled: draft.includeDisabled === true,
    columns: storedTexts(draft.columns),
    file: restoreFile(draft.file, systemLanguage),
  };
}

function restoreFile(stored: unknown, systemLanguage: string): FileOptions {
  const usual = usualFile(systemLanguage);
  const file = storedParts(stored);
  const csv = storedParts(file.csv);
  return {
    format: storedChoice(file.format, [usual.format, "csv", "json", "json_lines"]),
    headers: storedChoice(file.headers, [usual.headers, "plain"]),
    language: storedChoice(file.language, [usual.language, "en", "es", "fr", "de", "tr"]),
    csv: {
      reader: storedChoice(csv.reader, [usual.csv.reader, "programs"]),
      separator: storedChoice(csv.separator, [usual.csv.separator, "comma", "semicolon"]),
      lineEnd: storedChoice(csv.lineEnd, [usual.csv.lineEnd, "lf"]),
      neutralise: csv.neutralise === true,
    },
    excelTimes: storedChoice(file.excelTimes, [usual.excelTimes, "hours", "durations"]),
  };
}

function restorePeriod(stored: unknown): Draft["period"] {
  const { kind, from, to, rule, weekStart } = storedParts(stored);
  if (kind === "rule") {
    const { name, days } = storedParts(rule);
    const known = RULES.find((own) => own === name);
    const week = WEEKDAYS.find((day) => day === weekStart);
    if (!known || !week) {
      return null;
    }
    if (known !== "last_days") {
      return { kind, rule: { name: known }, weekStart: week };
    }
    return typeof days === "number" && days >= 1 && days <= MOST_DAYS
      ? { kind, rule: { name: known, days }, weekStart: week }
      : null;
  }
  if (typeof from !== "string" || typeof to !== "string") {
    return null;
  }
  const isMoment = kind === "times" ? isWritten(parseDateTime) : isWritten(parseDate);
  return (kind === "days" || kind === "times") && isMoment(from) && isMoment(to) ? { kind, from, to } : null;
}

const isWritten = (parse: (text: string) => { toString(): string }) => (text: string) => {
  try {
    return parse(text).toString() === text;
  } catch {
    return false;
  }
};

/** The draft as a request; null while something that it needs is missing. */
export function requestOf(
  draft: Draft,
  connection: Connection,
  timeZone: string | null,
): ExportRequest | null {
  const { people } = draft;
  if (draft.period === null || timeZone === null) {
    return null;
  }
  return {
    connectionId: connection.id,
    period: draft.period,
    timeZone,
    locale: draft.locale,
    teamIds: people.kind === "teams" ? people.teamIds : [],
    agentIds: people.kind === "agents" ? people.agentIds : [],
    includeDisabled: draft.includeDisabled,
    columns: draft.columns,
    file: draft.file,
  };
}

/** The request as a draft. Instants, which only the command line asks for, are for the person to pick anew. */
export function draftOf(request: ExportRequest): Draft {
  const { period, teamIds, agentIds } = request;
  return {
    period: period.kind === "instants" ? null : period,
    timeZone: request.timeZone,
    locale: request.locale,
    people: {
      kind: teamIds.length > 0 ? "teams" : agentIds.length > 0 ? "agents" : "everyone",
      teamIds,
      agentIds,
    },
    includeDisabled: request.includeDisabled,
    columns: request.columns,
    file: request.file,
  };
}

/** What is still to be picked before anything can be asked for. */
export function missingOf({ period, people }: Draft): Partial<Record<Field, MessageKey>> {
  return {
    ...(period === null && { period: fieldMessage("period", "missing") }),
    ...(people.kind === "teams" &&
      people.teamIds.length === 0 && { teams: fieldMessage("teams", "missing") }),
    ...(people.kind === "agents" &&
      people.agentIds.length === 0 && { agents: fieldMessage("agents", "missing") }),
  };
}
