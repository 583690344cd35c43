import type { MessageKey } from "../messages";
import type { Phase, Run } from "../platform";

/** What a phase is called. */
export const PHASE_NAMES: Record<Phase, MessageKey> = {
  queued: "phase.queued",
  creating: "phase.creating",
  waiting: "phase.waiting",
  downloading: "phase.downloading",
  converting: "phase.converting",
  saved: "phase.saved",
  failed: "phase.failed",
  cancelled: "phase.cancelled",
  interrupted: "phase.interrupted",
};

/** How a phase reads in a word or two, beside many others. */
export const PHASE_WORDS: Record<Phase, MessageKey> = {
  queued: "activity.phase.queued",
  creating: "activity.phase.creating",
  waiting: "activity.phase.waiting",
  downloading: "phase.downloading",
  converting: "phase.converting",
  saved: "phase.saved",
  failed: "activity.phase.failed",
  cancelled: "phase.cancelled",
  interrupted: "activity.phase.interrupted",
};

/** The way of a run that meets no trouble. */
export const STEPS: Phase[] = ["queued", "creating", "waiting", "downloading", "converting", "saved"];

/** Whether nothing more happens by itself. */
export const hasEnded = (run: Run) =>
  run.phase === "saved" || run.phase === "failed" || run.phase === "cancelled" || run.phase === "interrupted";
