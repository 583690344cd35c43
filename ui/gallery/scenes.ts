import { webviewZones } from "../src/lib/zones";
import type { MessageKey } from "../src/messages";
import { usualFile, usualOptions } from "../src/pages/export/draft";
import type { ExportRequest, Phase, Preset, ProblemKind, Run } from "../src/platform";
import { account, FakePlatform, practice, problem } from "../src/platform/fake";

const request: ExportRequest = {
  connectionId: account.id,
  report: "user",
  period: { kind: "days", from: "2026-10-01", to: "2026-10-31" },
  timeZone: "Europe/Istanbul",
  locale: null,
  teamIds: ["1", "2", "3"],
  agentIds: [],
  includeDisabled: false,
  options: { ...usualOptions, interval: null },
  columns: ["agent_name", "agent_email", "agent_id"],
  delivery: "parts",
  file: usualFile("en-GB"),
};

const PATH: Phase[] = ["queued", "creating", "waiting", "downloading", "converting", "saved"];
const PHASE_SECONDS = 4;

const inEnglish = (text: string) => ({ en: text, es: text, fr: text, de: text, tr: text });

/** Some of the columns in plain words. */
const TEXTS: Record<string, [string, string]> = {
  agent_name: ["Agent name", "The agent’s name, as Care shows it."],
  agent_email: ["Agent e-mail", "The agent’s e-mail address in Care."],
  agent_id: ["Agent ID", "What Care knows the agent by: it tells apart two agents of the same name."],
  TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS: [
    "Time logged in",
    "How long the agent was logged in to the console in the period.",
  ],
  TOTAL_GREEN_STATE_TIME_MILLIS: [
    "Time in green state",
    "How long the agent’s state was green in the period.",
  ],
};

function base(): FakePlatform {
  const platform = new FakePlatform([account, practice]);
  platform.timeZones = webviewZones(Date.now(), "Europe/Istanbul");
  platform.columns = platform.columns.map((column) => {
    const [title, hint] = TEXTS[column.name] ?? [];
    const texts = title && hint ? { titles: inEnglish(title), hints: inEnglish(hint) } : null;
    return { ...column, texts, learnedAt: column.learnedAt && Date.now() - 86_400_000 };
  });
  platform.teams = Array.from({ length: 40 }, (_, index) => ({
    id: String(index),
    name: `${["North West", "Destek İstanbul", "Équipe du soir", "Spätschicht"][index % 4]} ${index + 1}`,
    members: index === 2 ? null : (index * 7) % 40,
  }));
  platform.answer("startExport", async (asked) => {
    const run = platform.newRun(asked, Date.now());
    platform.runs = [run];
    walk(platform, run, 1);
    return run;
  });
  return platform;
}

/** Takes a run through its phases. */
function walk(platform: FakePlatform, run: Run, step: number): void {
  setTimeout(() => {
    const now = platform.runs.find(({ id }) => id === run.id);
    const phase = PATH[step];
    if (!phase || !now || now.phase === "cancelled") {
      return;
    }
    const moved = platform.advance(
      now,
      { phase, ...(phase === "saved" && { saved: savedFile }) },
      Date.now(),
    );
    if (phase === "downloading") {
      download(platform, moved, 0);
    }
    walk(platform, moved, step + 1);
  }, PHASE_SECONDS * 1000);
}

function download(platform: FakePlatform, run: Run, bytes: number): void {
  const now = platform.runs.find(({ id }) => id === run.id);
  if (now?.phase === "downloading") {
    platform.advance(
      now,
      { phase: "downloading", progress: { ...now.progress, bytes, totalBytes: 18_400_000 } },
      0,
    );
    setTimeout(() => download(platform, run, Math.min(18_400_000, bytes + 460_000)), 100);
  }
}

const savedFile = {
  folder: "/home/ayse/Documents/Exports",
  bytes: 4_213_000,
  rows: 12_345,
  columns: request.columns,
  missingColumns: [] as string[],
  unaskedColumns: [] as string[],
  notes: { lacking: 0, nulls: 0, repeated: 0, neutralised: 0, cutCells: 0, notNumbers: 0, sheets: 1 },
};

/** The export page with a run that was under way and then came to where it is to be looked at. */
function withRun(phase: Phase, change: Partial<Run> = {}, ...press: MessageKey[]): Scene {
  const start = Date.now() - 95_000;
  const until = PATH.indexOf(phase);
  const run: Run = {
    ...new FakePlatform().newRun(request, start),
    fileName: "User export 2026-10-01 to 2026-10-31.xlsx",
    steps: PATH.slice(0, until < 0 ? 3 : until + 1).map((step, index) => [step, start + index * 14_000]),
    ...change,
  };
  return {
    platform: () => {
      const platform = base();
      platform.runs = [{ ...run, phase: "waiting" }];
      return platform;
    },
    after: (platform) => platform.emit({ kind: "run", run: { ...run, phase } }),
    press,
  };
}

const failed = (kind: ProblemKind) =>
  withRun("failed", { problem: problem(kind, "GET /reports/report/…/status: 503 Service Unavailable") });

const COUNTED = { bytes: 0, totalBytes: null, current: 12, total: 40 };
const HALF = { bytes: 8_400_000, totalBytes: 18_400_000, current: null, total: null };
const UNKNOWN = { ...HALF, totalBytes: null };

/** Many runs of all kinds, two of them under way. */
function activity(count: number): () => FakePlatform {
  return () => {
    const platform = base();
    const now = Date.now();
    for (let number = 1; number <= count; number += 1) {
      const at = now - (count - number) * 47 * 60_000;
      const month = 1 + (number % 12);
      const two = String(month).padStart(2, "0");
      const run: Run = {
        ...platform.newRun(
          {
            ...request,
            period: { kind: "days", from: `2026-${two}-01`, to: `2026-${two}-28` },
            teamIds: number % 3 === 0 ? [] : request.teamIds,
          },
          at,
        ),
        fileName: `User export 2026-${two}-01 to 2026-${two}-28${number % 5 ? "" : ` (${number})`}.csv`,
      };
      const ends: [Phase, Partial<Run>][] = [
        ["saved", { saved: { ...savedFile, rows: number * 137, bytes: number * 41_234 } }],
        ["saved", { saved: savedFile }],
        [
          "failed",
          { problem: problem({ code: "network", fault: "reset" }, "GET /status: connection reset") },
        ],
        ["saved", { saved: { ...savedFile, missingColumns: ["Team_Lead"] } }],
        ["cancelled", {}],
        ["saved", { saved: savedFile }],
        ["interrupted", { problem: problem({ code: "creation_unknown" }) }],
      ];
      const [phase, change] =
        number === count
          ? (["waiting", { progress: COUNTED }] as const)
          : number === count - 1
            ? (["downloading", { progress: HALF }] as const)
            : (ends[number % ends.length] as [Phase, Partial<Run>]);
      const path = phase === "saved" ? PATH : phase === "downloading" ? PATH.slice(0, 4) : PATH.slice(0, 3);
      const steps = path.map((step, index) => [step, at + index * 9_000] as [Phase, number]);
      if (!path.includes(phase)) {
        steps.push([phase, at + 40_000]);
      }
      platform.runs.unshift({ ...run, ...change, phase, steps });
    }
    platform.moved.add(platform.runs[4]?.id ?? "");
    return platform;
  };
}

/** Presets of all kinds. */
function presets(): FakePlatform {
  const platform = activity(10)();
  const monthly = { kind: "rule", rule: { name: "previous_month" }, weekStart: "monday" } as const;
  const base: Preset = {
    id: "p1",
    name: "Month end",
    description: "For finance, on the first working day",
    tag: "Finance",
    colour: "green",
    export: { ...request, period: monthly },
    connectionName: account.name,
    peopleNames: {},
    filterNames: { workQueues: {}, smartView: null },
    fileName: "{preset} {from} to {to}",
    destination: { kind: "folder", folder: "/home/ayse/Documents/Month end" },
    lastRun: { runId: platform.runs[2]?.id ?? "", phase: "saved", at: Date.now() - 9_000_000 },
  };
  const week = { kind: "rule", rule: { name: "previous_week" }, weekStart: "monday" } as const;
  platform.presets = [
    base,
    {
      ...base,
      id: "p2",
      name: "Haftalık vardiya listesi",
      description: "",
      tag: null,
      colour: "purple",
      export: { ...request, period: week, teamIds: [], columns: [] },
      destination: { kind: "ask" },
      lastRun: null,
    },
    {
      ...base,
      id: "p3",
      name: "Equipo de noche",
      colour: null,
      tag: "Night",
      lastRun: { runId: "old", phase: "failed", at: Date.now() - 90_000_000 },
    },
    {
      ...base,
      id: "p4",
      name: "From the old account",
      description: "",
      colour: "red",
      tag: null,
      connectionName: "Old account",
      export: { ...base.export, connectionId: "gone" },
      lastRun: { runId: "older", phase: null, at: Date.now() - 9e9 },
    },
  ];
  return platform;
}

/** Thousands of presets. */
function manyPresets(): FakePlatform {
  const platform = presets();
  const [first] = platform.presets;
  platform.presets = platform.presets.concat(
    Array.from({ length: 2000 }, (_, index) => ({
      ...(first as Preset),
      id: `many${index}`,
      name: `Export ${index + 1}`,
      description: index % 3 ? "" : "For finance, on the first working day",
      tag: ["Finance", "Night", "Weekly", null][index % 4] ?? null,
      lastRun: null,
    })),
  );
  return platform;
}

/** Presets came with a file; one is called otherwise here, one is for an account that is not here. */
function openedPresets(): FakePlatform {
  const platform = presets();
  const came = platform.presets.filter(({ id }) => id === "p1" || id === "p4");
  platform.openWithApp(
    "team.careexport",
    came.map((preset) => ({ ...preset, id: `${preset.id} new` })),
  );
  return platform;
}

/** Thousands of agents, hundreds of teams and columns, and columns that are being learned. */
function many(): FakePlatform {
  const platform = base();
  const first = ["Ayşe", "Björn", "Chloé", "Deniz", "Łukasz", "José", "Nguyễn", "İnci"];
  const last = ["Yılmaz", "Åkesson", "Martin", "Öztürk", "Nowak", "García", "Văn", "Çelik", "Smith"];
  const agents = Array.from({ length: 5000 }, (_, index) => ({
    id: String(10_000 + index),
    name: `${first[index % first.length]} ${last[index % last.length]} ${index}`,
    email: `agent.${index}@example.com`,
  }));
  platform.agents = { agents, learnedAt: Date.now() - 3_600_000 };
  platform.teams = Array.from({ length: 400 }, (_, index) => ({
    id: String(index),
    name: `${first[index % first.length]} ${index + 1}`,
    members: (index * 7) % 40,
  }));
  platform.answer("learnColumns", () => new Promise(() => {}));
  platform.columns = [
    ...platform.columns,
    ...Array.from({ length: 500 }, (_, index) => ({
      name: `CUSTOM_FIELD_${index}`,
      origin: "learned" as const,
      jsonOnly: false,
      learnedAt: Date.now() - 86_400_000 * index,
      texts: null,
    })),
  ];
  return platform;
}

/** What can be looked at: the app that stands behind it, and what is pressed to get there. */
export type Scene = {
  platform: () => FakePlatform;
  /** What happens once the window is there. */
  after?: (platform: FakePlatform) => void;
  press?: MessageKey[];
};

const page = (nav: MessageKey, platform: () => FakePlatform, ...press: MessageKey[]): Scene => ({
  platform,
  press: [nav, ...press],
});

export const scenes: Record<string, Scene> = {
  first: { platform: () => new FakePlatform([]) },
  firstConnect: { platform: () => new FakePlatform([]), press: ["firstStart.connect"] },
  unreadable: {
    platform: () => {
      const platform = base();
      platform.refuse("listConnections", { code: "data_folder" }, "unable to open database file");
      return platform;
    },
  },
  export: { platform: base },
  one: {
    platform: () => {
      const platform = base();
      platform.connections = [practice];
      return platform;
    },
  },
  many: { platform: many },
  lists: {
    platform: () => {
      const platform = base();
      for (const list of ["listTeams", "listTimeZones", "listColumns"] as const) {
        platform.refuse(list, { code: "network", fault: "connect" }, "connect: connection refused");
      }
      return platform;
    },
  },
  slow: {
    platform: () => {
      const platform = base();
      for (const list of ["listTeams", "listTimeZones", "listColumns", "listAgents"] as const) {
        platform.answer(list, () => new Promise<never>(() => {}));
      }
      return platform;
    },
  },
  notices: {
    platform: () => {
      const platform = base();
      platform.notices = [
        { id: 1, what: { reason: "newer", file: "care-exporter.newer-2026-11-02.db" } },
        { id: 2, what: { reason: "damaged", file: "care-exporter.damaged-2026-11-01.db" } },
      ] as typeof platform.notices;
      return platform;
    },
  },
  queued: withRun("queued"),
  waiting: withRun("waiting", { progress: COUNTED }),
  downloading: withRun("downloading", { progress: HALF }),
  unknown: withRun("downloading", { progress: UNKNOWN }),
  converting: withRun("converting"),
  saved: withRun("saved", { saved: savedFile }),
  lookInside: withRun("saved", { saved: savedFile }, "action.lookInside"),
  notes: withRun("saved", {
    saved: { ...savedFile, notes: { ...savedFile.notes, lacking: 3, cutCells: 2, sheets: 2 } },
  }),
  missing: withRun("saved", { saved: { ...savedFile, missingColumns: ["agent_email", "Team_Lead"] } }),
  failed: failed({ code: "service_unavailable", status: 503 }),
  quoted: failed({ code: "export_failed", reason: "User is attempting to run too many exports." }),
  signin: failed({ code: "sign_in_refused" }),
  disk: failed({ code: "disk_full" }),
  cancelled: withRun("cancelled"),
  interrupted: withRun("interrupted"),
  presets: { platform: presets },
  manyPresets: { platform: manyPresets },
  openedPresets: { platform: openedPresets },
  noPresets: page("nav.presets", base),
  newPreset: page("nav.presets", base, "presets.new"),
  activity: page("nav.activity", activity(30)),
  thousands: page("nav.activity", activity(5_000)),
  noActivity: page("nav.activity", base),
  connections: page("nav.connections", base),
  newConnection: page("nav.connections", base, "connections.add"),
  refused: page(
    "nav.connections",
    () => {
      const platform = base();
      platform.refuse("testConnection", { code: "sign_in_refused" }, "GET /teams: 401");
      platform.refuse(
        "saveConnection",
        { code: "keychain_unavailable" },
        "org.freedesktop.secrets: no such name",
      );
      return platform;
    },
    "connections.edit",
  ),
  settings: page("nav.settings", base),
};
