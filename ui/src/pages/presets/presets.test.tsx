import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { Preset } from "../../platform";
import { account, FakePlatform, practice, problem } from "../../platform/fake";
import { button, expectAccessible, NOW, openApp, request } from "../../test/app";

function preset(number: number, change: Partial<Preset> = {}): Preset {
  return {
    id: `p${number}`,
    name: `Preset ${number}`,
    description: "",
    tag: null,
    colour: null,
    export: {
      ...request,
      period: { kind: "rule", rule: { name: "previous_month" }, weekStart: "monday" },
    },
    connectionName: account.name,
    peopleNames: {},
    filterNames: { workQueues: {}, smartView: null },
    fileName: "{preset} {from} to {to}",
    destination: { kind: "ask" },
    lastRun: null,
    ...change,
  };
}

async function openPresets(presets: Preset[], platform = new FakePlatform()) {
  platform.presets = presets;
  const app = await openApp(platform);
  // With presets the window opens here.
  if (presets.length === 0) {
    await app.user.click(screen.getByRole("link", { name: "Presets" }));
  }
  await screen.findByRole("heading", { level: 1, name: "Presets" });
  return app;
}

const rows = () => screen.queryAllByRole("row");
const row = (name: string) => screen.getByRole("row", { name });
const names = () => rows().map((own) => within(own).getByRole("heading").firstChild?.textContent);
const field = (name: string) => screen.getByLabelText(name, { selector: "input" });

async function inMenu(user: Awaited<ReturnType<typeof openApp>>["user"], name: string, item: string) {
  await user.click(button(`More for ${name}`));
  await user.click(await screen.findByRole("menuitem", { name: item }));
}

test("the menu of a preset opens at its first or last item by the arrows, and without one by mouse", async () => {
  const { user } = await openPresets([preset(1, { name: "Month end" }), preset(2)]);
  const more = button("More for Month end");
  for (const [key, item] of [
    ["{ArrowDown}", "Edit"],
    ["{Enter}", "Edit"],
    ["{ArrowUp}", "Delete"],
  ] as const) {
    act(() => more.focus());
    await user.keyboard(key);
    await waitFor(() => expect(screen.getByRole("menuitem", { name: item })).toHaveFocus());
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("menu")).toBeNull();
  }
  await user.click(more);
  expect(await screen.findByRole("menu", { name: "More for Month end" })).toHaveFocus();
});

describe("the list", () => {
  test("says of each what it does, where the file goes, and how it went last", async () => {
    await openPresets([
      preset(1, {
        name: "Month end",
        description: "For finance",
        tag: "Finance",
        colour: "green",
        destination: { kind: "folder", folder: "/home/ayse/Reports" },
        lastRun: { runId: "r", phase: "saved", at: NOW - 26 * 3_600_000 },
      }),
      preset(2),
      preset(3, { lastRun: { runId: "gone", phase: null, at: NOW } }),
    ]);
    const [first, second, third] = rows();
    for (const words of [
      "Month end",
      "Finance",
      "For finance",
      /Everyone’s time, last month, Istanbul time, 1 column/i,
      "Into /home/ayse/Reports",
      "Saved · Yesterday 11:00",
    ]) {
      expect(first).toHaveTextContent(words);
    }
    expect(second).toHaveTextContent("Asks where to save");
    expect(second).toHaveTextContent("Not run yet");
    expect(third).toHaveTextContent("Last run Today 13:00");
    await expectAccessible();
  });

  test("is empty at first, and says what a preset is", async () => {
    await openPresets([]);
    expect(screen.getByRole("heading", { name: "No presets yet" })).toBeVisible();
    await expectAccessible();
  });

  test("says whose account is gone, and does not run it", async () => {
    await openPresets([
      preset(1, { connectionName: "Old account", export: { ...request, connectionId: "gone" } }),
    ]);
    expect(row("Preset 1")).toHaveTextContent("Its account, Old account, is not here");
    expect(button("Run Preset 1")).toBeDisabled();
  });
});

describe("running", () => {
  test("is one click from the start of the app", async () => {
    const { user, platform } = await openPresets([preset(1)]);
    await user.click(button("Run Preset 1"));
    expect(platform.callsOf("runPresets")).toEqual([[["p1"]]]);
    expect(await screen.findByText("Preset 1 is running.")).toBeVisible();
    await waitFor(() => expect(row("Preset 1")).toHaveTextContent("Waiting ·"));
    const [run] = platform.runs;
    act(() => void (run && platform.advance(run, { phase: "failed" }, NOW)));
    await user.click(screen.getByRole("button", { name: /Preset 1, last run: Failed/ }));
    expect(await screen.findByRole("heading", { level: 1, name: "Activity" })).toBeVisible();
  });

  test("several at once tells what kept one of them", async () => {
    const platform = new FakePlatform();
    const { user } = await openPresets([preset(1), preset(2), preset(3)], platform);
    platform.answer("runPresets", async (ids) =>
      ids.map((presetId) =>
        presetId === "p3"
          ? { presetId, runs: [], problem: problem({ code: "password_missing" }) }
          : { presetId, runs: [platform.newRun(request, NOW)], problem: null },
      ),
    );
    await user.click(within(row("Preset 1")).getByRole("checkbox"));
    await user.click(within(row("Preset 3")).getByRole("checkbox"));
    expect(screen.getByText("2 presets picked")).toBeVisible();
    await expectAccessible();
    await user.click(button("Run all 2"));
    expect(platform.callsOf("runPresets")).toEqual([[["p1", "p3"]]]);
    expect(await screen.findByText("Preset 1 is running.")).toBeVisible();
    expect(screen.getByText("Preset 3 did not run.")).toBeVisible();
    await user.click(button("Edit"));
    expect(await screen.findByRole("heading", { name: "Edit Preset 3" })).toBeVisible();
  });
});

describe("looking after them", () => {
  test("deleting asks nothing and is undone, and the focus stays in the list", async () => {
    const { user, platform } = await openPresets([preset(1), preset(2), preset(3)]);
    act(() => row("Preset 2").focus());
    await user.keyboard("{Delete}");
    await waitFor(() => expect(names()).toEqual(["Preset 1", "Preset 3"]));
    expect(platform.callsOf("removePresets")).toEqual([[["p2"]]]);
    await waitFor(() => expect(row("Preset 3")).toHaveFocus());
    expect(screen.getByText(/Preset 2 is deleted\./)).toBeVisible();
    await user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(rows()).toHaveLength(3));
    await waitFor(() => expect(row("Preset 2")).toHaveFocus());
  });

  test("the last one can go, and the focus with it to the top", async () => {
    const { user } = await openPresets([preset(1)]);
    act(() => row("Preset 1").focus());
    await user.keyboard("{Delete}");
    expect(await screen.findByRole("heading", { name: "No presets yet" })).toBeVisible();
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toHaveFocus());
    await user.click(button("Undo"));
    await waitFor(() => expect(row("Preset 1")).toHaveFocus());
  });

  test("Alt and the arrows change the order, and so does the menu", async () => {
    const { user, platform } = await openPresets([preset(1), preset(2), preset(3)]);
    act(() => row("Preset 1").focus());
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(platform.callsOf("arrangePresets")).toEqual([[["p2", "p1", "p3"]]]);
    await waitFor(() => expect(names()).toEqual(["Preset 2", "Preset 1", "Preset 3"]));
    expect(row("Preset 1")).toHaveFocus();
    await inMenu(user, "Preset 3", "Move up");
    await waitFor(() => expect(names()).toEqual(["Preset 2", "Preset 3", "Preset 1"]));
  });

  test("keys that go far go to the ends and by pages, and what is pressed on the way goes on from there", async () => {
    // What the display tells: four rows and their gaps go into the page.
    vi.spyOn(Element.prototype, "scrollHeight", "get").mockReturnValue(160);
    const many = Array.from({ length: 60 }, (_, index) => preset(index + 1));
    const { user } = await openPresets(many);
    Object.defineProperty(screen.getByRole("main"), "clientHeight", { value: 800 });
    act(() => row("Preset 1").focus());
    await user.keyboard("{PageDown}");
    await waitFor(() => expect(row("Preset 4")).toHaveFocus());
    await user.keyboard("{PageDown}{PageDown}{ArrowDown}");
    expect(row("Preset 11")).toHaveFocus();
    await user.keyboard("{PageUp}");
    await waitFor(() => expect(row("Preset 8")).toHaveFocus());
    await user.keyboard("{Home}");
    await waitFor(() => expect(row("Preset 1")).toHaveFocus());
    await user.keyboard("{End}");
    await waitFor(() => expect(row("Preset 60")).toHaveFocus());
    await user.keyboard("{Home}{End}{ArrowUp}");
    await waitFor(() => expect(row("Preset 59")).toHaveFocus());
  });

  test("a copy comes right after its original", async () => {
    const { user } = await openPresets([preset(1), preset(2)]);
    await inMenu(user, "Preset 1", "Duplicate");
    await waitFor(() => expect(names()).toEqual(["Preset 1", "Copy of Preset 1", "Preset 2"]));
    await waitFor(() => expect(row("Copy of Preset 1")).toHaveFocus());
  });

  test("keys run and copy: one, or all that are picked", async () => {
    const { user, platform } = await openPresets([preset(1), preset(2), preset(3)]);
    act(() => row("Preset 2").focus());
    await user.keyboard("{Control>}{Enter}{/Control}");
    await user.keyboard(" {ArrowDown} {Control>}{Enter}{/Control}");
    await waitFor(() => expect(platform.callsOf("runPresets")).toEqual([[["p2"]], [["p2", "p3"]]]));
    act(() => row("Preset 1").focus());
    await user.keyboard("{Control>}d{/Control}");
    await waitFor(() => expect(row("Copy of Preset 1")).toHaveFocus());
  });

  test("a name is changed in place, and one that is taken is said", async () => {
    const { user, platform } = await openPresets([preset(1), preset(2)]);
    act(() => row("Preset 1").focus());
    await user.keyboard("{F2}");
    const input = await screen.findByLabelText("Name of the preset");
    expect(input).toHaveFocus();
    await user.clear(input);
    await user.type(input, "preset 2{Enter}");
    expect(await screen.findByText("Another preset has this name.")).toBeVisible();
    await expectAccessible();
    await user.clear(input);
    await user.type(input, "Weekly{Enter}");
    await waitFor(() => expect(names()).toEqual(["Weekly", "Preset 2"]));
    expect(platform.callsOf("savePreset").at(-1)).toEqual([
      expect.objectContaining({ id: "p1", name: "Weekly", destination: { kind: "keep" } }),
    ]);
  });
});

describe("finding them", () => {
  const many = () => [
    preset(1, { name: "Ay sonu İSTANBUL", tag: "Finance" }),
    preset(2, { name: "Weekly", description: "For the board of Ünal", tag: "Night" }),
    preset(3, { name: "Daily", tag: "Finance" }),
    preset(4, { name: "Plain" }),
  ];

  test("goes by name, description and tag, whatever the accents", async () => {
    const { user } = await openPresets(many());
    const search = screen.getByRole("searchbox", { name: "Search presets" });
    for (const [query, expected] of [
      ["istanbul", ["Ay sonu İSTANBUL"]],
      ["BOARD unal", ["Weekly"]],
      ["finance", ["Ay sonu İSTANBUL", "Daily"]],
      ["finance dai", ["Daily"]],
    ] as const) {
      await user.clear(search);
      await user.type(search, query);
      expect(names()).toEqual(expected);
    }
    await expectAccessible();
    await user.clear(search);
    await user.type(search, "nothing");
    expect(screen.getByText("No preset fits.")).toBeVisible();
    await user.keyboard("{Escape}");
    expect(names()).toHaveLength(4);
  });

  test("a tag shows its presets alone, and a second press all again", async () => {
    const { user } = await openPresets(many());
    const tags = within(screen.getByRole("radiogroup", { name: "Tags" }));
    expect(tags.getAllByRole("radio").map((tag) => tag.textContent)).toEqual(["Finance", "Night"]);
    await user.click(tags.getByRole("radio", { name: "Finance" }));
    expect(names()).toEqual(["Ay sonu İSTANBUL", "Daily"]);
    await user.click(tags.getByRole("radio", { name: "Finance" }));
    expect(names()).toHaveLength(4);
  });

  test("some of them have no order to change, and what is done is done to those in sight", async () => {
    const { user, platform } = await openPresets(many());
    await user.click(within(row("Plain")).getByRole("checkbox"));
    await user.click(screen.getByRole("radio", { name: "Finance" }));
    act(() => row("Daily").focus());
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect(platform.callsOf("arrangePresets")).toEqual([]);
    await user.click(within(row("Daily")).getByRole("checkbox"));
    expect(screen.getByText("1 preset picked")).toBeVisible();
    await user.click(button("Run it"));
    expect(platform.callsOf("runPresets")).toEqual([[["p3"]]]);
  });

  test("a copy is shown although the search hid it", async () => {
    const { user } = await openPresets(many());
    await user.type(screen.getByRole("searchbox", { name: "Search presets" }), "daily");
    await inMenu(user, "Daily", "Duplicate");
    await waitFor(() => expect(row("Copy of Daily")).toHaveFocus());
    await waitFor(() => expect(names()).toHaveLength(5));
  });
});

describe("files", () => {
  const file = (name: string, contents: string) => new File([contents], name);

  function drag(kind: "dragEnter" | "dragOver" | "drop" | "dragLeave", files: File[], types = ["Files"]) {
    return fireEvent[kind](document.body, { dataTransfer: { types, files, dropEffect: "none" } });
  }

  test("one, several or all are exported", async () => {
    const { user, platform } = await openPresets([preset(1), preset(2), preset(3)]);
    await inMenu(user, "Preset 2", "Export as a file");
    expect(await screen.findByText(/The preset is in Preset\.careexport\.json/)).toBeVisible();
    await user.click(within(row("Preset 1")).getByRole("checkbox"));
    await user.click(within(row("Preset 3")).getByRole("checkbox"));
    await user.click(button("Export as a file"));
    expect(await screen.findByText(/2 presets are in Presets\.careexport\.json/)).toBeVisible();
    await user.click(button("Export all"));
    expect(platform.callsOf("exportPresets")).toEqual([[["p2"]], [["p1", "p3"]], [["p1", "p2", "p3"]]]);
    platform.answer("exportPresets", async () => null);
    await user.click(button("Export all"));
    await waitFor(() => expect(screen.queryByText(/presets are in/)).toBeNull());
  });

  test("an import says what was added, what is called otherwise, and whose account to pick", async () => {
    const platform = new FakePlatform([account, practice]);
    const { user } = await openPresets([preset(1)], platform);
    const own = preset(7, { name: "Preset 1" });
    const foreign = preset(8, {
      name: "Foreign",
      connectionName: "Elsewhere",
      export: { ...own.export, connectionId: "" },
    });
    platform.answer("importPresets", async () => {
      platform.presets = [...platform.presets, { ...own, name: "Preset 1 (2)" }, foreign];
      platform.emit({ kind: "presets" });
      return {
        name: "team.careexport",
        presets: [
          { preset: { ...own, name: "Preset 1 (2)" }, nameInFile: "Preset 1" },
          { preset: foreign, nameInFile: "Foreign" },
        ],
        problem: null,
      };
    });
    await user.click(button("Import"));
    const notice = within(await screen.findByRole("alert"));
    expect(notice.getByText("2 presets added from team.careexport")).toBeVisible();
    expect(notice.getByText("Preset 1 (2) and Foreign")).toBeVisible();
    expect(notice.getByText(/^Preset 1 is called Preset 1 \(2\) here/)).toBeVisible();
    expect(notice.getByText(/1 of them exports from the account Elsewhere/)).toBeVisible();
    await waitFor(() => expect(row("Preset 1 (2)")).toHaveFocus());
    await expectAccessible();
    await user.click(button("Pick an account"));
    await user.click(await screen.findByRole("menuitem", { name: /Practice company/ }));
    expect(platform.callsOf("connectPresets")).toEqual([[["p8"], practice.id]]);
    await waitFor(() => expect(row("Foreign")).not.toHaveTextContent("is not here"));
    await waitFor(() => expect(notice.queryByText(/the account Elsewhere/)).toBeNull());
    expect(screen.getByRole("alert")).toHaveFocus();
  });

  test("a menu asks for one at once", async () => {
    const { platform } = await openPresets([preset(1)]);
    act(() => platform.pickInMenu("import_presets"));
    await waitFor(() => expect(platform.callsOf("importPresets")).toHaveLength(1));
    act(() => platform.pickInMenu("import_presets"));
    await waitFor(() => expect(platform.callsOf("importPresets")).toHaveLength(2));
  });

  test("one that is dropped anywhere is added, and the page of presets comes", async () => {
    const { user, platform } = await openPresets([preset(1)]);
    await user.click(screen.getByRole("link", { name: "Connections" }));
    await screen.findByRole("heading", { level: 1, name: "Connections" });
    drag("dragEnter", []);
    expect(screen.getByText("Drop the file to add its presets")).toBeInTheDocument();
    drag("dragLeave", []);
    expect(screen.queryByText("Drop the file to add its presets")).toBeNull();
    drag("dragEnter", []);
    // Taken, so that the webview does not show the file itself.
    expect(drag("dragOver", [])).toBe(false);
    expect(drag("drop", [file("a.careexport.json", JSON.stringify([preset(9)]))])).toBe(false);
    await screen.findByRole("heading", { level: 1, name: "Presets" });
    await waitFor(() => expect(row("Preset 9")).toHaveFocus());
    expect(screen.getByText("1 preset added from a.careexport.json")).toBeVisible();
    expect(platform.callsOf("importDroppedPresets")).toHaveLength(1);
    await user.click(button("I have read this"));
    expect(screen.queryByText(/added from/)).toBeNull();
  });

  test("one that is none of presets says so, beside one that is", async () => {
    const { platform } = await openPresets([preset(1)]);
    drag("drop", [file("photo.jpg", "\u0000"), file("b.careexport", JSON.stringify([preset(5), preset(6)]))]);
    expect(await screen.findByText("This file is damaged.")).toBeVisible();
    expect(screen.getByText("The file is photo.jpg.")).toBeVisible();
    expect(await screen.findByText("2 presets added from b.careexport")).toBeVisible();
    expect(platform.presets).toHaveLength(3);
    await expectAccessible();
  });

  test("what is dragged within the page is none of its business", async () => {
    await openPresets([preset(1)]);
    drag("dragEnter", [], ["text/plain"]);
    expect(screen.queryByText("Drop the file to add its presets")).toBeNull();
    expect(drag("drop", [], ["text/plain"])).toBe(true);
  });

  test("one that the page can't see is announced all the same", async () => {
    const { platform } = await openPresets([preset(1)]);
    act(() => platform.dragFiles(true));
    expect(screen.getByText("Drop the file to add its presets")).toBeInTheDocument();
    act(() => platform.dragFiles(false));
    expect(screen.queryByText("Drop the file to add its presets")).toBeNull();
  });

  test("those opened before the window was there, and while it is, are added", async () => {
    const platform = new FakePlatform();
    platform.openWithApp("first.careexport", [preset(3)]);
    await openPresets([preset(1)], platform);
    expect(await screen.findByText("1 preset added from first.careexport")).toBeVisible();
    expect(await screen.findByRole("row", { name: /Preset 3/ })).toBeVisible();
    act(() => platform.openWithApp("second.careexport", [preset(4)]));
    expect(await screen.findByText("1 preset added from second.careexport")).toBeVisible();
    await waitFor(() => expect(row("Preset 4")).toHaveFocus());
  });

  test("one that is opened takes nobody out of a form", async () => {
    const { user, platform } = await openPresets([preset(1)]);
    await user.click(button("New preset"));
    await user.type(await screen.findByRole("textbox", { name: "Name of the preset" }), "Half");
    act(() => platform.openWithApp("a.careexport", [preset(4)]));
    expect(await screen.findByText("1 preset added from a.careexport")).toBeVisible();
    expect(field("Name of the preset")).toHaveValue("Half");
  });

  test("one is taken before there is any account, and says so", async () => {
    const platform = new FakePlatform([]);
    platform.openWithApp("a.careexport", [preset(4)]);
    await openApp(platform);
    expect(await screen.findByText("1 preset added from a.careexport")).toBeVisible();
    expect(screen.getByText(/exports from the account Contact centre, which is not here/)).toBeVisible();
  });
});

describe("the form", () => {
  test("makes a preset of the choices of the export page", async () => {
    const { user, platform } = await openPresets([]);
    await user.click(button("New preset"));
    await screen.findByRole("heading", { name: "New preset" });
    await user.type(field("Name of the preset"), "Month end");
    await user.type(field("Tag"), "Finance");
    await user.click(screen.getByRole("radio", { name: "Green" }));
    const example = await screen.findByText("Run now, the file would be:");
    expect(example.parentElement).toHaveTextContent("Month end 2026-10-01 to 2026-10-31.xlsx");
    await expectAccessible();
    await user.click(screen.getByRole("radio", { name: "Always into one folder" }));
    await user.click(button("Save"));
    expect(await screen.findByRole("row", { name: "Month end" })).toBeVisible();
    await waitFor(() => expect(row("Month end")).toHaveFocus());
    expect(platform.callsOf("savePreset")).toEqual([
      [
        expect.objectContaining({
          id: null,
          name: "Month end",
          tag: "Finance",
          colour: "green",
          fileName: "{preset} {from} to {to}",
          destination: { kind: "chosen", folderId: expect.any(String) },
          export: expect.objectContaining({ connectionId: account.id, teamIds: [] }),
        }),
      ],
    ]);
    expect(row("Month end")).toHaveTextContent("Into ");
  });

  test("changes a preset and keeps what was not touched", async () => {
    const before = preset(1, { destination: { kind: "folder", folder: "/f" }, peopleNames: { "9": "Gone" } });
    const { user, platform } = await openPresets([before]);
    await user.keyboard("{Tab}");
    await inMenu(user, "Preset 1", "Edit");
    await screen.findByRole("heading", { name: "Edit Preset 1" });
    expect(screen.getByRole("radio", { name: /Always into one folder/ })).toBeChecked();
    await user.clear(field("Name of the preset"));
    await user.type(field("Name of the preset"), "Other");
    await user.click(button("Save"));
    await screen.findByRole("row", { name: "Other" });
    expect(platform.callsOf("savePreset")).toEqual([
      [
        expect.objectContaining({
          id: "p1",
          name: "Other",
          export: before.export,
          destination: { kind: "keep" },
        }),
      ],
    ]);
  });

  const narrowed = preset(1, {
    export: {
      ...preset(1).export,
      report: "conversation",
      options: { ...preset(1).export.options, workQueueIds: ["5016", "77"], smartViewId: "93" },
    },
    filterNames: { workQueues: { "77": "Night shift" }, smartView: "VIP" },
  });

  test("keeps the names of what is picked, also of what the lists lack by now", async () => {
    const { user, platform } = await openPresets([narrowed]);
    await inMenu(user, "Preset 1", "Edit");
    expect(await screen.findByText("Night shift (77)")).toBeVisible();
    expect(await screen.findByRole("combobox", { name: "Smart view" })).toHaveValue("VIP");
    await expectAccessible();
    await user.click(button("Save"));
    await waitFor(() => expect(platform.callsOf("savePreset")).toHaveLength(1));
    expect(platform.callsOf("savePreset")[0]).toEqual([
      expect.objectContaining({
        filterNames: { workQueues: { "5016": "Billing", "77": "Night shift" }, smartView: "VIP" },
      }),
    ]);
  });

  test("shows those names where there are no lists, and no name for another id", async () => {
    const platform = new FakePlatform();
    platform.refuse("listWorkQueues", { code: "instance_missing" });
    platform.refuse("listSmartViews", { code: "instance_missing" });
    const { user } = await openPresets([narrowed], platform);
    await inMenu(user, "Preset 1", "Edit");
    expect(await screen.findByText("Night shift (77)")).toBeVisible();
    expect(screen.getByText("5016")).toBeVisible();
    const view = await screen.findByLabelText("Smart view by its ID");
    expect(view).toHaveAccessibleDescription("VIP");
    await user.type(view, "4");
    expect(view).toHaveAccessibleDescription(/win over the hours/);
    await user.click(button("Save"));
    await waitFor(() => expect(platform.callsOf("savePreset")).toHaveLength(1));
    expect(platform.callsOf("savePreset")[0]).toEqual([
      expect.objectContaining({ filterNames: { workQueues: { "77": "Night shift" }, smartView: null } }),
    ]);
  });

  test("says what is wrong at its field, and goes there", async () => {
    const { user } = await openPresets([preset(1)]);
    await user.click(button("New preset"));
    await user.click(await screen.findByRole("button", { name: "Save" }));
    expect(await screen.findByText("Enter a name for the preset.")).toBeVisible();
    await waitFor(() => expect(field("Name of the preset")).toHaveFocus());
    await expectAccessible();
  });

  test("offers the pieces of a file name, and says when there is no such piece", async () => {
    const { user, platform } = await openPresets([]);
    await user.click(button("New preset"));
    const pattern = await screen.findByLabelText("File name");
    await user.clear(pattern);
    await user.click(await screen.findByRole("button", { name: "account" }));
    await waitFor(() => expect(pattern).toHaveValue("{connection}"));
    platform.refuse("previewFileName", { code: "file_name_piece_unknown", piece: "nonsense" });
    await user.type(pattern, " {{nonsense}");
    expect(await screen.findByText(/nonsense/, { selector: ".field-error *, .field-error" })).toBeVisible();
  });

  test("keeps the person in it when they leave the folder dialog", async () => {
    const platform = new FakePlatform();
    platform.answer("choosePresetFolder", async () => null);
    const { user } = await openPresets([], platform);
    await user.click(button("New preset"));
    await user.click(await screen.findByRole("radio", { name: /Always into one folder/ }));
    expect(screen.getByRole("radio", { name: "Ask me each time" })).toBeChecked();
  });

  test("for another account forgets whose people were picked", async () => {
    const { user, platform } = await openPresets(
      [preset(1, { export: { ...preset(1).export, teamIds: ["1"] } })],
      new FakePlatform([account, practice]),
    );
    await inMenu(user, "Preset 1", "Edit");
    const box = await screen.findByRole("combobox", { name: "Export from" });
    await user.clear(box);
    await user.type(box, "practice{Enter}");
    await user.click(button("Save"));
    await waitFor(() => expect(platform.callsOf("savePreset")).toHaveLength(1));
    expect(platform.callsOf("savePreset")[0]).toEqual([
      expect.objectContaining({
        export: expect.objectContaining({ connectionId: practice.id, teamIds: [] }),
      }),
    ]);
  });
});
