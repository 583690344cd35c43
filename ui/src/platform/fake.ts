/**
 * A complete stand-in for the app, for tests and for looking at the pages in a browser. It is no part of what is
 * shipped.
 */
import {
  type CalendarDate,
  fromAbsolute,
  parseDate,
  parseDateTime,
  startOfMonth,
  startOfWeek,
  toCalendarDate,
  toZoned,
} from "@internationalized/date";
import { contains } from "../lib/search";
import type {
  Agent,
  Agents,
  CloseAnswer,
  Column,
  Connection,
  ConnectionDraft,
  DesktopWords,
  EngineEvent,
  ExportRequest,
  ImportedPreset,
  MenuCommand,
  MenuWords,
  NamedId,
  Notice,
  Period,
  Phase,
  Platform,
  Preset,
  PreviewSummary,
  Problem,
  ProblemKind,
  ResolvedPeriod,
  Run,
  Settings,
  Team,
  TimeZone,
  TimeZones,
  ZoomStep,
} from "./index";

/** A command by its name in the {@link Platform}. */
export type Command = Exclude<
  keyof Platform,
  "onEngineEvent" | "onFilesOpened" | "onFilesDragged" | "onCloseRequested" | "onMenuCommand"
>;

export const practice: Connection = {
  id: "practice",
  name: "Practice company",
  address: "http://127.0.0.1:40123/api/public",
  companyKey: "practice",
  email: "practice@example.com",
  instance: "http://127.0.0.1:40123",
  passwordKeeping: "session",
  practice: true,
};

export const account: Connection = {
  id: "account",
  name: "Contact centre",
  address: "https://analytics-api.app.lithium.com/api/public",
  companyKey: "NorthWind",
  email: "reports@example.com",
  instance: null,
  passwordKeeping: "keychain",
  practice: false,
};

export const teams: Team[] = [
  { id: "1", name: "North West", members: 23 },
  { id: "2", name: "Destek İstanbul", members: 1 },
  { id: "3", name: "Équipe du soir", members: null },
  { id: "4", name: "Spätschicht", members: 140 },
];

/** The folder that is chosen in each dialog. */
const FOLDER = "/home/ayse/Reports";
/** How many parts a period is asked for in at most, as in the engine. */
const MOST_PARTS = 8;

/** What a company's agents are once they were asked for. */
export const agents: Agent[] = [
  { id: "1001", name: "Ayşe Yılmaz", email: "ayse@example.com" },
  { id: "1002", name: "Björn Åkesson", email: "bjorn@example.com" },
  { id: "1003", name: "Chloé Martin", email: "chloe@example.com" },
];

export const columns: Column[] = [
  { name: "agent_name", origin: "documented", jsonOnly: false, learnedAt: null, texts: null },
  { name: "agent_email", origin: "documented", jsonOnly: false, learnedAt: null, texts: null },
  { name: "agent_id", origin: "documented", jsonOnly: false, learnedAt: null, texts: null },
  {
    name: "TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS",
    origin: "documented",
    jsonOnly: true,
    learnedAt: null,
    texts: null,
  },
  {
    name: "TOTAL_GREEN_STATE_TIME_MILLIS",
    origin: "documented",
    jsonOnly: true,
    learnedAt: null,
    texts: null,
  },
  { name: "practice_employee_number", origin: "learned", jsonOnly: false, learnedAt: 1, texts: null },
];

export const workQueues: NamedId[] = [
  { id: "5016", name: "Billing" },
  { id: "5017", name: "Complaints" },
];

export const smartViews: NamedId[] = [
  { id: "92", name: "Unanswered" },
  { id: "93", name: "VIP" },
];

/** A zone whose clocks never move. */
export const zone = (
  id: string,
  serviceName: string | null,
  offsetMinutes: number,
  aliases: string[] = [],
): TimeZone => ({
  id,
  serviceName,
  offsetMinutes,
  nextChange: null,
  aliases,
  fixed: id.startsWith("Etc/"),
});

export const timeZones: TimeZones = {
  system: "Europe/Istanbul",
  zones: [
    zone("Etc/GMT+12", "GMT-12:00", -720),
    zone("America/New_York", "Eastern Daylight Time", -240),
    zone("UTC", null, 0),
    zone("Europe/Berlin", "Central European Summer Time", 120),
    zone("Africa/Nairobi", "East Africa Time", 180),
    zone("Europe/Istanbul", "Turkey Time", 180),
    zone("Asia/Kolkata", "India Standard Time", 330, ["Asia/Calcutta"]),
  ],
};

const hasEnded = ({ phase }: Run) =>
  phase === "saved" || phase === "failed" || phase === "cancelled" || phase === "interrupted";

/** A problem without technical detail. */
export const problem = (kind: ProblemKind, technical: string | null = null): Problem => ({
  ...kind,
  technical,
});

type Answers = { [C in Command]: Platform[C] };

export class FakePlatform implements Platform {
  connections: Connection[];
  runs: Run[] = [];
  /** The engine's clock: UTC milliseconds. */
  clock: { now(): number } = { now: Date.now };
  notices: Notice[] = [];
  stored: Settings = {
    notify: true,
    appearance: "system",
    whenClosed: "ask",
    csvSeparator: null,
    jobPatienceHours: 6,
  };
  folder: string | null = null;
  logBytes = 48_000;
  learnedColumns = 12;
  teams = teams;
  columns = columns;
  timeZones = timeZones;
  agents: Agents = { agents: [], learnedAt: null };
  presets: Preset[] = [];
  private readonly removedPresets: Preset[] = [];
  /** Each call, the command first. */
  readonly calls: [Command, ...unknown[]][] = [];
  private readonly listeners = new Set<(event: EngineEvent) => void>();
  private readonly overrides: Partial<Answers> = {};
  private nextId = 1;

  constructor(connections: Connection[] = [account]) {
    this.connections = connections;
  }

  /** Answers a command in another way from now on. */
  answer<C extends Command>(command: C, answer: Answers[C]): void {
    this.overrides[command] = answer as Answers[Command] as never;
  }

  /** Rejects a command from now on. */
  refuse(command: Command, kind: ProblemKind, technical: string | null = null): void {
    this.answer(command, (() => Promise.reject(problem(kind, technical))) as never);
  }

  /** Answers a command as usual again. */
  recover(command: Command): void {
    delete this.overrides[command];
  }

  /** The arguments of each call of a command. */
  callsOf(command: Command): unknown[][] {
    return this.calls.filter(([name]) => name === command).map(([, ...args]) => args);
  }

  emit(event: EngineEvent): void {
    for (const listener of this.listeners) {
      listener(event);
    }
  }

  /** Moves a run on, and reports it. */
  advance(run: Run, change: Partial<Run> & { phase: Phase }, at: number): Run {
    const steps =
      change.phase === run.phase ? run.steps : [...run.steps, [change.phase, at] as [Phase, number]];
    const moved: Run = { ...run, steps, ...change };
    this.runs = [moved, ...this.runs.filter(({ id }) => id !== run.id)];
    this.emit({ kind: "run", run: moved });
    return moved;
  }

  onEngineEvent = (listener: (event: EngineEvent) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Files that were opened and not taken yet. */
  private opened: { name: string; holds: Preset[]; problem: Problem | null }[] = [];
  private readonly fileListeners = new Set<() => void>();

  onFilesOpened = (listener: () => void) => {
    this.fileListeners.add(listener);
    return () => void this.fileListeners.delete(listener);
  };

  private readonly dragListeners = new Set<(over: boolean) => void>();

  onFilesDragged = (listener: (over: boolean) => void) => {
    this.dragListeners.add(listener);
    return () => void this.dragListeners.delete(listener);
  };

  /** The person drags files over the window, or away from it, where the page does not see them. */
  dragFiles(over: boolean): void {
    for (const listener of this.dragListeners) {
      listener(over);
    }
  }

  /** The person opens a file of these presets with the app. */
  openWithApp(name: string, presets: Preset[], problem: Problem | null = null): void {
    this.opened.push({ name, holds: presets, problem });
    for (const listener of this.fileListeners) {
      listener();
    }
  }

  private added(presets: Preset[]): ImportedPreset[] {
    const imported = this.imported(presets);
    this.changePresets(this.presets);
    return imported;
  }

  private imported(presets: Preset[]): ImportedPreset[] {
    const imported = presets.map((preset) => {
      const taken = this.presets.some(({ name }) => name === preset.name);
      return {
        preset: taken ? { ...preset, name: `${preset.name} (2)` } : preset,
        nameInFile: preset.name,
      };
    });
    this.presets = [...this.presets, ...imported.map(({ preset }) => preset)];
    return imported;
  }

  private readonly closeListeners = new Set<() => void>();

  onCloseRequested = (listener: () => void) => {
    this.closeListeners.add(listener);
    return () => void this.closeListeners.delete(listener);
  };

  /** The person closes the window while an export is under way. */
  requestClose(): void {
    for (const listener of this.closeListeners) {
      listener();
    }
  }

  private readonly menuListeners = new Set<(command: MenuCommand) => void>();

  onMenuCommand = (listener: (command: MenuCommand) => void) => {
    this.menuListeners.add(listener);
    return () => void this.menuListeners.delete(listener);
  };

  /** The person picks something in a menu. */
  pickInMenu(command: MenuCommand): void {
    for (const listener of this.menuListeners) {
      listener(command);
    }
  }

  appInfo = this.command("appInfo", async () => ({
    version: "0.1.0",
    regions: [{ code: "us", address: account.address }],
  }));

  listNotices = this.command("listNotices", async () => this.notices);

  dismissNotice = this.command("dismissNotice", async (id: number) => {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    return null;
  });

  listConnections = this.command("listConnections", async () => this.connections);

  testConnection = this.command("testConnection", async () => ({ teams: this.teams.length }));

  saveConnection = this.command("saveConnection", async (draft: ConnectionDraft) => {
    const { password: _, ...facts } = draft;
    const saved: Connection = { ...facts, id: draft.id ?? this.id("connection"), practice: false };
    this.connections = [...this.connections.filter(({ id }) => id !== saved.id), saved];
    this.emit({ kind: "connections" });
    return saved;
  });

  removeConnection = this.command("removeConnection", async (id: string) => {
    this.connections = this.connections.filter((connection) => connection.id !== id);
    this.emit({ kind: "connections" });
    return null;
  });

  connectPractice = this.command("connectPractice", async (_: string) => {
    this.connections = [...this.connections.filter(({ id }) => id !== practice.id), practice];
    this.emit({ kind: "connections" });
    return practice;
  });

  listTimeZones = this.command("listTimeZones", async (_: string) => this.timeZones);

  listTeams = this.command("listTeams", async (_: string) => this.teams);

  listWorkQueues = this.command("listWorkQueues", async (_: string) => workQueues);

  listSmartViews = this.command("listSmartViews", async (_: string) => smartViews);

  listColumns: Platform["listColumns"] = this.command("listColumns", async (_, report) =>
    report === "user" ? this.columns : this.columns.slice(0, 3),
  );

  learnColumns: Platform["learnColumns"] = this.command("learnColumns", async (connectionId) => {
    this.emit({ kind: "columns", connectionId });
    return this.columns;
  });

  listAgents = this.command("listAgents", async (_: string, refresh: boolean) => {
    if (refresh) {
      this.agents = { agents, learnedAt: Date.now() };
    }
    return this.agents;
  });

  stopLearning = this.command("stopLearning", async (_: string) => null);

  listPresets = this.command("listPresets", async () => this.presets);

  savePreset: Platform["savePreset"] = this.command("savePreset", async (draft) => {
    const before = this.presets.find(({ id }) => id === draft.id);
    const taken = this.presets.some(
      ({ id, name }) => id !== draft.id && name.toLowerCase() === draft.name.trim().toLowerCase(),
    );
    if (draft.name.trim() === "" || taken) {
      throw problem({ code: "invalid_field", field: "preset_name", fault: taken ? "taken" : "missing" });
    }
    const { destination, ...facts } = draft;
    const saved: Preset = {
      ...facts,
      id: draft.id ?? this.id("preset"),
      name: draft.name.trim(),
      connectionName: this.connections.find(({ id }) => id === draft.export.connectionId)?.name ?? "",
      destination:
        destination.kind === "chosen"
          ? { kind: "folder", folder: FOLDER }
          : destination.kind === "keep" && before
            ? before.destination
            : { kind: "ask" },
      lastRun: before?.lastRun ?? null,
    };
    this.changePresets(
      before ? this.presets.map((one) => (one === before ? saved : one)) : [...this.presets, saved],
    );
    return saved;
  });

  duplicatePreset: Platform["duplicatePreset"] = this.command("duplicatePreset", async (id, name) => {
    const index = this.presets.findIndex((one) => one.id === id);
    const original = this.presets[index];
    if (!original) {
      throw problem({ code: "preset_missing" });
    }
    const copy: Preset = { ...original, id: this.id("preset"), name, lastRun: null };
    this.changePresets(this.presets.toSpliced(index + 1, 0, copy));
    return copy;
  });

  arrangePresets: Platform["arrangePresets"] = this.command("arrangePresets", async (ids) => {
    const place = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    this.changePresets(this.presets.toSorted((a, b) => place(a.id) - place(b.id)));
    return null;
  });

  removePresets: Platform["removePresets"] = this.command("removePresets", async (ids) => {
    const removed = this.presets.filter(({ id }) => ids.includes(id));
    this.removedPresets.push(...removed);
    this.changePresets(this.presets.filter(({ id }) => !ids.includes(id)));
    return removed.map(({ id }) => id);
  });

  restorePresets: Platform["restorePresets"] = this.command("restorePresets", async (ids) => {
    const restored = this.removedPresets.filter(({ id }) => ids.includes(id));
    this.changePresets([...this.presets, ...restored]);
    return restored.map(({ id }) => id);
  });

  runPresets: Platform["runPresets"] = this.command("runPresets", async (ids) =>
    ids.map((presetId) => {
      const preset = this.presets.find(({ id }) => id === presetId);
      if (!preset) {
        return { presetId, runs: [], problem: problem({ code: "preset_missing" }) };
      }
      const run = this.newRun(preset.export, Date.now());
      this.runs = [run, ...this.runs];
      const lastRun = { runId: run.id, phase: run.phase, at: run.createdAt };
      this.changePresets(this.presets.map((one) => (one === preset ? { ...one, lastRun } : one)));
      return { presetId, runs: [run], problem: null };
    }),
  );

  choosePresetFolder = this.command("choosePresetFolder", async () => ({
    folderId: this.id("folder"),
    folder: FOLDER,
  }));

  exportPresets: Platform["exportPresets"] = this.command("exportPresets", async (ids) =>
    ids.length === 1 ? "Preset.careexport.json" : "Presets.careexport.json",
  );

  importPresets: Platform["importPresets"] = this.command("importPresets", async () => null);

  /** A dropped file holds presets as JSON, as they are. */
  importDroppedPresets: Platform["importDroppedPresets"] = this.command(
    "importDroppedPresets",
    async (contents) => {
      try {
        return this.added(JSON.parse(contents));
      } catch {
        throw problem({ code: "preset_file", fault: "unreadable" });
      }
    },
  );

  takeOpenedFiles: Platform["takeOpenedFiles"] = this.command("takeOpenedFiles", async () => {
    const waiting = this.opened;
    this.opened = [];
    // An event of it may come before the page listens: here none comes at all.
    return waiting.map(({ name, holds, problem }) => ({ name, presets: this.imported(holds), problem }));
  });

  connectPresets: Platform["connectPresets"] = this.command("connectPresets", async (ids, connectionId) => {
    const name = this.connections.find(({ id }) => id === connectionId)?.name ?? "";
    this.changePresets(
      this.presets.map((one) =>
        ids.includes(one.id)
          ? { ...one, connectionName: name, export: { ...one.export, connectionId } }
          : one,
      ),
    );
    return ids;
  });

  fileNamePieces: Platform["fileNamePieces"] = this.command("fileNamePieces", async () => [
    "preset",
    "report",
    "from",
    "to",
    "year",
    "quarter",
    "month",
    "week",
    "date",
    "time",
    "connection",
    "zone",
    "format",
  ]);

  previewFileName: Platform["previewFileName"] = this.command(
    "previewFileName",
    async (pattern, _, preset) => {
      const days: Record<string, string> = { preset, from: "2026-10-01", to: "2026-10-31" };
      return `${pattern.replaceAll(/\{(\w+)\}/g, (_, piece: string) => days[piece] ?? piece)}.xlsx`;
    },
  );

  private changePresets(presets: Preset[]): void {
    this.presets = presets;
    this.emit({ kind: "presets" });
  }

  private async resolved(period: Period, timeZone: string): Promise<ResolvedPeriod> {
    if (period.kind === "instants") {
      return resolved(period.start, period.end, "UTC");
    }
    if (period.kind === "times") {
      const instant = (time: string) => toZoned(parseDateTime(time), timeZone).toDate().getTime();
      return resolved(instant(period.from), instant(period.to), timeZone);
    }
    const [from, to] =
      period.kind === "days"
        ? [parseDate(period.from), parseDate(period.to)]
        : daysOf(period, timeZone, this.clock.now());
    if (to.compare(from) < 0) {
      throw problem({ code: "invalid_field", field: "period", fault: "reversed" });
    }
    return resolved(startOf(from, timeZone), startOf(to.add({ days: 1 }), timeZone), timeZone);
  }

  resolvePeriod = this.command("resolvePeriod", (period: Period, timeZone: string) =>
    this.resolved(period, timeZone),
  );

  planPeriod: Platform["planPeriod"] = this.command("planPeriod", async (period, timeZone) => ({
    parts: await this.parts(period, timeZone),
    intervals: ["1d", "1w"],
  }));

  private async parts(period: Period, timeZone: string): Promise<ResolvedPeriod[]> {
    if (period.kind !== "days") {
      return [await this.resolved(period, timeZone)];
    }
    const to = parseDate(period.to);
    const parts: { from: CalendarDate; to: CalendarDate }[] = [];
    for (let from = parseDate(period.from); from.compare(to) <= 0; ) {
      if (parts.length === MOST_PARTS) {
        throw problem({ code: "period_too_long" });
      }
      const longest = from.add({ months: 3 });
      const cut = startOfMonth(longest);
      const last = to.compare(longest) < 0 ? to : cut.subtract({ days: 1 });
      parts.push({ from, to: last });
      from = last.add({ days: 1 });
    }
    const days = parts.map(({ from, to }) => ({ kind: "days" as const, from: `${from}`, to: `${to}` }));
    return Promise.all(days.map((part) => this.resolved(part, timeZone)));
  }

  startExport: Platform["startExport"] = this.command("startExport", async (request) => {
    const run = this.newRun(request, Date.now());
    this.runs = [run, ...this.runs];
    return run;
  });

  cancelRun = this.command("cancelRun", async (id: string) => {
    const run = this.run(id);
    this.advance(run, { phase: "cancelled" }, run.createdAt);
    return null;
  });

  resumeRun = this.command("resumeRun", async (id: string) => {
    const run = this.run(id);
    return this.advance(run, { phase: "waiting", problem: null }, run.createdAt);
  });

  saveRunElsewhere: Platform["saveRunElsewhere"] = this.command("saveRunElsewhere", async (id) => {
    const run = this.run(id);
    return this.advance(run, { phase: "downloading", problem: null }, run.createdAt);
  });

  lookAt = this.command("lookAt", async (_: string[]) => null);

  /** Runs that were taken off the list and can be put back. */
  private removed: Run[] = [];
  /** Runs whose file is not where it was saved. */
  readonly moved = new Set<string>();

  runsPage: Platform["runsPage"] = this.command("runsPage", async ({ text, phases, before, most }) => {
    const fits = (run: Run) =>
      (phases.length === 0 || phases.includes(run.phase)) &&
      contains(`${run.fileName} ${run.connectionName} ${run.request.timeZone}`, text);
    const listed = this.runs.filter(
      (run) => fits(run) && run.sequence < (before ?? Number.POSITIVE_INFINITY),
    );
    listed.sort((a, b) => b.sequence - a.sequence);
    const runs = listed.slice(0, most);
    return { runs, next: listed.length > most ? (runs.at(-1)?.sequence ?? null) : null };
  });

  runAgain: Platform["runAgain"] = this.command("runAgain", async (id) => {
    const run = this.newRun(this.run(id).request, Date.now());
    this.runs = [run, ...this.runs];
    return run;
  });

  removeRuns = this.command("removeRuns", async (ids: string[]) => {
    const gone = this.runs.filter((run) => ids.includes(run.id) && hasEnded(run));
    this.removed.push(...gone);
    this.runs = this.runs.filter((run) => !gone.includes(run));
    this.emit({ kind: "runs" });
    return gone.map(({ id }) => id);
  });

  restoreRuns = this.command("restoreRuns", async (ids: string[]) => {
    const back = this.removed.filter((run) => ids.includes(run.id));
    this.removed = this.removed.filter((run) => !back.includes(run));
    this.runs = [...this.runs, ...back];
    this.emit({ kind: "runs" });
    return back.map(({ id }) => id);
  });

  fileStates: Platform["fileStates"] = this.command("fileStates", async (ids) =>
    this.runs
      .filter((run) => ids.includes(run.id) && run.phase === "saved")
      .map(({ id }) => ({ runId: id, state: this.moved.has(id) ? "moved" : "present" })),
  );

  runDetails = this.command("runDetails", async (id: string) => `Run: ${this.run(id).id}`);

  /** What is in every saved file: agents with a long note each, and their time in two states. */
  preview: PreviewSummary = fakePreview(1_000);

  previewSummary = this.command("previewSummary", async (_: string) => this.preview);

  previewRows: Platform["previewRows"] = this.command("previewRows", async (_, part) => {
    const { columns, rows } = this.preview;
    const count = Math.max(0, Math.min(part.most, rows - part.from));
    const names = columns.slice(part.firstColumn, part.firstColumn + part.columns).map(({ name }) => name);
    const note = names.indexOf("note");
    return {
      rows: Array.from({ length: count }, (_, row) => names.map((name) => `${name} ${part.from + row + 1}`)),
      cut: note < 0 ? [] : Array.from({ length: count }, (_, row) => [row, note] as [number, number]),
    };
  });

  previewValue: Platform["previewValue"] = this.command("previewValue", async (_, row, column) => ({
    text: `All of ${this.preview.columns[column]?.name} ${row + 1}`,
    cut: false,
  }));

  answerClose = this.command("answerClose", async (_: CloseAnswer) => null);

  settings = this.command("settings", async () => this.stored);

  saveSettings = this.command("saveSettings", async (settings: Settings) => {
    this.stored = settings;
    return null;
  });

  usualFolder = this.command("usualFolder", async () => this.folder);

  chooseUsualFolder = this.command("chooseUsualFolder", async () => {
    this.folder = FOLDER;
    return this.folder;
  });

  forgetUsualFolder = this.command("forgetUsualFolder", async () => {
    this.folder = null;
    return null;
  });

  kept: Platform["kept"] = this.command("kept", async () => ({
    data: {
      folder: "/home/ayse/.local/share/care-exporter",
      endedRuns: this.runs.filter(hasEnded).length,
      presets: this.presets.length,
      connections: this.connections.length,
      columns: this.learnedColumns,
      agents: this.agents.agents.length,
      putAside: this.notices.length,
    },
    logBytes: this.logBytes,
  }));

  removeEndedRuns = this.command("removeEndedRuns", async () => {
    const ended = this.runs.filter(hasEnded);
    this.removed.push(...ended);
    this.runs = this.runs.filter((run) => !hasEnded(run));
    this.emit({ kind: "runs" });
    return ended.map(({ id }) => id);
  });

  removeKept: Platform["removeKept"] = this.command("removeKept", async (part) => {
    if (part === "everything") {
      [this.connections, this.presets, this.runs, this.notices] = [[], [], [], []];
      this.stored = {
        notify: true,
        appearance: "system",
        whenClosed: "ask",
        csvSeparator: null,
        jobPatienceHours: 6,
      };
      this.folder = null;
    }
    this.learnedColumns = part === "columns" || part === "everything" ? 0 : this.learnedColumns;
    this.agents = part === "agents" || part === "everything" ? { agents: [], learnedAt: null } : this.agents;
    this.logBytes = part === "logs" || part === "everything" ? 0 : this.logBytes;
    return null;
  });

  keychainIsWaitedFor = this.command("keychainIsWaitedFor", async () => false);

  wordMenu = this.command("wordMenu", async (_: MenuWords) => null);

  zoom = this.command("zoom", async (_: ZoomStep) => null);

  wordDesktop = this.command("wordDesktop", async (_: DesktopWords) => null);

  openCare = this.command("openCare", async (_: string) => null);

  openLogFolder = this.command("openLogFolder", async () => null);

  openFile = this.command("openFile", async (_: string) => null);

  showInFolder = this.command("showInFolder", async (_: string) => null);

  /** A run that was just asked for. */
  newRun(request: ExportRequest, at: number): Run {
    const connection = this.connections.find(({ id }) => id === request.connectionId);
    return {
      id: this.id("run"),
      sequence: Math.max(0, ...this.runs.map(({ sequence }) => sequence)) + 1,
      connectionName: connection?.name ?? "",
      part: null,
      joined: null,
      request,
      phase: "queued",
      createdAt: at,
      steps: [["queued", at]],
      progress: { bytes: 0, totalBytes: null, current: null, total: null },
      fileName: `User export ${at}`,
      saved: null,
      problem: null,
      resumable: true,
    };
  }

  private id(of: string): string {
    this.nextId += 1;
    return `${of}-${this.nextId}`;
  }

  private run(id: string): Run {
    const run = this.runs.find((known) => known.id === id);
    if (!run) {
      throw problem({ code: "run_missing" });
    }
    return run;
  }

  private command<C extends Command>(name: C, usual: Answers[C]): Answers[C] {
    const call = (...args: never[]) => {
      this.calls.push([name, ...args]);
      const answer = (this.overrides[name] ?? usual) as (...args: never[]) => Promise<unknown>;
      return answer(...args);
    };
    return call as Answers[C];
  }
}

/** The days of a rule: weeks begin on Monday here. */
function daysOf(
  { rule }: Extract<Period, { kind: "rule" }>,
  timeZone: string,
  now: number,
): [CalendarDate, CalendarDate] {
  const today = toCalendarDate(fromAbsolute(now, timeZone));
  const yesterday = today.subtract({ days: 1 });
  const quarter = startOfMonth(today.set({ month: Math.floor((today.month - 1) / 3) * 3 + 1 }));
  const until = (end: CalendarDate, back: { weeks?: number; months?: number }) =>
    [end.subtract(back), end.subtract({ days: 1 })] as [CalendarDate, CalendarDate];
  switch (rule.name) {
    case "today":
      return [today, today];
    case "yesterday":
      return [yesterday, yesterday];
    case "week_so_far":
      return [startOfWeek(today, "en", "mon"), yesterday];
    case "previous_week":
      return until(startOfWeek(today, "en", "mon"), { weeks: 1 });
    case "month_so_far":
      return [startOfMonth(today), yesterday];
    case "previous_month":
      return until(startOfMonth(today), { months: 1 });
    case "quarter_so_far":
      return [quarter, yesterday];
    case "previous_quarter":
      return until(quarter, { months: 3 });
    case "last_days":
      return [today.subtract({ days: rule.days }), yesterday];
  }
}

/** A period as the app resolves it, with one change of clocks at most. */
function resolved(start: number, end: number, timeZone: string): ResolvedPeriod {
  const wall = (instant: number, minutes: number) =>
    new Date(instant + minutes * 60_000).toISOString().slice(0, 19);
  const [before, after] = [offsetAt(start, timeZone), offsetAt(end - 1, timeZone)];
  let [low, high] = [start, end];
  while (before !== after && high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2);
    [low, high] = offsetAt(middle, timeZone) === before ? [middle, high] : [low, middle];
  }
  return {
    start,
    end,
    from: wall(start, before),
    to: wall(end, after),
    startOffsetMinutes: before,
    endOffsetMinutes: after,
    changes: before === after ? [] : [{ at: high, beforeMinutes: before, afterMinutes: after }],
  };
}

/** Figures of a file with this many rows. */
export function fakePreview(rows: number): PreviewSummary {
  const column = (name: string, change: Partial<PreviewSummary["columns"][number]> = {}) => ({
    name,
    header: name,
    empty: 0,
    different: rows,
    exact: rows <= 1024,
    totalMillis: null,
    averageMillis: null,
    ...change,
  });
  const green = "TOTAL_GREEN_STATE_TIME_MILLIS";
  const red = "TOTAL_RED_STATE_TIME_MILLIS";
  const hours = (count: number) => count * 3_600_000;
  return {
    rows,
    columns: [
      column("agent_id"),
      column("agent_name", { header: "Agent name" }),
      column("note", { empty: 12, different: 3 }),
      column(green, { totalMillis: hours(12), averageMillis: hours(4) }),
      column(red, { totalMillis: hours(3), averageMillis: hours(1) }),
    ],
    times: [
      {
        by: "agent_id",
        columns: [green, red],
        groups: [
          { label: "Zoë", rows: 1, millis: [hours(2), hours(2)] },
          { label: "Ann", rows: 1, millis: [hours(7), 0] },
          { label: "İlkay", rows: 1, millis: [hours(3), hours(1)] },
        ],
        otherRows: 0,
      },
      {
        by: "practice_team",
        columns: [green, red],
        groups: [{ label: "North West", rows: 3, millis: [hours(12), hours(3)] }],
        otherRows: 2,
      },
    ],
  };
}

/** The first moment of a day in a zone. */
function startOf(day: CalendarDate, timeZone: string): number {
  return day.toDate(timeZone).getTime();
}

function offsetAt(instant: number, timeZone: string): number {
  const zoned = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(
    instant,
  );
  const match = /([+-])(\d{2}):(\d{2})/.exec(zoned.find(({ type }) => type === "timeZoneName")?.value ?? "");
  const minutes = match ? Number(match[2]) * 60 + Number(match[3]) : 0;
  return match?.[1] === "-" ? -minutes : minutes;
}
