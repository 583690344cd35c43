import { usualFile, usualOptions } from "../pages/export/draft";
import type { ExportRequest, FileNotes, Phase, Run } from "../platform";
import { account } from "../platform/fake";

/** Monday 23 November 2026, 13:00 in Istanbul. */
export const NOW = Date.UTC(2026, 10, 23, 10);

export const request: ExportRequest = {
  connectionId: account.id,
  report: "user",
  period: { kind: "days", from: "2026-10-01", to: "2026-10-31" },
  timeZone: "Europe/Istanbul",
  locale: null,
  teamIds: [],
  agentIds: [],
  includeDisabled: false,
  options: { ...usualOptions, interval: null },
  columns: ["agent_name"],
  delivery: "parts",
  file: usualFile("en-GB"),
};

export const NO_NOTES: FileNotes = {
  lacking: 0,
  nulls: 0,
  repeated: 0,
  neutralised: 0,
  cutCells: 0,
  notNumbers: 0,
  sheets: 1,
};

const PATH: Phase[] = ["queued", "creating", "waiting", "downloading", "converting", "saved"];

/** A run in a phase, each phase before it two seconds long. */
export function runIn(phase: Phase, change: Partial<Run> = {}): Run {
  const reached = PATH.indexOf(phase);
  const steps = PATH.slice(0, reached < 0 ? 3 : reached + 1).map(
    (step, index) => [step, NOW + index * 2000] as [Phase, number],
  );
  if (reached < 0) {
    steps.push([phase, NOW + 6000]);
  }
  return {
    id: "run-1",
    sequence: 1,
    connectionName: account.name,
    part: null,
    joined: null,
    request,
    phase,
    createdAt: NOW,
    steps,
    progress: { bytes: 0, totalBytes: null, current: null, total: null },
    fileName: "October.xlsx",
    saved:
      phase === "saved"
        ? {
            folder: "/home/ayse/Documents",
            bytes: 4_213_000,
            rows: 12_345,
            columns: ["agent_name"],
            missingColumns: [],
            unaskedColumns: [],
            notes: NO_NOTES,
          }
        : null,
    problem: null,
    resumable: true,
    ...change,
  };
}
