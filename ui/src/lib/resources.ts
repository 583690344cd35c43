import { type Problem, toProblem } from "../platform";

/** A list on its way from the app: what is known of it, and what went wrong last. */
export type Loaded<T> = {
  /** The latest answer; kept while it is asked for again, and when that fails. */
  value: T | null;
  loading: boolean;
  problem: Problem | null;
};

const UNASKED: Loaded<never> = { value: null, loading: false, problem: null };

type Entry = { state: Loaded<unknown>; load: () => Promise<unknown>; asked: number };

/**
 * Answers of the app kept by key, so that going from page to page spends none of the service's twenty requests a
 * minute.
 */
export class Resources {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What is known of `key`. */
  get<T>(key: string): Loaded<T> {
    return (this.entries.get(key)?.state ?? UNASKED) as Loaded<T>;
  }

  /** The first problem that is of these keys and of this kind. */
  problemOf(isOne: (key: string, problem: Problem) => boolean): Problem | null {
    for (const [key, { state }] of this.entries) {
      if (state.problem && isOne(key, state.problem)) {
        return state.problem;
      }
    }
    return null;
  }

  /** Asks for `key`, unless it was asked for before. */
  want(key: string, load: () => Promise<unknown>): void {
    if (!this.entries.has(key)) {
      this.ask(key, { state: UNASKED, load, asked: 0 });
    }
  }

  /** Asks again for every key that `stale` picks. */
  reload(stale: (key: string) => boolean): void {
    for (const [key, entry] of [...this.entries]) {
      if (stale(key)) {
        this.ask(key, entry);
      }
    }
  }

  private ask(key: string, entry: Entry): void {
    const asked = entry.asked + 1;
    const put = (state: Loaded<unknown>) => {
      this.entries.set(key, { ...entry, asked, state });
      for (const listener of this.listeners) {
        listener();
      }
    };
    // Only the latest question may answer: an older one can come back later.
    const isLatest = () => this.entries.get(key)?.asked === asked;
    const { value } = entry.state;
    put({ value, loading: true, problem: null });
    entry.load().then(
      (answer) => isLatest() && put({ value: answer, loading: false, problem: null }),
      (rejection) => isLatest() && put({ value, loading: false, problem: toProblem(rejection) }),
    );
  }
}
