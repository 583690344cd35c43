/** What the engine knows, as the pages see it: connections, lists to pick from, and runs. Kept current by its events. */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { type Loaded, Resources } from "../lib/resources";
import {
  type Agents,
  type Column,
  type Connection,
  type FileNamePiece,
  type Kept,
  type NamedId,
  type Phase,
  type Platform,
  type Preset,
  type Problem,
  type Progress,
  type Report,
  type Run,
  type Team,
  type TimeZones,
  toProblem,
  usePlatform,
} from "../platform";
import { isOfAccount } from "../problems";
import { hasEnded } from "../runs/phases";

type RunsState = {
  /** Those that were under way or waited for the person since the window was opened, by id. */
  byId: ReadonlyMap<string, Run>;
  /** Runs that ended and that the person has left, by "New export". */
  dismissed: ReadonlySet<string>;
  /** Runs seen while they were under way, whose end is still to be shown. */
  followed: ReadonlySet<string>;
};

/** The phases of runs that the export page may show: under way, or waiting for the person. */
const UNDER_WAY: Phase[] = ["queued", "creating", "waiting", "downloading", "converting", "interrupted"];
/** More runs than are ever under way at once. */
const MOST_UNDER_WAY = 200;

type Engine = {
  resources: Resources;
  runs: RunsState;
  /** Takes a run that a command answered with. */
  putRun(run: Run): void;
  dismissRun(id: string): void;
  /** Why the exports under way are not known. */
  unlisted: { problem: Problem; retry(): void } | null;
  /** The computer's keychain keeps the app waiting. */
  keychainAsks: boolean;
};

const EngineContext = createContext<Engine | null>(null);

function withRun(state: RunsState, run: Run): RunsState {
  const byId = new Map(state.byId).set(run.id, run);
  // An interrupted run waits for the person, so it is shown although nothing moves.
  const follow = !hasEnded(run) || run.phase === "interrupted";
  const followed =
    follow && !state.followed.has(run.id) ? new Set(state.followed).add(run.id) : state.followed;
  let { dismissed } = state;
  if (!hasEnded(run) && dismissed.has(run.id)) {
    const kept = new Set(dismissed);
    kept.delete(run.id);
    dismissed = kept;
  }
  return { byId, followed, dismissed };
}

/** A command's answer may come after reports of what the run did since: the run that took more steps is the newer one. */
function withAnswer(state: RunsState, run: Run): RunsState {
  const known = state.byId.get(run.id);
  const answered = withRun(state, run);
  return known && known.steps.length > run.steps.length ? { ...answered, byId: state.byId } : answered;
}

/** How far a run's phase is. What is said of a phase that it has left is of the past. */
function withProgress(state: RunsState, id: string, phase: Phase, progress: Progress): RunsState {
  const run = state.byId.get(id);
  return run?.phase === phase ? { ...state, byId: new Map(state.byId).set(id, { ...run, progress }) } : state;
}

/** A list may come after reports of what its runs did since: the run that took more steps is the newer one. */
function withList(state: RunsState, list: Run[]): RunsState {
  return list.reduceRight((known, run) => {
    const before = known.byId.get(run.id);
    return before && before.steps.length >= run.steps.length ? known : withRun(known, run);
  }, state);
}

/** A run and the other parts of its period. */
function partsOf({ byId }: RunsState, id: string): string[] {
  const group = byId.get(id)?.part?.group;
  return group === undefined
    ? [id]
    : [...byId.values()].filter(({ part }) => part?.group === group).map((part) => part.id);
}

/** Of the parts of a period, the one to look at: what is under way, else what needs the person, else the last. */
function partToShow(state: RunsState, run: Run): Run {
  const parts = partsOf(state, run.id).flatMap((id) => state.byId.get(id) ?? []);
  parts.sort((a, b) => a.sequence - b.sequence);
  return (
    parts.find((part) => !hasEnded(part)) ??
    parts.find(({ phase }) => phase !== "saved") ??
    parts.at(-1) ??
    run
  );
}

export function EngineProvider({ children }: { children: ReactNode }) {
  const platform = usePlatform();
  const [resources] = useState(() => new Resources());
  const [runs, setRuns] = useState<RunsState>({ byId: new Map(), dismissed: new Set(), followed: new Set() });

  const [unlisted, setUnlisted] = useState<Problem | null>(null);
  const [keychainAsks, setKeychainAsks] = useState(false);

  const putRun = useCallback((run: Run) => setRuns((state) => withAnswer(state, run)), []);
  const dismissRun = useCallback(
    (id: string) =>
      setRuns((state) => ({ ...state, dismissed: new Set([...state.dismissed, ...partsOf(state, id)]) })),
    [],
  );

  const list = useCallback(() => {
    platform.runsPage({ text: "", phases: UNDER_WAY, before: null, most: MOST_UNDER_WAY }).then(
      ({ runs }) => {
        setUnlisted(null);
        setRuns((state) => withList(state, runs));
      },
      (rejection) => setUnlisted(toProblem(rejection)),
    );
  }, [platform]);

  useEffect(() => {
    const stop = platform.onEngineEvent((event) => {
      switch (event.kind) {
        case "run":
          setRuns((state) => withRun(state, event.run));
          break;
        case "progress":
          setRuns((state) => withProgress(state, event.runId, event.phase, event.progress));
          break;
        case "runs":
          list();
          break;
        case "presets":
          resources.reload((key) => key === "presets");
          break;
        case "connections":
          // A list may have been refused because of what was just changed.
          resources.reload((key) => key === "connections" || resources.get(key).problem !== null);
          break;
        case "agents":
          resources.reload((key) => key.startsWith("agents/"));
          break;
        case "keychain":
          setKeychainAsks(event.waiting);
          break;
        case "columns":
          resources.reload((key) => key.startsWith("columns") && key.endsWith(`/${event.connectionId}`));
          break;
      }
    });
    list();
    // The app may have waited before this page could hear of it.
    platform.keychainIsWaitedFor().then(setKeychainAsks, () => {});
    // The command line may have changed them meanwhile: events stay in a process.
    const lookAgain = () => resources.reload((key) => key === "presets");
    window.addEventListener("focus", lookAgain);
    return () => {
      window.removeEventListener("focus", lookAgain);
      stop();
    };
  }, [platform, resources, list]);

  const engine = useMemo(
    () => ({
      resources,
      runs,
      putRun,
      dismissRun,
      unlisted: unlisted && { problem: unlisted, retry: list },
      keychainAsks,
    }),
    [resources, runs, putRun, dismissRun, unlisted, list, keychainAsks],
  );
  return <EngineContext value={engine}>{children}</EngineContext>;
}

function useEngine(): Engine {
  const engine = useContext(EngineContext);
  if (!engine) {
    throw new Error("The engine's state needs an <EngineProvider>");
  }
  return engine;
}

/** A loaded list with the means to ask for it again. */
export type List<T> = Loaded<T> & { retry(): void };

function useList<T>(key: string, load: () => Promise<T>): List<T> {
  const { resources } = useEngine();
  const loaded = useSyncExternalStore(resources.subscribe, () => resources.get<T>(key));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for everything that `load` depends on.
  useEffect(() => resources.want(key, load), [resources, key]);
  const retry = useCallback(() => resources.reload((other) => other === key), [resources, key]);
  // The same object until something in it changes, so that who is given it need not be drawn anew.
  return useMemo(() => ({ ...loaded, retry }), [loaded, retry]);
}

export function useConnections(): List<Connection[]> {
  const platform = usePlatform();
  return useList("connections", () => platform.listConnections());
}

export function useAppInfo() {
  const platform = usePlatform();
  return useList("app", () => platform.appInfo());
}

export function useSettings() {
  const platform = usePlatform();
  return useList("settings", () => platform.settings());
}

/** The folder that save dialogs begin in; null for the system's choice. */
export function useUsualFolder(): List<string | null> {
  const platform = usePlatform();
  return useList("folder", () => platform.usualFolder());
}

/** What the app keeps, counted anew whenever its page is opened. */
export function useKept(): List<Kept> {
  const platform = usePlatform();
  const kept = useList("kept", () => platform.kept());
  const { retry } = kept;
  useEffect(retry, [retry]);
  return kept;
}

/** Whether the computer's keychain keeps the app waiting: it may be asking the person to unlock it. */
export function useKeychainAsks(): boolean {
  return useEngine().keychainAsks;
}

/** Why the exports under way are not known, and the means to ask again. */
export function useUnlisted() {
  return useEngine().unlisted;
}

export function usePresets(): List<Preset[]> {
  const platform = usePlatform();
  return useList("presets", () => platform.listPresets());
}

export function useFileNamePieces(): List<FileNamePiece[]> {
  const platform = usePlatform();
  return useList("pieces", () => platform.fileNamePieces());
}

/** A list that belongs to a connection. */
function useListOf<T>(
  connection: Connection,
  name: string,
  load: (platform: Platform, id: string) => Promise<T>,
) {
  const platform = usePlatform();
  return useList(`${name}/${connection.id}`, () => load(platform, connection.id));
}

export const useTimeZones = (connection: Connection): List<TimeZones> =>
  useListOf(connection, "zones", (platform, id) => platform.listTimeZones(id));

export const useTeams = (connection: Connection): List<Team[]> =>
  useListOf(connection, "teams", (platform, id) => platform.listTeams(id));

/** A list of a connection, when it was asked for anyway: a name in passing is worth no request. */
function useKnown<T>(name: string, connectionId: string): T | null {
  const { resources } = useEngine();
  return useSyncExternalStore(resources.subscribe, () => resources.get<T>(`${name}/${connectionId}`)).value;
}

/** The names of a connection's people and lists by their ids, as far as they are known. */
export function useKnownNames(
  connectionId: string,
): Record<"people" | "queues" | "views", Map<string, string>> {
  const teams = useKnown<Team[]>("teams", connectionId);
  const agents = useKnown<Agents>("agents", connectionId)?.agents;
  const queues = useKnown<NamedId[]>("queues", connectionId);
  const views = useKnown<NamedId[]>("views", connectionId);
  return useMemo(() => {
    const byId = (list: readonly NamedId[]) => new Map(list.map(({ id, name }) => [id, name]));
    return {
      // An export is of the one or of the other.
      people: byId([...(agents ?? []), ...(teams ?? [])]),
      queues: byId(queues ?? []),
      views: byId(views ?? []),
    };
  }, [teams, agents, queues, views]);
}

export const useWorkQueues = (connection: Connection): List<NamedId[]> =>
  useListOf(connection, "queues", (platform, id) => platform.listWorkQueues(id));

export const useSmartViews = (connection: Connection): List<NamedId[]> =>
  useListOf(connection, "views", (platform, id) => platform.listSmartViews(id));

/** The columns that are known of an export. */
export const useColumns = (connection: Connection, report: Report): List<Column[]> =>
  useListOf(connection, `columns/${report}`, (platform, id) => platform.listColumns(id, report));

/** The company's agents as they were learned last. */
export const useAgents = (connection: Connection): List<Agents> =>
  useListOf(connection, "agents", (platform, id) => platform.listAgents(id, false));

/** Why lists of a connection do not come until it is corrected, null when nothing is wrong with it; and a way to ask again. */
export function useConnectionTrouble({ id }: Connection): { problem: Problem | null; retry(): void } {
  const { resources } = useEngine();
  const problem = useSyncExternalStore(resources.subscribe, () =>
    resources.problemOf((key, why) => key.endsWith(`/${id}`) && isOfAccount(why)),
  );
  const retry = useCallback(
    () =>
      resources.reload((key) => {
        const why = resources.get(key).problem;
        return key.endsWith(`/${id}`) && why !== null && isOfAccount(why);
      }),
    [resources, id],
  );
  return { problem, retry };
}

/** Asks again for all that depends on a connection, after it was added, changed or removed. */
export function useConnectionChanged(): (id: string) => void {
  const { resources } = useEngine();
  return useCallback(
    (id) => resources.reload((key) => key === "connections" || key.endsWith(`/${id}`)),
    [resources],
  );
}

/** A run that is under way or was since the window was opened; nothing of an older one. */
export function useRun(id: string | null): Run | null {
  const { runs } = useEngine();
  return (id !== null && runs.byId.get(id)) || null;
}

/** How many exports are under way. */
export function useLiveCount(): number {
  const { runs } = useEngine();
  return useMemo(() => [...runs.byId.values()].filter((run) => !hasEnded(run)).length, [runs]);
}

/** The runs' current states, and which of them the export page shows. */
export function useRuns() {
  const { runs, putRun, dismissRun } = useEngine();
  const shown = useMemo(() => {
    const followed = [...runs.byId.values()].filter(
      (run) => runs.followed.has(run.id) && !runs.dismissed.has(run.id),
    );
    followed.sort((a, b) => b.createdAt - a.createdAt);
    return followed[0] ? partToShow(runs, followed[0]) : null;
  }, [runs]);
  return { shown, putRun, dismissRun };
}
