import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { account, FakePlatform, practice } from "../../platform/fake";
import { openApp, panel, testMemory } from "../../test/app";
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
      await user.click(screen.getByRole("radio", { name: "Agents" }));
      await user.type(screen.getByLabelText("Add agents by ID"), "7{Enter}");
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
    expect(screen.getByText("1 of 3 teams picked")).toBeVisible();
    await user.click(within(gone).getByRole("button"));
    await waitFor(() => expect(gone).not.toBeInTheDocument());
    expect(screen.getByRole("option", { name: "North West" })).toHaveAttribute("aria-selected", "true");
  });
});

describe("what was stored in another way", () => {
  const empty = restoreDraft(null, "en-GB");

  test.each([
    ["nothing", null],
    ["a text", "draft"],
    ["a list", [1, 2]],
    [
      "other parts",
      { period: 7, people: { kind: "robots", teamIds: "x" }, columns: 3, file: { format: "exe", csv: 1 } },
    ],
    ["days that are none", { period: { kind: "days", from: "2026-02-30", to: "2026-03-01" } }],
    ["days without times as times", { period: { kind: "times", from: "2026-02-20", to: "2026-03-01" } }],
    ["a rule that is none", { period: { kind: "rule", rule: { name: "some_day" }, weekStart: "monday" } }],
    ["no day that weeks begin on", { period: { kind: "rule", rule: { name: "yesterday" } } }],
    [
      "too many days",
      { period: { kind: "rule", rule: { name: "last_days", days: 1e9 }, weekStart: "monday" } },
    ],
  ])("%s opens an empty page", (_, stored) => {
    expect(restoreDraft(stored, "en-GB")).toEqual(empty);
  });

  test.each([
    { kind: "rule", rule: { name: "last_days", days: 7 }, weekStart: "sunday" },
    { kind: "rule", rule: { name: "quarter_so_far" }, weekStart: "monday" },
    { kind: "days", from: "2026-10-01", to: "2026-10-02" },
    { kind: "times", from: "2026-10-01T08:00:00", to: "2026-10-01T17:30:00" },
  ])("keeps the period $kind", (period) => {
    expect(restoreDraft({ period }, "en-GB").period).toEqual(period);
  });

  test("has the separator and the week of the region that the computer is set to", () => {
    const usual = (language: string) => restoreDraft(null, language);
    expect(usual("en-GB").file.csv.separator).toBe("comma");
    expect(usual("tr-TR").file.csv.separator).toBe("semicolon");
    expect(usual("en-US").period).toMatchObject({ weekStart: "sunday" });
    expect(usual("tr-TR").period).toMatchObject({ weekStart: "monday" });
    expect(usual("C").period).toMatchObject({ weekStart: "monday" });
  });

  test("keeps which export it was, with its choices and the columns of each", () => {
    const stored = {
      report: "conversation",
      options: { priorities: [5, 9, 0], conversations: "created", workQueueIds: ["1", 2], interval: "2y" },
      columns: ["STATUS"],
      otherColumns: { user: ["agent_id"], nothing: ["x"] },
      delivery: "joined",
    };
    expect(restoreDraft(stored, "en-GB")).toEqual({
      ...empty,
      ...stored,
      options: { ...empty.options, priorities: [0, 5], conversations: "created", workQueueIds: ["1"] },
      otherColumns: { user: ["agent_id"] },
    });
    // Those stored before there were others are of User exports.
    expect(empty.report).toBe("user");
  });

  test("keeps what can be read", () => {
    const file = { format: "csv", headers: "plain", csv: { separator: "semicolon", neutralise: true } };
    const stored = {
      file,
      columns: ["a", 1, "B "],
      people: { kind: "agents", agentIds: ["7"] },
      locale: "tr",
    };
    expect(restoreDraft(stored, "en-GB")).toEqual({
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
