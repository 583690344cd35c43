/** The choices of the export page, kept for each connection as the person left them. */
import { parseDate, parseDateTime } from "@internationalized/date";
import { useMemo } from "react";
import { decimalMark } from "../../lib/format";
import { storedChoice, storedParts, storedTexts, useRemembered } from "../../lib/memory";
import type { MessageKey } from "../../messages";
import { languageOf, regionOf } from "../../messages/languages";
import type {
  Choice,
  Connection,
  Delivery,
  ExportRequest,
  Field,
  FileOptions,
  Period,
  Report,
  ReportOptions,
} from "../../platform";
import { fieldMessage } from "../../problems";
import { canJoin, has, INTERVALS, isReport } from "../../runs/reports";
import { MOST_DAYS, RULES, WEEKDAYS, weekStartOf } from "./period";

/** Whose time is exported. Teams and agents exclude each other: what both together mean is documented nowhere. */
export type People = {
  kind: "everyone" | "teams" | "agents";
  teamIds: string[];
  agentIds: string[];
};

/** What an export of one connection is to be, as far as it is picked. */
export type Draft = {
  report: Report;
  /** Null while a date is half typed. */
  period: Exclude<Period, { kind: "instants" }> | null;
  /** Null: the computer's own. */
  timeZone: string | null;
  locale: ExportRequest["locale"];
  people: People;
  includeDisabled: boolean;
  /** What only some exports have: those of all of them side by side, so that going back to one loses none. */
  options: ReportOptions;
  /** In the order of the file. */
  columns: string[];
  /** The columns that were picked for exports that are not looked at. */
  otherColumns: Partial<Record<Report, string[]>>;
  /** What becomes of a period that is longer than the service takes, where that can be chosen. */
  delivery: Delivery;
  file: FileOptions;
};

/** The drafts of all connections. */
export type Drafts = {
  /** The connection that the page shows; null: the first one. */
  connectionId: string | null;
  pick(connectionId: string): void;
  of(connectionId: string): Draft;
  change(connectionId: string, part: Partial<Draft>): void;
  /** Gives the CSV of every draft this separator; null: the one of the person's region. */
  separate(separator: Separator | null): void;
};

/** Priorities of the service. */
export const PRIORITIES = [0, 1, 2, 3, 4, 5];

const EVERYONE: People = { kind: "everyone", teamIds: [], agentIds: [] };
const LOCALES: readonly [Draft["locale"], ...Draft["locale"][]] = [null, "en", "es", "fr", "de", "tr"];

type Separator = FileOptions["csv"]["separator"];

/** What the Excel of a region expects between values. */
const separatorOf = (systemLanguage: string): Separator =>
  decimalMark(systemLanguage) === "," ? "semicolon" : "comma";

/** An Excel file; a CSV, if one is wanted instead, is for the Excel of the person's own region. */
export const usualFile = (systemLanguage: string, separator: Separator | null = null): FileOptions => ({
  format: "excel",
  headers: "technical",
  language: languageOf(systemLanguage),
  csv: {
    reader: "excel",
    separator: separator ?? separatorOf(systemLanguage),
    lineEnd: "crlf",
    neutralise: false,
  },
  excelTimes: "milliseconds",
});

/** Everything; a Team Performance Interval export by days, which every period takes. */
export const usualOptions: ReportOptions = {
  businessHours: "all",
  priorities: [],
  smartViewId: null,
  workQueueIds: [],
  raiseLimit: false,
  conversations: "open_at_end",
  interval: "1d",
};

/** What every page starts with: last month, in the company's default columns. */
const emptyDraft = (systemLanguage: string, separator: Separator | null = null): Draft => ({
  report: "user",
  period: {
    kind: "rule",
    rule: { name: "previous_month" },
    weekStart: weekStartOf(`en-${regionOf(systemLanguage) ?? "GB"}`),
  },
  timeZone: null,
  locale: null,
  people: EVERYONE,
  includeDisabled: false,
  options: usualOptions,
  columns: [],
  otherColumns: {},
  delivery: "parts",
  file: usualFile(systemLanguage, separator),
});

type Kept = { connectionId: string | null; drafts: Record<string, Draft> };

/** The drafts as they were left, and as they are changed. */
export function useExportDrafts(systemLanguage: string, separator: Separator | null): Drafts {
  const [kept, change] = useRemembered<Kept>("export-drafts", (stored) => restoreAll(stored, systemLanguage));
  return useMemo(() => {
    const draftOf = ({ connectionId, drafts }: Kept, id: string): Draft => {
      // A connection that is new starts with the choices that were made last, but ids are a company's own.
      const last =
        drafts[connectionId ?? ""] ?? Object.values(drafts)[0] ?? emptyDraft(systemLanguage, separator);
      return drafts[id] ?? { ...last, ...withoutIds(last) };
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
      separate: (wanted) =>
        change((old) => ({
          ...old,
          drafts: Object.fromEntries(
            Object.entries(old.drafts).map(([id, draft]) => [
              id,
              separated(draft, wanted ?? separatorOf(systemLanguage)),
            ]),
          ),
        })),
    };
  }, [kept, change, systemLanguage, separator]);
}

const separated = (draft: Draft, separator: Separator): Draft => ({
  ...draft,
  file: { ...draft.file, csv: { ...draft.file.csv, separator } },
});

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
    report: isReport(draft.report) ? draft.report : "user",
    period: restorePeriod(draft.period) ?? emptyDraft(systemLanguage).period,
    timeZone: typeof draft.timeZone === "string" ? draft.timeZone : null,
    locale: storedChoice(draft.locale, LOCALES),
    people: {
      kind: storedChoice(people.kind, ["everyone", "teams", "agents"]),
      teamIds: storedTexts(people.teamIds),
      agentIds: storedTexts(people.agentIds),
    },
    includeDisabled: draft.includeDisabled === true,
    options: restoreOptions(draft.options),
    columns: storedTexts(draft.columns),
    otherColumns: Object.fromEntries(
      Object.entries(storedParts(draft.otherColumns))
        .filter(([report]) => isReport(report))
        .map(([report, columns]) => [report, storedTexts(columns)]),
    ),
    delivery: storedChoice(draft.delivery, ["parts", "joined"]),
    file: restoreFile(draft.file, systemLanguage),
  };
}

function restoreOptions(stored: unknown): ReportOptions {
  const options = storedParts(stored);
  const priorities = Array.isArray(options.priorities) ? options.priorities : [];
  return {
    businessHours: storedChoice(options.businessHours, ["all", "within", "outside"]),
    priorities: PRIORITIES.filter((priority) => priorities.includes(priority)),
    smartViewId: typeof options.smartViewId === "string" ? options.smartViewId : null,
    workQueueIds: storedTexts(options.workQueueIds),
    raiseLimit: options.raiseLimit === true,
    conversations: storedChoice(options.conversations, ["open_at_end", "closed", "created"]),
    interval: storedChoice(options.interval, [usualOptions.interval, ...INTERVALS]),
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

/** The draft without the ids of people and lists, which are a company's own. */
export const withoutIds = ({ options }: Draft): Partial<Draft> => ({
  people: EVERYONE,
  options: { ...options, smartViewId: null, workQueueIds: [] },
});

/** The draft of another export: what both have stays, columns are those picked for it before. */
export const withReport = (draft: Draft, report: Report): Partial<Draft> => ({
  report,
  columns: draft.otherColumns[report] ?? [],
  otherColumns: { ...draft.otherColumns, [draft.report]: draft.columns },
});

/** Whose time an export is about, as far as it can be chosen in it. */
const peopleKind = ({ report, people }: Draft): People["kind"] =>
  (people.kind === "teams" && has(report, "teams")) || (people.kind === "agents" && has(report, "agents"))
    ? people.kind
    : "everyone";

/** The draft as a request; null while something that it needs is missing. */
export function requestOf(
  draft: Draft,
  connection: Connection,
  timeZone: string | null,
): ExportRequest | null {
  const { report, people, options } = draft;
  if (draft.period === null || timeZone === null) {
    return null;
  }
  const kind = peopleKind(draft);
  const chosen = <T>(choice: Choice, value: T, usual: T) => (has(report, choice) ? value : usual);
  return {
    connectionId: connection.id,
    report,
    period: draft.period,
    timeZone,
    locale: draft.locale,
    teamIds: kind === "teams" ? people.teamIds : [],
    agentIds: kind === "agents" ? people.agentIds : [],
    includeDisabled: chosen("include_disabled", draft.includeDisabled, false),
    options: {
      businessHours: chosen("business_hours", options.businessHours, "all"),
      priorities: chosen("priorities", options.priorities, []),
      smartViewId: chosen("smart_view", options.smartViewId, null),
      workQueueIds: chosen("work_queues", options.workQueueIds, []),
      raiseLimit: chosen("raise_limit", options.raiseLimit, false),
      conversations: chosen("conversations", options.conversations, "open_at_end"),
      interval: chosen("interval", options.interval, null),
    },
    columns: draft.columns,
    delivery: canJoin({ report, options }) ? draft.delivery : "parts",
    file: draft.file,
  };
}

/** The request as a draft. Instants, which only the command line asks for, are for the person to pick anew. */
export function draftOf(request: ExportRequest): Draft {
  const { period, teamIds, agentIds } = request;
  return {
    report: request.report,
    period: period.kind === "instants" ? null : period,
    timeZone: request.timeZone,
    locale: request.locale,
    people: {
      kind: teamIds.length > 0 ? "teams" : agentIds.length > 0 ? "agents" : "everyone",
      teamIds,
      agentIds,
    },
    includeDisabled: request.includeDisabled,
    options: { ...request.options, interval: request.options.interval ?? usualOptions.interval },
    columns: request.columns,
    otherColumns: {},
    delivery: request.delivery,
    file: request.file,
  };
}

/** What is still to be picked before anything can be asked for. */
export function missingOf(draft: Draft): Partial<Record<Field, MessageKey>> {
  const { period, people } = draft;
  const kind = peopleKind(draft);
  return {
    ...(period === null && { period: fieldMessage("period", "missing") }),
    ...(kind === "teams" && people.teamIds.length === 0 && { teams: fieldMessage("teams", "missing") }),
    ...(kind === "agents" && people.agentIds.length === 0 && { agents: fieldMessage("agents", "missing") }),
  };
}
