import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { ExportRequest } from "../../platform";
import { account, FakePlatform } from "../../platform/fake";
import { button, expectAccessible, openApp } from "../../test/app";

/** What the last pressed Export asked for. */
const asked = (platform: FakePlatform) => platform.callsOf("startExport").at(-1)?.[0] as ExportRequest;

/** An app whose save dialog is always left, so that the page stays. */
function leavingDialog() {
  const platform = new FakePlatform();
  platform.answer("startExport", async () => null);
  return platform;
}

const inFile = () => screen.getByRole("grid", { name: "Columns in the file" });

/** The columns of the file to be, from the top. */
const order = () =>
  within(inFile())
    .getAllByRole("row")
    .map((row) => row.dataset.key);

/** Picks columns from the list, one after the other. */
async function pick(user: Awaited<ReturnType<typeof openApp>>["user"], names: string[]) {
  for (const name of names) {
    await user.click(await screen.findByRole("option", { name }));
  }
}

describe("columns", () => {
  test("keep the order in which they are picked, and typed names their case and spaces", async () => {
    const platform = leavingDialog();
    const { user } = await openApp(platform);
    await user.click(await screen.findByRole("option", { name: "agent_id" }));
    await user.type(screen.getByLabelText("Add a column"), "Team Lead{Enter}");
    await user.click(screen.getByRole("option", { name: "agent_name" }));
    await user.type(screen.getByLabelText("Add a column"), "team lead");
    await user.click(button("Add"));
    expect(screen.getByRole("heading", { name: "In the file: 4 columns" })).toBeVisible();
    await user.click(button("Export"));
    expect(asked(platform).columns).toEqual(["agent_id", "Team Lead", "agent_name", "team lead"]);
    await user.click(screen.getByRole("option", { name: "agent_id" }));
    await user.click(button("Export"));
    expect(asked(platform).columns).toEqual(["Team Lead", "agent_name", "team lead"]);
    await expectAccessible();
  });

  test("are searched, and say where they come from", async () => {
    const { user } = await openApp();
    const list = await screen.findByRole("listbox", { name: "Known columns" });
    expect(within(list).getByRole("option", { name: "practice_employee_number" })).toHaveTextContent(
      "From your exports",
    );
    await user.type(screen.getByRole("searchbox", { name: "Search columns" }), "total green");
    expect(within(list).getAllByRole("option")).toHaveLength(1);
    await user.clear(screen.getByRole("searchbox", { name: "Search columns" }));
    await user.type(screen.getByRole("searchbox", { name: "Search columns" }), "zzz");
    expect(await screen.findByText(/No known column fits/)).toBeVisible();
  });

  test("can be typed although the list did not come", async () => {
    const platform = leavingDialog();
    platform.refuse("listColumns", { code: "data_folder" });
    const { user } = await openApp(platform);
    expect(await screen.findByText(/You can add columns by name below/)).toBeVisible();
    await user.type(screen.getByLabelText("Add a column"), "agent_name{Enter}");
    await user.click(button("Export"));
    expect(asked(platform).columns).toEqual(["agent_name"]);
  });

  test("that are learned appear", async () => {
    const { platform } = await openApp();
    await screen.findByRole("option", { name: "agent_id" });
    platform.columns = [
      ...platform.columns,
      { name: "Team_Lead", origin: "learned", jsonOnly: false, learnedAt: 1, texts: null },
    ];
    act(() => platform.emit({ kind: "columns", connectionId: account.id }));
    expect(await screen.findByRole("option", { name: "Team_Lead" })).toBeVisible();
  });

  test("that were picked before and are not in the list any more stay", async () => {
    const platform = leavingDialog();
    const { user } = await openApp(platform);
    await user.type(screen.getByLabelText("Add a column"), "gone{Enter}");
    expect(within(inFile()).getByRole("row", { name: "gone" })).toHaveTextContent("Added by name");
    await user.type(screen.getByLabelText("Add a column"), "gone{Enter}");
    expect(screen.getByText("gone is already there.")).toBeVisible();
    await user.click(screen.getByRole("option", { name: "agent_id" }));
    expect(order()).toEqual(["gone", "agent_id"]);
  });

  test("are added by sets, each column once", async () => {
    const { user } = await openApp();
    await pick(user, ["agent_id"]);
    await user.click(button("Add a set"));
    const names = screen.getAllByRole("menuitem").map((item) => item.textContent);
    expect(names).toEqual([
      "Who the agent is3 columns",
      "Time in each state, in milliseconds2 columns",
      "All documented columns5 columns",
      "All columns from your exports1 column",
    ]);
    await user.click(screen.getByRole("menuitem", { name: "Who the agent is" }));
    expect(order()).toEqual(["agent_id", "agent_name", "agent_email"]);
  });
});

describe("the order of the columns", () => {
  const three = ["agent_name", "agent_email", "agent_id"];

  test("is changed by buttons, which keep the focus", async () => {
    const { user } = await openApp();
    await pick(user, three);
    await user.click(button("Move agent_id up"));
    expect(order()).toEqual(["agent_name", "agent_id", "agent_email"]);
    expect(button("Move agent_id up")).toHaveFocus();
    expect(screen.getByText("agent_id is now 2 of 3.")).toBeInTheDocument();
    await user.keyboard("{Enter}");
    expect(order()).toEqual(["agent_id", "agent_name", "agent_email"]);
    // There is nothing above any more, so the way back is at hand.
    expect(button("Move agent_id down")).toHaveFocus();
    await expectAccessible(inFile());
  });

  test("is changed by keys, and columns are removed by Delete", async () => {
    const platform = leavingDialog();
    const { user } = await openApp(platform);
    await pick(user, three);
    await user.click(button("Move agent_id up"));
    act(() => within(inFile()).getByRole("row", { name: "agent_email" }).focus());
    await user.keyboard("{Alt>}{ArrowUp}{ArrowUp}{ArrowUp}{/Alt}");
    expect(order()).toEqual(["agent_email", "agent_name", "agent_id"]);
    expect(within(inFile()).getByRole("row", { name: "agent_email" })).toHaveFocus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}{ArrowDown}{Delete}");
    expect(order()).toEqual(["agent_name", "agent_email"]);
    expect(within(inFile()).getByRole("row", { name: "agent_email" })).toHaveFocus();
    await user.click(button("Export"));
    expect(asked(platform).columns).toEqual(["agent_name", "agent_email"]);
    expect(screen.getByRole("option", { name: "agent_id" })).toHaveAttribute("aria-selected", "false");
  });

  test("is changed by dragging with the keyboard", async () => {
    const { user } = await openApp();
    await pick(user, three);
    act(() =>
      within(inFile())
        .getByRole("button", { name: /Drag agent_id/ })
        .focus(),
    );
    await user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement).toHaveAccessibleName(/^Insert/));
    // From after the last to before the first.
    await user.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}");
    expect(document.activeElement).toHaveAccessibleName(/^Insert before agent_name/);
    await user.keyboard("{Enter}");
    expect(order()).toEqual(["agent_id", "agent_name", "agent_email"]);
  });
});

describe("columns in plain words", () => {
  const same = (text: string) => ({ en: text, es: text, fr: text, de: text, tr: text });
  const texts = {
    titles: { ...same("Temps en état vert"), en: "Time in green state" },
    hints: { ...same("-"), en: "How long the agent took new work." },
  };

  test("have a name and a sentence, and are found by either", async () => {
    const platform = leavingDialog();
    platform.columns = platform.columns.map((column) =>
      column.name === "TOTAL_GREEN_STATE_TIME_MILLIS" ? { ...column, texts } : column,
    );
    const { user } = await openApp(platform);
    await user.type(screen.getByRole("searchbox", { name: "Search columns" }), "new work");
    const option = await screen.findByRole("option", { name: "Time in green state" });
    expect(option).toHaveTextContent("TOTAL_GREEN_STATE_TIME_MILLIS · How long the agent took new work.");
    expect(screen.queryByRole("option", { name: "agent_id" })).not.toBeInTheDocument();
    await user.click(option);
    expect(within(inFile()).getByRole("row", { name: "Time in green state" })).toHaveTextContent(
      "TOTAL_GREEN_STATE_TIME_MILLIS",
    );
    expect(screen.getByText("Every column can be in any kind of file.")).toBeVisible();
    await user.click(button("Export"));
    expect(asked(platform).columns).toEqual(["TOTAL_GREEN_STATE_TIME_MILLIS"]);
  });
});

describe("learning columns from the account", () => {
  test("shows how long it takes, and says what came", async () => {
    const platform = leavingDialog();
    let finish = () => {};
    platform.answer("learnColumns", async (connectionId) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      const learned = {
        origin: "learned",
        jsonOnly: false,
        learnedAt: Date.UTC(2026, 10, 23),
        texts: null,
      } as const;
      platform.columns = [...platform.columns, { name: "SHIFT", ...learned }, { name: "SITE", ...learned }];
      platform.emit({ kind: "columns", connectionId });
      return platform.columns;
    });
    const { user, clock } = await openApp(platform);
    await screen.findByRole("option", { name: "agent_id" });
    await user.click(button("Get my account’s columns"));
    expect(screen.getByRole("progressbar", { name: "Get my account’s columns" })).toBeInTheDocument();
    clock.pass(75);
    expect(screen.getByText("1:15")).toBeVisible();
    await expectAccessible();
    // Looking at another page changes nothing.
    await user.click(screen.getByRole("link", { name: "Connections" }));
    await screen.findByRole("heading", { name: "Connections" });
    await user.click(screen.getByRole("link", { name: "Export" }));
    expect(await screen.findByRole("progressbar")).toBeInTheDocument();
    await act(async () => finish());
    expect(await screen.findByText("2 new columns found.")).toBeVisible();
    expect(await screen.findByRole("option", { name: "SHIFT" })).toHaveTextContent(
      "From your exports, 23 November 2026",
    );
    expect(platform.callsOf("learnColumns")).toEqual([[account.id, "user"]]);
  });

  test("is cancelled, and then nothing is said", async () => {
    const platform = leavingDialog();
    let finish = () => {};
    platform.answer("learnColumns", async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return platform.columns;
    });
    const { user } = await openApp(platform);
    await user.click(button("Get my account’s columns"));
    await user.click(button("Cancel"));
    expect(platform.callsOf("stopLearning")).toEqual([[account.id]]);
    expect(screen.getByText("Stopping")).toBeVisible();
    await act(async () => finish());
    expect(button("Get my account’s columns")).toBeVisible();
    expect(screen.queryByText(/columns than these|new column/)).not.toBeInTheDocument();
  });

  test("that fails says why, and can be tried again", async () => {
    const platform = leavingDialog();
    platform.refuse("learnColumns", { code: "too_many_exports" });
    const { user } = await openApp(platform);
    await user.click(button("Get my account’s columns"));
    expect(await screen.findByText("Too many exports are running on this account.")).toBeVisible();
    platform.recover("learnColumns");
    await user.click(button("Try again"));
    expect(await screen.findByText("There are no other columns than these 6.")).toBeVisible();
  });
});
