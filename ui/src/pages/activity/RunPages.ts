import type { Phase, Platform, Problem, Run, RunFile } from "../../platform";
import { toProblem } from "../../platform";

/** How many runs are asked for at a time: several windows full. */
const PAGE = 150;

/** What the list is narrowed to. */
export type Filter = {
  /** Words; empty for none. */
  text: string;
  /** Empty for all. */
  phases: readonly Phase[];
};

export const EVERYTHING: Filter = { text: "", phases: [] };

/** The list as a whole. What changes within a run is told by {@link RunPages.run}. */
export type ListState = {
  /** Ids of the runs, newest first, as far as they were asked for. */
  ids: readonly string[];
  /** What was asked for to get them. */
  filter: Filter;
  /** Whether an answer is on its way that the list is to grow by. */
  loading: boolean;
  /** Whether there are older ones. */
  more: boolean;
  /** Why the latest question was not answered. */
  problem: Problem | null;
};

type Source = Pick<Platform, "runsPage" | "removeRuns" | "restoreRuns" | "fileStates" | "onEngineEvent">;

/**
 * The runs, newest first, asked for page by page and kept current by what the engine reports. Rows watch their own
 * run, so that the progress of one does not draw the others anew.
 */
export class RunPages {
  private state: ListState = { ids: [], filter: EVERYTHING, loading: true, more: false, problem: null };
  private readonly runs = new Map<string, Run>();
  private readonly listeners = new Set<() => void>();
  /** Where the next page begins. */
  private next: number | null = null;
  /** Saved runs whose file is not where it was saved. */
  private moved: ReadonlySet<string> = new Set();
  private parts: readonly Run[] = [];
  /** Where runs are in a list of ids: each row asks, and the list may be long. */
  private places: { of: readonly string[]; byId: ReadonlyMap<string, number> } = { of: [], byId: new Map() };
  private readonly unlooked = new Set<string>();
  /** Only the answer to the latest question counts. */
  private asked = 0;
  /** How many questions are answered, or overtaken. */
  private answered = 0;

  constructor(private readonly source: Source) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  list = (): ListState => this.state;

  run(id: string): Run | undefined {
    return this.runs.get(id);
  }

  /** The known parts of the export that a run is a part of, in order. The same list until one of them changes. */
  partsOf(run: Run): readonly Run[] {
    const group = run.part?.group;
    const found = [...this.runs.values()]
      .filter(({ part }) => group !== undefined && part?.group === group)
      .sort((a, b) => (a.part?.number ?? 0) - (b.part?.number ?? 0));
    if (found.length !== this.parts.length || found.some((part, index) => part !== this.parts[index])) {
      this.parts = found;
    }
    return this.parts;
  }

  /** Whether the next run on the list is of the same export: parts are started together. */
  isJoined(id: string): boolean {
    const group = this.runs.get(id)?.part?.group;
    if (group === undefined) {
      return false;
    }
    const { ids } = this.state;
    if (this.places.of !== ids) {
      this.places = { of: ids, byId: new Map(ids.map((other, place) => [other, place])) };
    }
    const next = ids[(this.places.byId.get(id) ?? ids.length) + 1];
    return next !== undefined && this.runs.get(next)?.part?.group === group;
  }

  /** Listens to the engine until the returned function is called. */
  follow(): () => void {
    return this.source.onEngineEvent((event) => {
      switch (event.kind) {
        case "run":
          this.take(event.run);
          break;
        case "progress": {
          const run = this.runs.get(event.runId);
          // A report of a phase that is over says nothing about the one now.
          if (run?.phase === event.phase) {
            this.runs.set(run.id, { ...run, progress: event.progress });
            this.tell();
          }
          break;
        }
        case "runs":
          void this.refresh();
          break;
      }
    });
  }

  /** Asks for the first page; the runs shown so far stay until it is there. */
  async narrow(filter: Filter): Promise<void> {
    await this.ask(filter, [], 1);
  }

  /** Asks for the page after the last, if there is one. */
  async more(): Promise<void> {
    if (this.next !== null && this.answered === this.asked) {
      await this.ask(this.state.filter, this.state.ids, 1, this.next);
    }
  }

  /** Asks again for all that is shown: something else than this window changed the list. */
  async refresh(): Promise<void> {
    await this.ask(this.state.filter, [], this.state.ids.length);
  }

  /** Asks for at least so many runs before `before`, to come after the known ones. */
  private async ask(
    filter: Filter,
    known: readonly string[],
    atLeast: number,
    before: number | null = null,
  ): Promise<void> {
    this.asked += 1;
    const question = this.asked;
    // What stands there until it is answered otherwise need not be drawn anew.
    this.put({ loading: this.state.ids.length === known.length, problem: null });
    try {
      const ids = new Set(known);
      let next = before;
      do {
        const page = await this.source.runsPage({
          ...filter,
          phases: [...filter.phases],
          before: next,
          most: PAGE,
        });
        if (question !== this.asked) {
          return;
        }
        for (const run of page.runs) {
          this.keepNewest(run);
          ids.add(run.id);
        }
        next = page.next;
      } while (next !== null && ids.size < known.length + atLeast);
      this.next = next;
      this.answered = question;
      this.put({ ids: [...ids], filter, loading: false, more: next !== null });
    } catch (rejection) {
      if (question === this.asked) {
        this.answered = question;
        this.put({ loading: false, problem: toProblem(rejection) });
      }
    }
  }

  /** Takes a run as the engine reports it, or as a command answers with it. */
  take(run: Run): void {
    const isNew = !this.runs.has(run.id);
    this.keepNewest(run);
    if (!isNew || this.state.ids.includes(run.id)) {
      this.tell();
    } else if (this.state.filter === EVERYTHING) {
      this.put({ ids: [run.id, ...this.state.ids] });
    } else {
      // Whether it fits what is asked for, the engine knows.
      void this.narrow(this.state.filter);
    }
  }

  /** A page or an answer may be older than what was reported since: the run that took more steps is the newer one. */
  private keepNewest(run: Run): void {
    const known = this.runs.get(run.id);
    if (!known || known.steps.length <= run.steps.length) {
      this.runs.set(run.id, run);
    }
  }

  /** Takes runs off the list; their files stay. Gives the ids of those that were taken off. */
  async remove(ids: readonly string[]): Promise<string[]> {
    const removed = await this.source.removeRuns([...ids]);
    const gone = new Set(removed);
    this.put({ ids: this.state.ids.filter((id) => !gone.has(id)) });
    return removed;
  }

  /** Puts runs back on the list that were taken off it. Gives the ids of those that could be. */
  async restore(ids: readonly string[]): Promise<string[]> {
    const restored = await this.source.restoreRuns([...ids]);
    const sequence = (id: string) => this.runs.get(id)?.sequence ?? 0;
    const all = new Set([...this.state.ids, ...restored]);
    this.put({ ids: [...all].sort((a, b) => sequence(b) - sequence(a)) });
    return restored;
  }

  isMoved(id: string): boolean {
    return this.moved.has(id);
  }

  /** Looks whether a saved run's file is still there; runs of one moment share a question. */
  lookForFile(id: string): void {
    if (this.unlooked.size === 0) {
      queueMicrotask(() => {
        const ids = [...this.unlooked];
        this.unlooked.clear();
        // Not knowing is no news: then the row says nothing of it.
        this.source.fileStates(ids).then(
          (files) => this.putFiles(files),
          () => {},
        );
      });
    }
    this.unlooked.add(id);
  }

  private putFiles(files: RunFile[]): void {
    const moved = new Set(this.moved);
    for (const { runId, state } of files) {
      if (state === "moved") {
        moved.add(runId);
      } else {
        moved.delete(runId);
      }
    }
    this.moved = moved;
    this.tell();
  }

  private put(change: Partial<ListState>): void {
    const before = Object.entries(this.state);
    const next = { ...this.state, ...change };
    if (before.some(([name, value]) => next[name as keyof ListState] !== value)) {
      this.state = next;
      this.tell();
    }
  }

  private tell(): void {
    for (const listener of this.listeners) {
      listener();
    }
  }
}
