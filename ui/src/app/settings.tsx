/** What the person wants of the app: one state for the whole window, because menus and pages change it. */
import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from "react";
import { useAttempt } from "../lib/attempt";
import { type Problem, type Settings, usePlatform } from "../platform";
import { applyAppearance } from "../styles/appearance";
import { useSettings } from "./engine";

export type SettingsChoice = {
  /** Null until they are known. */
  current: Settings | null;
  /** Why they could not be read, or the last change could not be stored. */
  problem: Problem | null;
  change(part: Partial<Settings>): void;
  retry(): void;
};

const SettingsContext = createContext<SettingsChoice | null>(null);

export function SettingsProvider({ children }: { children: ReactNode }) {
  const platform = usePlatform();
  const stored = useSettings();
  const { problem, attempt } = useAttempt();
  /** What was chosen here; the stored settings are asked for once. */
  const [chosen, setChosen] = useState<Settings | null>(null);
  const current = chosen ?? stored.value;
  const appearance = current?.appearance;
  useLayoutEffect(() => {
    if (appearance) {
      applyAppearance(appearance);
    }
  }, [appearance]);

  function change(part: Partial<Settings>) {
    if (current) {
      const before = current;
      const next = { ...current, ...part };
      setChosen(next);
      void attempt("save", async () => {
        try {
          await platform.saveSettings(next);
        } catch (rejection) {
          setChosen(before);
          throw rejection;
        }
      });
    }
  }

  const choice = { current, problem: problem ?? stored.problem, change, retry: stored.retry };
  return <SettingsContext value={choice}>{children}</SettingsContext>;
}

export function useSettingsChoice(): SettingsChoice {
  const choice = useContext(SettingsContext);
  if (!choice) {
    throw new Error("useSettingsChoice() needs a <SettingsProvider>");
  }
  return choice;
}
