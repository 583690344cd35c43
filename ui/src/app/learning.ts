/** What is being learned of an account: small exports that go on while other pages are looked at. */
import { useSyncExternalStore } from "react";
import {
  type Connection,
  type Platform,
  type Problem,
  type Report,
  toProblem,
  usePlatform,
} from "../platform";

/** Learning something, from its start to its end. */
export type Lesson<T> = {
  /** UTC milliseconds; null while nothing is under way. */
  since: number | null;
  stopping: boolean;
  /** What came of the last one; null before the first and after one that was stopped. */
  result: T | null;
  problem: Problem | null;
};

const IDLE: Lesson<never> = { since: null, stopping: false, result: null, problem: null };

class Lessons {
  private readonly byKey = new Map<string, Lesson<unknown>>();
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get<T>(key: string): Lesson<T> {
    return (this.byKey.get(key) ?? IDLE) as Lesson<T>;
  }

  put(key: string, lesson: Lesson<unknown>): void {
    this.byKey.set(key, lesson);
    for (const listener of this.listeners) {
      listener();
    }
  }
}

const lessonsOf = new WeakMap<Platform, Lessons>();

/** One thing to learn of a connection. `learn` gives what came of it. */
export function useLesson<T>(
  connection: Connection,
  what: "agents" | `columns/${Report}`,
  learn: () => Promise<T>,
): Lesson<T> & { start(now: number): void; stop(): void } {
  const platform = usePlatform();
  const lessons = lessonsOf.get(platform) ?? new Lessons();
  lessonsOf.set(platform, lessons);
  const key = `${what}/${connection.id}`;
  const lesson = useSyncExternalStore(lessons.subscribe, () => lessons.get<T>(key));
  return {
    ...lesson,
    start(now) {
      if (lessons.get(key).since !== null) {
        return;
      }
      lessons.put(key, { ...IDLE, since: now });
      learn().then(
        (result) => {
          const { stopping } = lessons.get(key);
          lessons.put(key, { ...IDLE, result: stopping ? null : result });
        },
        (rejection) => {
          const { stopping } = lessons.get(key);
          lessons.put(key, { ...IDLE, problem: stopping ? null : toProblem(rejection) });
        },
      );
    },
    stop() {
      lessons.put(key, { ...lessons.get(key), stopping: true });
      platform.stopLearning(connection.id).catch((rejection) => {
        lessons.put(key, { ...lessons.get(key), stopping: false, problem: toProblem(rejection) });
      });
    },
  };
}
