import type { MessageKey } from "../messages";
import type { Problem, Run } from "../platform";
import { BUTTONS, type Remedy } from "../problems";

/** What can be done about an export that did not get to its end. */
export type Way = "sign_in" | "elsewhere" | "resume" | "restart" | "leave";

/** The one button that helps with an export that did not get to its end. */
export function wayOut(
  run: Run,
  problem: Problem | null,
  remedy: Remedy | null,
): { way: Way; label: MessageKey } {
  if (problem === null || run.phase === "interrupted") {
    if (remedy !== "sign_in" && remedy !== "elsewhere") {
      return run.resumable
        ? { way: "resume", label: "action.continue" }
        : { way: "restart", label: BUTTONS.restart };
    }
  }
  switch (remedy) {
    case "sign_in":
      return { way: "sign_in", label: BUTTONS.sign_in };
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
      return { way: run.resumable ? "resume" : "restart", label: BUTTONS.retry };
  }
}
