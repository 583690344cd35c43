import { useState } from "react";
import { type Problem, toProblem } from "../platform";

/** One thing tried at a time, and why it did not work. */
export function useAttempt<Name extends string = string>() {
  const [pending, setPending] = useState<Name | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function attempt(name: Name, action: () => Promise<unknown>) {
    setPending(name);
    setProblem(null);
    try {
      await action();
    } catch (rejection) {
      setProblem(toProblem(rejection));
    } finally {
      setPending(null);
    }
  }
  return { pending, problem, attempt };
}
