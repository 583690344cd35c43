import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { Phase, ProblemKind, Progress, Run, RunPage, SavedFile } from "../../platform";
import { account, FakePlatform, problem } from "../../platform/fake";
import { button, expectAccessible, inPanel, openApp, openRun, panel, request, runIn } from "../../test/app";

const failed = (kind: ProblemKind, change: Partial<Run> = {}) =>
  runIn("failed", { problem: problem(kind, "GET /status: 503"), ...change });

/** What is said of the run itself. */
const status = () => panel().querySelector("[role=status]") as HTMLElement;

describe("an export under way", () => {
  test("takes the button's place, and hands the focus on", async () => {
    const { user } = await openApp();
    await user.click(button("Export"));
    expect(await inPanel().findByRole("button", { name: "Cancel" })).toBeVisible();
    expect(panel()).toHaveAttribute("data-phase", "queued");
    expect(screen.queryByRole("button", { name: "Export" })).not.toBeInTheDocument();
    expect(inPanel().getByRole("heading", { name: "This export" })).toHaveFocus();
  });

  const phases: [Phase, string][] = [
    ["queued", "Waiting for its turn"],
    ["creating", "Asking the service"],
    ["waiting", "The service is preparing it"],
    ["downloading", "Downloading"],
    ["converting", "Making the file"],
  ];
  test.each(phases)("%s is shown as a step, and said once", async (phase, name) => {
    await openRun(runIn(phase));
    expect(panel()).toHaveAttribute("data-phase", phase);
    const step = inPanel().getByRole("listitem", { current: "step" });
    expect(step).toHaveTextContent(name);
    expect(status()).toHaveTextContent(name);
    expect(inPanel().getByRole("progressbar", { name: "Progress" })).not.toHaveAttribute("aria-valuenow");
    await expectAccessible(panel());
  });

  test("shows the time that passes", async () => {
    const { clock } = await openRun(runIn("waiting"));
    clock.pass(5);
    expect(panel()).toHaveTextContent("Elapsed 0:05");
    clock.pass(70);
    expect(panel()).toHaveTextContent("Elapsed 1:15");
    expect(inPanel().getByRole("listitem", { current: "step" })).toHaveTextContent("1:11");
    expect(status()).not.toHaveTextContent(/\d/);
  });

  test("shows bytes of how many, and never more than all", async () => {
    const progress = { bytes: 8_400_000, totalBytes: 16_800_000, current: null, total: null };
    const { platform } = await openRun(runIn("downloading", { progress }));
    expect(panel()).toHaveTextContent("8.4 MB of 16.8 MB");
    expect(inPanel().getByRole("progressbar")).toHaveAttribute("aria-valuenow", "50");
    const report = (phase: Phase, change: Partial<Progress>) =>
      act(() =>
        platform.emit({ kind: "progress", runId: "run-1", phase, progress: { ...progress, ...change } }),
      );
    report("downloading", { bytes: 20_000_000 });
    expect(inPanel().getByRole("progressbar")).not.toHaveAttribute("aria-valuenow");
    report("downloading", { totalBytes: null });
    expect(panel()).toHaveTextContent("8.4 MB");
    expect(inPanel().getByRole("progressbar")).not.toHaveAttribute("aria-valuenow");
    // Of a phase that is over.
    report("waiting", { bytes: 1_000_000 });
    expect(panel()).toHaveTextContent("8.4 MB");
  });

  test("says a step, and each quarter of it, and nothing in between", async () => {
    const progress = { bytes: 0, totalBytes: 16_000_000, current: null, total: null };
    const { platform } = await openRun(runIn("downloading", { progress }));
    const said = new Set<string>();
    for (const megabytes of [0, 3.9, 4, 4.1, 7.9, 8, 11, 12, 15.9, 16]) {
      const bytes = megabytes * 1_000_000;
      act(() =>
        platform.emit({
          kind: "progress",
          runId: "run-1",
          phase: "downloading",
          progress: { ...progress, bytes },
        }),
      );
      said.add(status().textContent ?? "");
    }
    expect([...said]).toEqual(["Downloading", "Downloading · 25%", "Downloading · 50%", "Downloading · 75%"]);
  });

  test("that was missed in the reports is looked up again", async () => {
    const { platform } = await openRun(runIn("waiting"));
    platform.runs = [runIn("converting")];
    act(() => platform.emit({ kind: "runs" }));
    await waitFor(() => expect(panel()).toHaveAttribute("data-phase", "converting"));
  });

  test("shows how much of the download became the file, once that is known", async () => {
    const { platform } = await openRun(runIn("converting"));
    expect(inPanel().getByRole("progressbar")).not.toHaveAttribute("aria-valuenow");
    const progress = { bytes: 4_200_000, totalBytes: 16_800_000, current: null, total: null };
    act(() => platform.emit({ kind: "progress", runId: "run-1", phase: "converting", progress }));
    expect(panel()).toHaveTextContent("4.2 MB of 16.8 MB");
    expect(inPanel().getByRole("progressbar")).toHaveAttribute("aria-valuenow", "25");
  });

  test("shows how far the service is", async () => {
    await openRun(runIn("waiting", { progress: { bytes: 0, totalBytes: null, current: 12, total: 40 } }));
    expect(panel()).toHaveTextContent("12 of 40");
    expect(inPanel().getByRole("progressbar")).toHaveAttribute("aria-valuenow", "30");
  });

  test("is cancelled, and then there is no file", async () => {
    const { user, platform } = await openRun(runIn("downloading"));
    await user.click(button("Cancel"));
    expect(platform.callsOf("cancelRun")).toEqual([["run-1"]]);
    expect(await screen.findByText("You cancelled this export")).toBeVisible();
    expect(panel()).toHaveAttribute("data-phase", "cancelled");
    expect(panel()).toHaveTextContent("No file was saved.");
    await expectAccessible(panel());
    await user.click(button("New export"));
    expect(panel()).toHaveAttribute("data-phase", "idle");
    await waitFor(() => expect(inPanel().getByRole("heading")).toHaveFocus());
  });

  test("that can't be cancelled says why, and goes on", async () => {
    const { user, platform } = await openRun(runIn("waiting"));
    platform.refuse("cancelRun", { code: "run_missing" });
    await user.click(button("Cancel"));
    expect(await inPanel().findByRole("alert")).toHaveTextContent("This export is not there any more.");
    expect(button("Cancel")).not.toHaveAttribute("aria-disabled");
  });

  test("that went on while the app was closed is shown again; ended ones are not", async () => {
    const platform = new FakePlatform();
    platform.runs = [runIn("saved", { id: "old", createdAt: 1 }), runIn("downloading", { id: "going" })];
    await openApp(platform);
    await waitFor(() => expect(panel()).toHaveAttribute("data-phase", "downloading"));
  });

  test("a report that came before the list of runs is not undone by it", async () => {
    const platform = new FakePlatform();
    let answer = (_: RunPage) => {};
    platform.answer("runsPage", () => new Promise((resolve) => (answer = resolve)));
    await openApp(platform);
    act(() => platform.emit({ kind: "run", run: runIn("downloading") }));
    await act(async () => answer({ runs: [runIn("waiting")], next: null }));
    expect(panel()).toHaveAttribute("data-phase", "downloading");
  });
});

describe("a saved file", () => {
  test("is described, opened and shown", async () => {
    const { user, platform } = await openRun(runIn("saved"));
    expect(panel()).toHaveAttribute("data-phase", "saved");
    for (const fact of ["Your file is ready", "October.xlsx", "/home/ayse/Documents", "12,345", "4.2 MB"]) {
      expect(panel()).toHaveTextContent(fact);
    }
    expect(status()).toHaveTextContent("Saved: October.xlsx");
    await expectAccessible(panel());
    await user.click(button("Open"));
    await user.click(button("Show in folder"));
    expect(platform.callsOf("openFile")).toEqual([["run-1"]]);
    expect(platform.callsOf("showInFolder")).toEqual([["run-1"]]);
    await user.click(button("New export"));
    expect(panel()).toHaveAttribute("data-phase", "idle");
    expect(button("Export")).toBeVisible();
  });

  test("names the columns that did not come back, and those that nobody asked for", async () => {
    const run = runIn("saved");
    const saved = {
      ...(run.saved as SavedFile),
      missingColumns: ["Team_Lead", "team_lead"],
      unaskedColumns: ["extra"],
    };
    await openRun({ ...run, saved });
    expect(panel()).toHaveTextContent("The service did not return these columns:Team_Leadteam_lead");
    expect(panel()).toHaveTextContent("This column came without being asked for and was left out:extra");
    expect(panel()).not.toHaveTextContent("Good to know");
    await expectAccessible(panel());
  });

  test("says what is not as one might think", async () => {
    const run = runIn("saved");
    const notes = {
      lacking: 1,
      nulls: 2,
      repeated: 3,
      neutralised: 4,
      cutCells: 5,
      notNumbers: 6,
      sheets: 7,
    };
    await openRun({ ...run, saved: { ...(run.saved as SavedFile), notes } });
    for (const sentence of [
      "1 cell is empty because the service sent no value for it.",
      "2 cells are empty because the service says that there is nothing",
      "3 times a row had the same column twice.",
      "4 cells looked like formulas",
      "5 cells were cut, because Excel holds 32,767 characters at most. A CSV or JSON file holds them whole.",
      "6 times are not numbers",
      "over 7 sheets",
    ]) {
      expect(panel()).toHaveTextContent(sentence);
    }
    await expectAccessible(panel());
  });

  test("that was moved is said in words", async () => {
    const { user, platform } = await openRun(runIn("saved"));
    platform.refuse("openFile", { code: "file_moved" });
    await user.click(button("Open"));
    expect(await inPanel().findByRole("alert")).toHaveTextContent("The file is not where it was saved.");
    await expectAccessible(panel());
  });
});

describe("an export that did not get to its end", () => {
  const cases: [string, Run, string, "startExport" | "resumeRun" | "saveRunElsewhere" | null][] = [
    ["network, resumable", failed({ code: "network", fault: "reset" }), "Try again", "resumeRun"],
    [
      "network, not resumable",
      failed({ code: "network", fault: "dns" }, { resumable: false }),
      "Try again",
      "startExport",
    ],
    ["failed export", failed({ code: "export_failed", reason: "too many" }), "Start again", "startExport"],
    ["full disk", failed({ code: "disk_full" }), "Choose another place", "saveRunElsewhere"],
    ["lost folder", failed({ code: "folder_missing" }), "Choose another place", "saveRunElsewhere"],
    [
      "lost folder, no download",
      failed({ code: "folder_missing" }, { resumable: false }),
      "Start again",
      "startExport",
    ],
    ["damaged file", failed({ code: "file_damaged", what: "truncated" }), "Try again", "resumeRun"],
    ["refused request", failed({ code: "request_refused", message: "no" }), "New export", null],
    ["cut off", runIn("interrupted"), "Continue", "resumeRun"],
    ["cut off for good", runIn("interrupted", { resumable: false }), "Start again", "startExport"],
  ];
  test.each(cases)("%s: the one right button", async (_, run, name, command) => {
    const { user, platform } = await openRun(run);
    expect(panel()).toHaveAttribute("data-phase", run.phase);
    const primary = panel().querySelector(".button-primary");
    expect(primary).toHaveTextContent(name);
    await expectAccessible(panel());
    await user.click(primary as HTMLElement);
    for (const any of ["startExport", "resumeRun", "saveRunElsewhere"] as const) {
      const expected = any === "startExport" ? [[request]] : [[run.id]];
      expect(platform.callsOf(any)).toEqual(any === command ? expected : []);
    }
    if (command === null) {
      expect(panel()).toHaveAttribute("data-phase", "idle");
    } else {
      await waitFor(() => expect(["queued", "waiting", "downloading"]).toContain(panel().dataset.phase));
    }
  });

  test("an export that nobody can know of: how to look for it, and the button to start again", async () => {
    const { user, platform } = await openRun(
      runIn("interrupted", { problem: problem({ code: "creation_unknown" }), resumable: false }),
    );
    expect([...panel().querySelectorAll(".button-primary")]).toEqual([button("Look whether it is there")]);
    await user.click(button("Look whether it is there"));
    const dialog = await screen.findByRole("dialog", { name: "Find the export in Care" });
    expect(dialog).toHaveTextContent("User export");
    expect(dialog).toHaveTextContent("reports@example.com");
    expect(dialog).toHaveTextContent("Istanbul");
    await expectAccessible();
    await user.click(within(dialog).getByRole("button", { name: "Close" }));
    await user.click(button("Start again"));
    expect(platform.callsOf("startExport")).toEqual([[request]]);
  });

  test("Care is opened in the browser where the connection says where it is", async () => {
    const platform = new FakePlatform([{ ...account, instance: "acme" }]);
    platform.runs = [
      runIn("interrupted", { problem: problem({ code: "creation_unknown" }), resumable: false }),
    ];
    const { user } = await openApp(platform);
    await user.click(await screen.findByRole("button", { name: "Look whether it is there" }));
    await user.click(button("Open Care in the browser"));
    expect(platform.callsOf("openCare")).toEqual([[account.id]]);
  });

  test("the earliest day that the service has is told in the zone of the export", async () => {
    // The 25th in Istanbul and in most of the world, still the 24th in Honolulu.
    const earliest = Date.UTC(2025, 4, 25, 9, 59);
    await openRun(
      failed({ code: "period_too_old", earliest }, { request: { ...request, timeZone: "Pacific/Honolulu" } }),
    );
    expect(panel()).toHaveTextContent("24 May 2025");
  });

  test("a refused sign-in leads to the connection, and from there on", async () => {
    const { user, platform } = await openRun(failed({ code: "sign_in_refused" }));
    await user.click(button("Sign in again"));
    await user.type(await screen.findByLabelText("Password"), "the new one");
    await user.click(button("Save"));
    expect(await screen.findByRole("heading", { name: "User export" })).toBeVisible();
    await user.click(button("Try again"));
    expect(platform.callsOf("resumeRun")).toEqual([["run-1"]]);
    await waitFor(() => expect(panel()).toHaveAttribute("data-phase", "waiting"));
  });

  test("whose connection was removed can only be left", async () => {
    const { platform } = await openRun(failed({ code: "network", fault: "reset" }));
    platform.connections = [{ ...account, id: "other" }];
    act(() => platform.emit({ kind: "connections" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Try again" })).not.toBeInTheDocument());
    expect(button("New export")).toBeVisible();
  });

  test("a dialog that is left changes nothing", async () => {
    const { user, platform } = await openRun(failed({ code: "disk_full" }));
    platform.answer("saveRunElsewhere", async () => null);
    await user.click(button("Choose another place"));
    expect(panel()).toHaveAttribute("data-phase", "failed");
    expect(button("Choose another place")).toHaveFocus();
  });

  test("a second failure is said as well", async () => {
    const { user, platform } = await openRun(failed({ code: "network", fault: "reset" }));
    platform.refuse("resumeRun", { code: "service_busy" });
    await user.click(button("Try again"));
    expect(await screen.findByText("The service is busy.")).toBeVisible();
  });

  test("says what it means for the file, and quotes the service", async () => {
    await openRun(failed({ code: "export_failed", reason: "User is attempting to run too many exports." }));
    expect(panel()).toHaveTextContent("The service could not make the export.");
    expect(panel()).toHaveTextContent("No file was saved.");
    expect(panel()).toHaveTextContent("User is attempting to run too many exports.");
  });

  test("keeps the technical detail one click away, to be copied", async () => {
    const { user } = await openRun(failed({ code: "service_unavailable", status: 503 }));
    const written = vi.spyOn(navigator.clipboard, "writeText");
    expect(screen.getByText("GET /status: 503")).not.toBeVisible();
    await user.click(screen.getByText("Technical detail"));
    await user.click(button("Copy"));
    expect(written).toHaveBeenCalledWith("GET /status: 503");
    expect(await screen.findByText("Copied.")).toBeVisible();
    written.mockRejectedValueOnce(new Error("denied"));
    await user.click(button("Copy"));
    expect(await screen.findByText(/Press Ctrl/)).toBeVisible();
    expect(String(getSelection())).toBe("GET /status: 503");
  });
});
