import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { account, FakePlatform, practice } from "../../platform/fake";
import { openApp, panel, TestClock, testMemory } from "../../test/app";
import { restoreDraft } from "./draft";

/** Opens the window, lets the person make choices and closes it. */
async function leave(choose: (user: Awaited<ReturnType<typeof openApp>>["user"]) => Promise<void>) {
  const memory = testMemory();
  const { user, view } = await openApp(new FakePlatform([account, practice]), memory);
  await choose(user);
  view.unmount();
  return memory;
}

describe("the export page opens as it was left", () => {
  test("with all its choices", async () => {
    const memory = await leave(async (user) => {
      await user.click(screen.getByRole("radio", { name: "Teams" }));
      await user.click(await screen.findByRole("option", { name: "Spätschicht" }));
      await user.click(await screen.findByRole("option", { name: "agent_id" }));
      await user.click(screen.getByRole("option", { name: "agent_name" }));
      await user.click(screen.getByRole("radio", { name: "JSON" }));
    });
    await openApp(new FakePlatform([account, practice]), memory);
    expect(panel()).toHaveTextContent("Agents’ time for 1 team");
    expect(panel()).toHaveTextContent("2 columns, as a JSON file");
    const rows = within(screen.getByRole("grid", { name: "Columns in the file" })).getAllByRole("row");
    expect(rows.map((row) => row.dataset.key)).toEqual(["agent_id", "agent_name"]);
  });

  test("for each connection, and a new one without the people of another", async () => {
    const memory = await leave(async (user) => {
      await user.click(screen.getByRole("radio", { name: "Agents by ID" }));
      await user.type(screen.getByLabelText("Agent IDs"), "7{Enter}");
      await user.click(screen.getByRole("radio", { name: "JSON" }));
      await user.click(screen.getByRole("combobox", { name: "Export from" }));
      await user.keyboard("practice{Enter}");
      expect(panel()).toHaveTextContent("Everyone’s time");
      expect(panel()).toHaveTextContent("as a JSON file");
      await user.click(screen.getByRole("radio", { name: "CSV" }));
    });
    const { user } = await openApp(new FakePlatform([account, practice]), memory);
    const from = screen.getByRole("combobox", { name: "Export from" });
    expect(from).toHaveValue("Practice company");
    expect(panel()).toHaveTextContent("as a CSV file");
    await user.click(from);
    await user.keyboard("contact{Enter}");
    expect(panel()).toHaveTextContent("Time of 1 agent");
    expect(panel()).toHaveTextContent("as a JSON file");
  });

  test("and says which teams are gone", async () => {
    const memory = await leave(async (user) => {
      await user.click(screen.getByRole("radio", { name: "Teams" }));
      await user.click(await screen.findByRole("option", { name: "Spätschicht" }));
      await user.click(await screen.findByRole("option", { name: "North West" }));
    });
    const platform = new FakePlatform([account, practice]);
    platform.teams = platform.teams.filter(({ name }) => name !== "Spätschicht");
    const { user } = await openApp(platform, memory);
    const gone = await screen.findByRole("grid", { name: "1 team that is not in the list" });
    expect(within(gone).getByRole("row")).toHaveTextContent("4");
    expect(screen.getByText("2 of 3 teams picked")).toBeVisible();
    await user.click(within(gone).getByRole("button"));
    await waitFor(() => expect(screen.getByText("1 of 3 teams picked")).toBeVisible());
    expect(screen.getByRole("option", { name: "North West" })).toHaveAttribute("aria-selected", "true");
  });
});

describe("what was stored in another way", () => {
  const empty = restoreDraft(null, new TestClock(), "en-GB");

  test.each([
    ["nothing", null],
    ["a text", "draft"],
    ["a list", [1, 2]],
    [
      "other parts",
      { period: 7, people: { kind: "robots", teamIds: "x" }, columns: 3, file: { format: "exe", csv: 1 } },
    ],
    ["days that are none", { period: { from: "2026-02-30", to: "2026-03-01" } }],
  ])("%s opens an empty page", (_, stored) => {
    expect(restoreDraft(stored, new TestClock(), "en-GB")).toEqual(empty);
  });

  test("has the separator of the region that the computer is set to", () => {
    const separator = (language: string) => restoreDraft(null, new TestClock(), language).file.csv.separator;
    expect(separator("en-GB")).toBe("comma");
    expect(separator("tr-TR")).toBe("semicolon");
  });

  test("keeps what can be read", () => {
    const file = { format: "csv", headers: "plain", csv: { separator: "semicolon", neutralise: true } };
    const stored = {
      file,
      columns: ["a", 1, "B "],
      people: { kind: "agents", agentIds: ["7"] },
      locale: "tr",
    };
    expect(restoreDraft(stored, new TestClock(), "en-GB")).toEqual({
      ...empty,
      columns: ["a", "B "],
      people: { kind: "agents", teamIds: [], agentIds: ["7"] },
      locale: "tr",
      file: {
        ...empty.file,
        ...file,
        csv: { ...empty.file.csv, ...file.csv },
      },
    });
  });
});
