import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Phase, Run, RunQuery } from "../../platform";
import { account, FakePlatform, problem } from "../../platform/fake";
import { button, expectAccessible, NOW, openApp, request, runIn } from "../../test/app";

const HOUR = 3_600_000;

// Without sizes every row would count as in sight.
const sizes = { clientWidth: 600, clientHeight: 600, scrollHeight: 80 };

beforeEach(() => {
  for (const [name, value] of Object.entries(sizes)) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  }
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  // The end of the list comes into sight when a test says so.
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(seen: (entries: unknown[]) => void) {
        reachEnd = () => seen([{ isIntersecting: true }]);
      }
      observe() {}
      disconnect() {}
    },
  );
});

let reachEnd = () => {};

afterEach(() => {
  for (const name of Object.keys(sizes)) {
    delete (HTMLElement.prototype as unknown as Record<string, unknown>)[name];
  }
  vi.unstubAllGlobals();
});

/** So many saved runs, an hour between each and the next; the last one is from now. */
function saved(count: number): Run[] {
  return Array.from({ length: count }, (_, index) => {
    const number = count - index;
    return runIn("saved", {
      id: `old-${number}`,
      sequence: number,
      fileName: `Export ${number}.csv`,
      createdAt: NOW - index * HOUR,
    });
  });
}

async function openActivity(runs: Run[], platform = new FakePlatform()) {
  platform.runs = runs;
  const app = await openApp(platform);
  await app.user.click(screen.getByRole("link", { name: /^Activity/ }));
  expect(await screen.findByRole("heading", { level: 1, name: "Activity" })).toHaveFocus();
  if (runs.length > 0) {
    await waitFor(() => expect(rows()).not.toHaveLength(0));
  }
  return app;
}

const rows = () => screen.queryAllByRole("option").filter((option) => option.matches(".run-row"));
const row = (name: RegExp) => rows().find((option) => name.test(option.textContent ?? "")) as HTMLElement;
const details = () => screen.getByRole("region", { name: "Details" });
const inDetails = () => within(details());
const pickedRow = () => screen.getByRole("option", { selected: true });

describe("the list", () => {
  test("says of each export what it was, when, how it ended, and what there is of it", async () => {
    await openActivity([
      runIn("downloading", {
        id: "b",
        sequence: 2,
        progress: { bytes: 5_000_000, totalBytes: 10_000_000, current: null, total: null },
      }),
      runIn("saved", { id: "a", createdAt: NOW - 26 * HOUR }),
    ]);
    const [live, done] = rows();
    expect(live).toHaveTextContent(
      "Everyone’s time, 1–31 October 2026, Istanbul time, 1 column, as an Excel file",
    );
    expect(live).toHaveTextContent("Today 13:00");
    expect(live).toHaveTextContent("5 MB of 10 MB · 50% · October.xlsx");
    expect(live).toHaveTextContent("Downloading");
    expect(done).toHaveTextContent("Yesterday 11:00");
    expect(done).toHaveTextContent("12,345 rows · 4.2 MB · October.xlsx");
    expect(done).toHaveTextContent("Saved");
    // All of it is heard as well.
    expect(done).toHaveAccessibleName(done?.textContent ?? "");
    await expectAccessible();
  });

  test("tells the day, and the year when it was another", async () => {
    await openActivity([
      runIn("saved", { id: "b", sequence: 2, createdAt: Date.UTC(2026, 9, 2, 6) }),
      runIn("saved", { id: "a", createdAt: Date.UTC(2025, 9, 2, 6) }),
    ]);
    expect(rows()[0]).toHaveTextContent("2 October, 09:00");
    expect(rows()[1]).toHaveTextContent("2 October 2025, 09:00");
  });

  test("of thousands draws only what is in sight, and asks for the rest as it is needed", async () => {
    const { platform } = await openActivity(saved(5_000));
    expect(rows().length).toBeGreaterThan(3);
    expect(rows().length).toBeLessThan(40);
    const pages = () => platform.callsOf("runsPage").filter(([query]) => (query as RunQuery).most === 150);
    expect(pages()).toEqual([[{ text: "", phases: [], before: null, most: 150 }]]);
    await act(async () => reachEnd());
    expect(pages().at(-1)).toEqual([{ text: "", phases: [], before: 4851, most: 150 }]);
    // Rows that are not there are still counted for those who hear the list.
    expect(rows()[0]).toHaveAttribute("aria-setsize");
    // Only the files of those in sight were looked for.
    const [looked] = platform.callsOf("fileStates")[0] as [string[]];
    expect(looked.length).toBeLessThan(40);
  });

  test("is empty at first, and says what to do", async () => {
    const { user } = await openActivity([]);
    expect(await screen.findByRole("heading", { name: "No exports yet" })).toBeVisible();
    await expectAccessible();
    await user.click(button("New export"));
    expect(await screen.findByRole("heading", { name: "User export" })).toBeVisible();
  });

  test("that can't be read says why, and is asked for again", async () => {
    const platform = new FakePlatform();
    platform.refuse("runsPage", { code: "data_folder" });
    const { user } = await openActivity([], platform);
    expect(await screen.findByText("The app could not read or write its own data.")).toBeVisible();
    platform.recover("runsPage");
    platform.runs = saved(1);
    await user.click(button("Try again"));
    await waitFor(() => expect(rows()).toHaveLength(1));
  });

  test("is current: new exports come on top, and those under way move on", async () => {
    const { platform } = await openActivity(saved(2));
    const run = platform.newRun(request, NOW);
    act(() => void platform.advance(run, { phase: "creating" }, NOW));
    expect(rows()[0]).toHaveTextContent("Asked for");
    act(() =>
      platform.emit({
        kind: "progress",
        runId: run.id,
        phase: "creating",
        progress: { bytes: 0, totalBytes: null, current: null, total: null },
      }),
    );
    const moved = platform.runs[0] as Run;
    act(() => void platform.advance(moved, { phase: "waiting" }, NOW));
    act(() =>
      platform.emit({
        kind: "progress",
        runId: run.id,
        phase: "waiting",
        progress: { bytes: 0, totalBytes: null, current: 3, total: 4 },
      }),
    );
    expect(rows()[0]).toHaveTextContent("3 of 4 · 75%");
    expect(pickedRow()).toHaveTextContent("Export 2.csv");
  });

  test("is asked for again when something else changed it", async () => {
    const { platform } = await openActivity(saved(3));
    platform.runs = platform.runs.slice(1);
    act(() => platform.emit({ kind: "runs" }));
    await waitFor(() => expect(rows()).toHaveLength(2));
    expect(pickedRow()).toHaveTextContent("Export 2.csv");
  });
});

describe("searching", () => {
  test("finds words in any case, dotted or not", async () => {
    const { user, platform } = await openActivity([
      runIn("saved", { id: "b", sequence: 2, fileName: "Destek İstanbul.csv" }),
      runIn("saved", { id: "a", fileName: "October.xlsx", request: { ...request, timeZone: "UTC" } }),
    ]);
    await user.type(screen.getByRole("searchbox"), "ISTANBUL");
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(rows()[0]).toHaveTextContent("Destek İstanbul.csv");
    expect(platform.callsOf("runsPage").at(-1)).toEqual([
      { text: "ISTANBUL", phases: [], before: null, most: 150 },
    ]);
    await user.clear(screen.getByRole("searchbox"));
    await user.type(screen.getByRole("searchbox"), "nowhere");
    expect(await screen.findByText("No export fits.")).toBeVisible();
    await expectAccessible();
  });

  test("Ctrl+F goes there", async () => {
    const { user } = await openActivity(saved(1));
    await user.keyboard("{Control>}f{/Control}");
    await waitFor(() => expect(screen.getByRole("searchbox")).toHaveFocus());
  });

  test("by how they ended", async () => {
    const { user } = await openActivity([
      runIn("failed", { id: "c", sequence: 3 }),
      runIn("waiting", { id: "b", sequence: 2 }),
      runIn("saved", { id: "a" }),
    ]);
    for (const [name, word] of [
      ["Under way", "In preparation"],
      ["Saved", "Saved"],
      ["Without a file", "Failed"],
    ] as const) {
      await user.click(screen.getByRole("radio", { name }));
      await waitFor(() =>
        expect(rows().map(({ textContent }) => textContent)).toEqual([expect.stringContaining(word)]),
      );
    }
    await user.click(screen.getByRole("radio", { name: "All" }));
    await waitFor(() => expect(rows()).toHaveLength(3));
  });
});

describe("by keyboard", () => {
  test("arrows walk the list, Enter goes to the details and Escape back", async () => {
    const { user } = await openActivity(saved(3));
    await user.click(rows()[0] as HTMLElement);
    await user.keyboard("{ArrowDown}");
    expect(pickedRow()).toHaveTextContent("Export 2.csv");
    expect(details()).toHaveTextContent("Export 2.csv");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(inDetails().getByRole("heading", { level: 2 })).toHaveFocus());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(pickedRow()).toHaveFocus());
  });

  test("Delete removes, the next one has the focus, and Ctrl+Z brings it back", async () => {
    const { user, platform } = await openActivity(saved(3));
    await user.click(rows()[1] as HTMLElement);
    await user.keyboard("{Delete}");
    await waitFor(() => expect(rows()).toHaveLength(2));
    expect(platform.callsOf("removeRuns")).toEqual([[["old-2"]]]);
    await waitFor(() => expect(row(/Export 1/)).toHaveFocus());
    expect(pickedRow()).toHaveTextContent("Export 1.csv");
    expect(screen.getByText(/The export is off the list\. A saved file stays where it is\./)).toBeVisible();
    await expectAccessible();
    await user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(rows()).toHaveLength(3));
    expect(rows()[1]).toHaveTextContent("Export 2.csv");
    await waitFor(() => expect(row(/Export 2/)).toHaveFocus());
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  test("the focus is never lost: not after the last in the list, and not after the only one", async () => {
    const { user } = await openActivity(saved(2));
    await user.click(rows()[1] as HTMLElement);
    await user.keyboard("{Delete}");
    await waitFor(() => expect(row(/Export 2/)).toHaveFocus());
    await user.keyboard("{Delete}");
    expect(await screen.findByRole("heading", { name: "No exports yet" })).toBeVisible();
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toHaveFocus());
    await user.click(button("Undo"));
    await waitFor(() => expect(row(/Export 2/)).toHaveFocus());
  });

  test("Delete in the search field is for its text", async () => {
    const { user, platform } = await openActivity(saved(2));
    await user.type(screen.getByRole("searchbox"), "Export{Backspace}{Delete}");
    expect(platform.callsOf("removeRuns")).toEqual([]);
  });

  test("one under way stays", async () => {
    const { user, platform } = await openActivity([runIn("waiting")]);
    await user.click(rows()[0] as HTMLElement);
    await user.keyboard("{Delete}");
    expect(platform.callsOf("removeRuns")).toEqual([]);
    expect(inDetails().queryByRole("button", { name: "Remove from list" })).toBeNull();
  });
});

describe("the details", () => {
  test("tell the file, what was asked for and each step", async () => {
    await openActivity([
      runIn("saved", { request: { ...request, teamIds: ["1"], includeDisabled: true, locale: "tr" } }),
    ]);
    for (const fact of [
      "Today 13:00, from Contact centre",
      "October.xlsx",
      "/home/ayse/Documents",
      "12,345",
      "4.2 MB",
      "1–31 October 2026",
      "Istanbul (Europe/Istanbul)",
      "Turkish",
      "1 team",
      "Disabled agents included",
      "agent_name",
    ]) {
      expect(details()).toHaveTextContent(fact);
    }
    const steps = inDetails()
      .getAllByRole("listitem")
      .filter((item) => item.textContent?.includes("13:00"));
    expect(steps.map((step) => step.textContent)).toEqual([
      "Waiting13:000:02",
      "Asked for13:000:02",
      "In preparation13:000:02",
      "Downloading13:000:02",
      "Making the file13:000:02",
      "Saved13:00",
    ]);
    await expectAccessible(details());
  });

  test("open and show the file", async () => {
    const { user, platform } = await openActivity([runIn("saved")]);
    await user.click(button("Open"));
    await user.click(button("Show in folder"));
    expect(platform.callsOf("openFile")).toEqual([["run-1"]]);
    expect(platform.callsOf("showInFolder")).toEqual([["run-1"]]);
  });

  test("of a file that was moved offer to make it again", async () => {
    const platform = new FakePlatform();
    platform.moved.add("run-1");
    await openActivity([runIn("saved")], platform);
    expect(await inDetails().findByText("The file is not where it was saved.")).toBeVisible();
    expect(rows()[0]).toHaveTextContent("File moved");
    expect(inDetails().queryByRole("button", { name: "Open" })).toBeNull();
    expect(button("Run again")).toHaveClass("button-primary");
    await expectAccessible();
  });

  test("notice a file that went away since", async () => {
    const { user, platform } = await openActivity([runIn("saved")]);
    platform.moved.add("run-1");
    platform.refuse("openFile", { code: "file_moved" });
    await user.click(button("Open"));
    await waitFor(() => expect(rows()[0]).toHaveTextContent("File moved"));
    expect(inDetails().getAllByText("The file is not where it was saved.")).toHaveLength(1);
  });

  test("run it again, and go on with the new one", async () => {
    const { user, platform } = await openActivity(saved(2));
    await user.click(rows()[1] as HTMLElement);
    await user.click(button("Run again"));
    expect(platform.callsOf("runAgain")).toEqual([["old-1"]]);
    await waitFor(() => expect(rows()).toHaveLength(3));
    expect(pickedRow()).toHaveTextContent("Waiting");
    expect(details()).toHaveAttribute("data-phase", "queued");
    expect(inDetails().getByRole("heading", { level: 2 })).toHaveFocus();
  });

  test("cancel what is under way, and show how it goes", async () => {
    const { user, platform } = await openActivity([runIn("waiting")]);
    expect(inDetails().getByRole("progressbar")).toBeVisible();
    expect(platform.callsOf("lookAt").at(-1)).toEqual([["run-1"]]);
    await expectAccessible();
    await user.click(button("Cancel"));
    expect(platform.callsOf("cancelRun")).toEqual([["run-1"]]);
    expect(await inDetails().findByText("No file was saved.")).toBeVisible();
  });

  test("remove it, and hand the focus to the list", async () => {
    const { user } = await openActivity(saved(3));
    await user.click(button("Remove from list"));
    await waitFor(() => expect(rows()).toHaveLength(2));
    await waitFor(() => expect(row(/Export 2/)).toHaveFocus());
    await user.click(button("Undo"));
    await waitFor(() => expect(row(/Export 3/)).toHaveFocus());
  });

  test("of several offer what can be done with all of them", async () => {
    const { user, platform } = await openActivity([
      runIn("waiting", { id: "live", sequence: 9, fileName: "Live.csv" }),
      ...saved(3),
    ]);
    await user.click(rows()[0] as HTMLElement);
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(inDetails().getByRole("heading", { name: "3 exports picked" })).toBeVisible();
    expect(details()).toHaveTextContent("Exports that are under way stay on the list.");
    await user.click(inDetails().getByRole("button", { name: "Remove from list" }));
    expect(platform.callsOf("removeRuns")).toEqual([[["old-3", "old-2"]]]);
    await waitFor(() => expect(rows()).toHaveLength(2));
    expect(screen.getByText(/2 exports are off the list/)).toBeVisible();
  });

  const cases: [string, Phase, Partial<Run>, string, "runAgain" | "resumeRun" | "saveRunElsewhere"][] = [
    [
      "network",
      "failed",
      { problem: problem({ code: "network", fault: "reset" }) },
      "Try again",
      "resumeRun",
    ],
    [
      "disk",
      "failed",
      { problem: problem({ code: "disk_full" }) },
      "Choose another place",
      "saveRunElsewhere",
    ],
    ["gone", "failed", { problem: problem({ code: "export_gone" }) }, "Start again", "runAgain"],
    ["cut off", "interrupted", {}, "Continue", "resumeRun"],
    ["for good", "interrupted", { resumable: false }, "Start again", "runAgain"],
  ];
  test.each(cases)("%s: the one right button", async (_, phase, change, name, command) => {
    const { user, platform } = await openActivity([runIn(phase, change)]);
    const primary = details().querySelector(".button-primary") as HTMLElement;
    expect(primary).toHaveTextContent(name);
    await expectAccessible(details());
    await user.click(primary);
    expect(platform.callsOf(command)).toEqual([["run-1"]]);
    await waitFor(() => expect(["queued", "waiting", "downloading"]).toContain(details().dataset.phase));
  });

  test("of one that nobody can know of offer to look first, and then to start again", async () => {
    const unknown = { problem: problem({ code: "creation_unknown" }), resumable: false };
    const { user, platform } = await openActivity([runIn("interrupted", unknown)]);
    expect([...details().querySelectorAll(".button-primary")]).toEqual([button("Look whether it is there")]);
    expect(inDetails().queryByRole("button", { name: "Run again" })).toBeNull();
    await user.click(button("Start again"));
    expect(platform.callsOf("runAgain")).toEqual([["run-1"]]);
  });

  test("lead to the connection and back to the run", async () => {
    const { user, platform } = await openActivity([
      runIn("saved", { id: "newer", sequence: 2 }),
      runIn("failed", { problem: problem({ code: "sign_in_refused" }) }),
    ]);
    await user.click(rows()[1] as HTMLElement);
    await user.click(button("Sign in again"));
    await user.type(await screen.findByLabelText("Password"), "the new one");
    await user.click(button("Save"));
    expect(await screen.findByRole("heading", { level: 1, name: "Activity" })).toBeVisible();
    await waitFor(() => expect(details()).toHaveAttribute("data-phase", "failed"));
    await user.click(button("Try again"));
    expect(platform.callsOf("resumeRun")).toEqual([["run-1"]]);
  });

  test("of a removed account say so, and offer nothing that would ask it", async () => {
    await openActivity([
      runIn("saved", { connectionName: "Old account", request: { ...request, connectionId: "gone" } }),
    ]);
    expect(details()).toHaveTextContent("Its account was removed, so it cannot run again.");
    expect(details()).toHaveTextContent("Old account");
    expect(inDetails().queryByRole("button", { name: "Run again" })).toBeNull();
    expect(button("Open")).toBeVisible();
  });

  test("are copied for support", async () => {
    const { user, platform } = await openActivity([runIn("failed")]);
    platform.answer("runDetails", async (id) => `All about ${id}`);
    class Item {
      constructor(readonly parts: Record<string, Promise<Blob>>) {}
    }
    vi.stubGlobal("ClipboardItem", Item);
    const written: string[] = [];
    const write = vi.spyOn(navigator.clipboard, "write").mockImplementation(async (items) => {
      const [item] = items as unknown as Item[];
      const reader = new FileReader();
      reader.readAsText((await item?.parts["text/plain"]) as Blob);
      await new Promise((read) => reader.addEventListener("load", read));
      written.push(String(reader.result));
    });
    await user.click(button("Copy details for support"));
    expect(await screen.findByText("Copied.")).toBeVisible();
    expect(written).toEqual(["All about run-1"]);
    write.mockRejectedValueOnce(new Error("denied"));
    await user.click(button("Copy details for support"));
    expect(await screen.findByText(/Press Ctrl/)).toBeVisible();
    await waitFor(() => expect(String(getSelection())).toBe("All about run-1"));
    await expectAccessible(details());
  });
});

test("parts of one export know each other", async () => {
  const part = (number: number, phase: Phase) =>
    runIn(phase, { id: `part-${number}`, sequence: number, part: { group: "g", number, of: 3 } });
  const { user } = await openActivity([part(3, "queued"), part(2, "downloading"), part(1, "saved")]);
  expect(rows()[1]).toHaveTextContent("Part 2 of 3");
  expect(inDetails().getByRole("heading", { name: "The 3 parts of this export" })).toBeVisible();
  await expectAccessible();
  await user.click(inDetails().getByRole("button", { name: "Part 1" }));
  expect(pickedRow()).toHaveTextContent("Part 1 of 3");
  expect(details()).toHaveAttribute("data-phase", "saved");
});

test("the log files are one press away", async () => {
  const { user, platform } = await openActivity([runIn("failed")]);
  await user.click(button("Show log files"));
  expect(platform.callsOf("openLogFolder")).toEqual([[]]);
});

test("the sidebar counts what is under way", async () => {
  const { platform } = await openActivity([runIn("waiting"), runIn("saved", { id: "done", sequence: 2 })]);
  expect(screen.getByRole("link", { name: /Activity.*1 under way/ })).toBeVisible();
  const [run] = platform.runs;
  act(() => void platform.advance(run as Run, { phase: "cancelled" }, NOW));
  expect(screen.getByRole("link", { name: "Activity" })).toBeVisible();
});

describe("in a narrow window", () => {
  test("the details take the list's place, and give it back", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    const { user } = await openActivity(saved(2));
    const page = details().closest(".activity") as HTMLElement;
    expect(page.dataset.opened).toBe("false");
    await user.click(rows()[1] as HTMLElement);
    expect(page.dataset.opened).toBe("true");
    await waitFor(() => expect(inDetails().getByRole("heading", { level: 2 })).toHaveFocus());
    expect(details()).toHaveTextContent("Export 1.csv");
    await user.click(button("Back to the list"));
    expect(page.dataset.opened).toBe("false");
    await waitFor(() => expect(pickedRow()).toHaveFocus());
  });
});

test("an account's name of then is told when it has another now", async () => {
  await openActivity([runIn("saved", { connectionName: "Its old name" })], new FakePlatform([account]));
  expect(details()).toHaveTextContent("Today 13:00, from Its old name");
});
