import type { MessageKey } from "../messages";
import type { Problem, Run } from "../platform";
import { BUTTONS, type Remedy } from "../problems";

/** What can be done about an export that did not get to its end. */
export type Way = "sign_in" | "find" | "elsewhere" | "resume" | "restart" | "leave";

export type WayOut = {
  /** The one button that helps. */
  way: Way;
  label: MessageKey;
  /** How to go on once that has helped. */
  onward?: { way: "resume" | "restart"; label: MessageKey };
};

/** The way out for an export that did not get to its end. */
export function wayOut(run: Run, problem: Problem | null, remedy: Remedy | null): WayOut {
  const onceMore = run.resumable ? "resume" : "restart";
  if (problem === null || run.phase === "interrupted") {
    if (remedy !== "sign_in" && remedy !== "find" && remedy !== "elsewhere") {
      return run.resumable
        ? { way: "resume", label: "action.continue" }
        : { way: "restart", label: BUTTONS.restart };
    }
  }
  switch (remedy) {
    case "sign_in":
      return { way: "sign_in", label: BUTTONS.sign_in, onward: { way: onceMore, label: BUTTONS.retry } };
    case "find":
      return {
        way: "find",
        label: BUTTONS.find,
        onward: { way: onceMore, label: run.resumable ? BUTTONS.retry : BUTTONS.restart },
      };
    case "elsewhere":
      return run.resumable
        ? { way: "elsewhere", label: BUTTONS.elsewhere }
        : { way: "restart", label: BUTTONS.restart };
    case "restart":
      // What is asked for again is the part that failed: the others are kept.
      if (run.joined && run.resumable) {
        return { way: "resume", label: BUTTONS.retry };
      }
      return { way: "restart", label: BUTTONS.restart };
    case "change":
      return { way: "leave", label: BUTTONS.change };
    default:
      return { way: onceMore, label: BUTTONS.retry };
  }
}
