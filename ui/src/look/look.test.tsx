import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { type FakePlatform, fakePreview } from "../platform/fake";
import { button, expectAccessible, openRun, runIn } from "../test/app";

/** The look into a saved file of this many rows. */
async function look(rows = 1_000, prepare: (platform: FakePlatform) => void = () => {}) {
  const app = await openRun(runIn("saved"));
  app.platform.preview = fakePreview(rows);
  prepare(app.platform);
  await app.user.click(button("Look inside"));
  return app;
}

const grid = () => screen.findByRole("grid", { name: "Rows" });
const active = (element: HTMLElement) =>
  document.getElementById(element.getAttribute("aria-activedescendant") ?? "");

describe("the rows", () => {
  test("are a table of which only a part is there", async () => {
    const { platform } = await look(12_345);
    const table = await grid();
    expect(screen.getByRole("dialog")).toHaveTextContent("October.xlsx");
    expect(screen.getByText("12,345 rows, 5 columns")).toBeVisible();
    expect(table).toHaveAttribute("aria-rowcount", "12346");
    expect(table).toHaveAttribute("aria-colcount", "5");
    expect(within(table).getByRole("columnheader", { name: "Agent name" })).toBeVisible();
    expect(await within(table).findByText("agent_name 1")).toBeVisible();
    // A long value ends in a mark.
    expect(within(table).getByText("note 1…")).toBeVisible();
    expect(within(table).getAllByRole("row").length).toBeLessThan(40);
    expect(platform.callsOf("previewRows")).toEqual([
      ["run-1", { from: 0, most: 100, firstColumn: 0, columns: 20 }],
    ]);
    await expectAccessible(screen.getByRole("dialog"));
  });

  test("are walked through by keyboard, to the last one", async () => {
    const { user, platform } = await look(12_345);
    const table = await grid();
    await within(table).findByText("agent_name 1");
    act(() => table.focus());
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowRight}");
    expect(active(table)).toHaveTextContent("agent_name 3");
    expect(active(table)).toHaveAttribute("aria-selected", "true");
    await user.keyboard("{ArrowUp}{ArrowLeft}{ArrowLeft}");
    expect(active(table)).toHaveTextContent("agent_id 2");
    await user.keyboard("{Control>}{End}{/Control}");
    expect(await within(table).findByText("agent_id 12345")).toBeVisible();
    expect(active(table)).toHaveTextContent("TOTAL_RED_STATE_TIME_MILLIS 12345");
    expect(platform.callsOf("previewRows").at(-1)).toEqual([
      "run-1",
      { from: 12_300, most: 100, firstColumn: 0, columns: 20 },
    ]);
    await user.keyboard("{PageUp}");
    expect(Number(active(table)?.textContent?.split(" ")[1])).toBeLessThan(12_345);
    await user.keyboard("{Control>}{Home}{/Control}");
    expect(active(table)).toHaveTextContent("agent_id 1");
  });

  test("of files that no browser could scroll through one by one are all there", async () => {
    const { user } = await look(40_000_000);
    const table = await grid();
    act(() => table.focus());
    await user.keyboard("{Control>}{End}{/Control}");
    expect(await within(table).findByText("agent_id 40000000")).toBeVisible();
    await user.keyboard("{ArrowUp}");
    expect(active(table)).toHaveTextContent("39999999");
  });

  test("show a whole value on demand, and take the focus back", async () => {
    const { user, platform } = await look();
    const table = await grid();
    await within(table).findByText("note 1…");
    act(() => table.focus());
    await user.keyboard("{ArrowRight}{ArrowRight}{Enter}");
    const value = await screen.findByRole("region", { name: "note, row 1" });
    expect(await within(value).findByText("All of note 1")).toBeVisible();
    expect(platform.callsOf("previewValue")).toEqual([["run-1", 0, 2]]);
    await expectAccessible(screen.getByRole("dialog"));
    await user.click(button("Close value"));
    expect(table).toHaveFocus();
    await user.dblClick(within(table).getByText("agent_id 2"));
    expect(await screen.findByText("All of agent_id 2")).toBeVisible();
  });

  test("have columns that become narrower and wider", async () => {
    const { user } = await look();
    const table = await grid();
    const width = () =>
      Number.parseFloat(within(table).getByRole("columnheader", { name: "agent_id" }).style.inlineSize);
    const before = width();
    act(() => table.focus());
    await user.keyboard("{Shift>}{ArrowRight}{/Shift}");
    expect(width()).toBeGreaterThan(before);
    await user.keyboard("{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}");
    expect(width()).toBeLessThan(before);
    await user.keyboard(`{Shift>}${"{ArrowLeft}".repeat(30)}{/Shift}`);
    expect(width()).toBeGreaterThan(0);
  });

  test("that did not come are asked for again", async () => {
    const { user, platform } = await look(1_000, (platform) =>
      platform.refuse("previewRows", { code: "file_changed" }),
    );
    expect(await screen.findByText(/The file is not as it was saved/)).toBeVisible();
    platform.recover("previewRows");
    await user.click(button("Try again"));
    expect(await within(await grid()).findByText("agent_id 1")).toBeVisible();
  });

  test("that are none are said to be", async () => {
    await look(0);
    expect(await screen.findByText("The file has no rows.")).toBeVisible();
    expect(screen.queryByRole("grid")).not.toBeInTheDocument();
  });
});

test("the columns are told in figures", async () => {
  const { user } = await look(12_345);
  await user.click(await screen.findByRole("tab", { name: "Columns" }));
  const table = within(screen.getByRole("region", { name: "Columns" }));
  const row = (name: RegExp) => table.getByRole("rowheader", { name }).closest("tr");
  expect(row(/^Agent name/)).toHaveTextContent("agent_name0about 12,345");
  expect(row(/^note/)).toHaveTextContent("note12about 3");
  expect(row(/GREEN/)).toHaveTextContent("12 hrs4 hrs");
  await expectAccessible(screen.getByRole("dialog"));
});

describe("the times", () => {
  async function times() {
    const app = await look();
    await app.user.click(await screen.findByRole("tab", { name: "Time in each state" }));
    return app;
  }
  const names = () => screen.getAllByRole("rowheader").map((header) => header.textContent);

  test("are sorted by what is pressed, most first and names from A", async () => {
    const { user } = await times();
    expect(names()).toEqual(["Ann", "İlkay", "Zoë"]);
    expect(screen.getByRole("columnheader", { name: "Green" })).toHaveAttribute("aria-sort", "descending");
    await user.click(button("Red"));
    expect(names()).toEqual(["Zoë", "İlkay", "Ann"]);
    await user.click(button("Red"));
    expect(names()).toEqual(["Ann", "İlkay", "Zoë"]);
    await user.click(button("Agent"));
    expect(names()).toEqual(["Ann", "İlkay", "Zoë"]);
    expect(screen.getByRole("columnheader", { name: "Agent" })).toHaveAttribute("aria-sort", "ascending");
    expect(screen.getByRole("rowheader", { name: "Ann" }).closest("tr")).toHaveTextContent("7 hrs");
    await expectAccessible(screen.getByRole("dialog"));
  });

  test("are told by team as well, with what is left out", async () => {
    const { user } = await times();
    const by = screen.getByRole("combobox", { name: "Show time by" });
    await user.clear(by);
    await user.type(by, "team");
    await user.keyboard("{Enter}");
    expect(names()).toEqual(["North West"]);
    expect(screen.getByText(/2 more rows are not shown here/)).toBeVisible();
  });

  test("are not offered for a file without any", async () => {
    await look(10, (platform) => {
      platform.preview = { ...platform.preview, times: [] };
    });
    await screen.findByRole("tab", { name: "Columns" });
    expect(screen.queryByRole("tab", { name: "Time in each state" })).not.toBeInTheDocument();
  });
});

test("a file that can not be read is said to be so, and is tried again", async () => {
  const { user, platform } = await look(10, (platform) =>
    platform.refuse("previewSummary", { code: "file_moved" }),
  );
  expect(await screen.findByText("The file is not where it was saved.")).toBeVisible();
  platform.recover("previewSummary");
  await user.click(button("Try again"));
  expect(await grid()).toBeVisible();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  await waitFor(() => expect(button("Look inside")).toHaveFocus());
});
