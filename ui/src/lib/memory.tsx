/**
 * What the window remembers between its starts, for convenience: how the pages were left, which zones were used.
 * Whatever must not get lost is the engine's to keep, and nothing secret is ever put here.
 */
import { createContext, useCallback, useContext, useEffect, useState } from "react";

export type Memory = {
  /** What was written last; null when there is nothing, or nothing readable. */
  read(key: string): unknown;
  write(key: string, value: unknown): void;
  /** Forgets everything. */
  clear(): void;
};

const PREFIX = "care-exporter/";

/** The webview's own store, in the person's data folder. */
export const webviewMemory: Memory = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      // A full or closed store costs the convenience, nothing else.
    }
  },
  clear() {
    try {
      localStorage.clear();
    } catch {
      // A closed store remembers nothing either.
    }
  },
};

const MemoryContext = createContext<Memory>(webviewMemory);

export const MemoryProvider = MemoryContext.Provider;

/**
 * A value that outlives the window. `restore` makes it of whatever was stored, by this version or another one, and
 * of nothing.
 */
export function useRemembered<T>(
  key: string,
  restore: (stored: unknown) => T,
): [T, (change: (old: T) => T) => void] {
  const memory = useContext(MemoryContext);
  const [value, setValue] = useState(() => restore(memory.read(key)));
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (changed) {
      memory.write(key, value);
    }
  }, [memory, key, value, changed]);
  const change = useCallback((next: (old: T) => T) => {
    setChanged(true);
    setValue(next);
  }, []);
  return [value, change];
}

/** The parts of a stored object; of anything else, none. */
export const storedParts = (stored: unknown): Record<string, unknown> =>
  typeof stored === "object" && stored !== null && !Array.isArray(stored)
    ? (stored as Record<string, unknown>)
    : {};

/** The texts of a stored list; of anything else, none. */
export const storedTexts = (stored: unknown): string[] =>
  Array.isArray(stored) ? stored.filter((item) => typeof item === "string") : [];

/** What was stored when it is one of these, else the first of them. */
export const storedChoice = <T,>(stored: unknown, choices: readonly [T, ...T[]]): T =>
  choices.find((choice) => choice === stored) ?? choices[0];
