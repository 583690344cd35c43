import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { ExportRequest } from "../../platform";
import { account, FakePlatform, practice } from "../../platform/fake";
import { titleOf } from "../../runs/reports";
import { button, expectAccessible, inPanel, openApp, openRun, panel, runIn } from "../../test/app";

/** What the last pressed Export asked for. */
const asked = (platform: FakePlatform) => platform.callsOf("startExport").at(-1)?.[0] as ExportRequest;

const reportBox = () => screen.getByRole("combobox", { name: "What to export" });

/** Opens the page of an export, with a save dialog that is always left. */
async function openReport(name: string, platform = new FakePlatform([practice])) {
  platform.answer("startExport", async () => null);
  const app = await openApp(platform);
  await pick(app.user, name);
  return app;
}

async function pick(user: Awaited<ReturnType<typeof openApp>>["user"], name: string) {
  await user.clear(reportBox());
  await user.type(reportBox(), name);
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: `${name} export` })).toBeVisible();
}

describe("which export", () => {
  test("User comes first, and each says what it holds", async () => {
    const { user } = await openApp();
    expect(reportBox()).toHaveValue("User export");
    expect(reportBox()).toHaveAccessibleDescription(/Agents and their time in each state\./);
    await user.click(reportBox());
    await user.keyboard("{ArrowDown}");
    const options = within(await screen.findByRole("listbox", { name: /What to export/ })).getAllByRole(
      "option",
    );
    expect(options[0]).toHaveTextContent("User export");
    expect(options.length).toBeGreaterThan(5);
    await user.keyboard("{Escape}");
    await expectAccessible();
  });

  test("each has the choices of its own and no others", async () => {
    const { user, platform } = await openReport("Raw Conversation");
    expect(screen.getByRole("radiogroup", { name: "Conversations" })).toBeVisible();
    expect(screen.queryByRole("radiogroup", { name: "Whose time" })).not.toBeInTheDocument();
    expect(screen.queryByText(/period only affects/)).not.toBeInTheDocument();
    await user.click(screen.getByRole("radio", { name: "Created in the period" }));
    await user.click(screen.getByRole("radio", { name: "Within business hours" }));
    await user.click(screen.getByRole("checkbox", { name: "Priority 5" }));
    await user.click(screen.getByRole("checkbox", { name: "Priority 0" }));
    await user.click(await screen.findByRole("option", { name: "Complaints" }));
    const view = screen.getByRole("combobox", { name: "Smart view" });
    await user.clear(view);
    await user.type(view, "vip");
    await user.keyboard("{Enter}");
    expect(view).toHaveAccessibleDescription(/win over the hours picked above/);
    expect(panel()).toHaveTextContent("Raw Conversation export, 4 filters, last month");
    await user.click(button("Export"));
    const conversation = {
      report: "conversation",
      teamIds: [],
      options: {
        businessHours: "within",
        priorities: [0, 5],
        smartViewId: "93",
        workQueueIds: ["5017"],
        raiseLimit: false,
        conversations: "created",
        interval: null,
      },
    };
    expect(asked(platform)).toMatchObject(conversation);
    await expectAccessible();

    // What User does not have is not asked of it, and is still there on the way back.
    await pick(user, "User");
    await user.click(button("Export"));
    expect(asked(platform)).toMatchObject({
      report: "user",
      options: { priorities: [], smartViewId: null, workQueueIds: [], conversations: "open_at_end" },
    });
    await pick(user, "Raw Conversation");
    await user.click(button("Export"));
    expect(asked(platform)).toMatchObject(conversation);
  });

  test("columns are each export’s own", async () => {
    const { user, platform } = await openReport("Raw Response");
    expect(platform.callsOf("listColumns")).toContainEqual([practice.id, "response"]);
    await user.click(await screen.findByRole("option", { name: "agent_name" }));
    expect(panel()).toHaveTextContent("1 column");
    await pick(user, "User");
    expect(panel()).toHaveTextContent("your company’s default columns");
    await pick(user, "Raw Response");
    await user.click(button("Export"));
    expect(asked(platform)).toMatchObject({ report: "response", columns: ["agent_name"] });
    await user.click(button("Get my account’s columns"));
    expect(platform.callsOf("learnColumns")).toEqual([[practice.id, "response"]]);
  });

  test("only lengths that the period takes are offered", async () => {
    const { user, platform } = await openReport("Team Performance Interval");
    const length = screen.getByRole("combobox", { name: "A row stands for" });
    expect(length).toHaveValue("a day");
    await user.click(length);
    await user.keyboard("{ArrowDown}");
    const options = within(await screen.findByRole("listbox", { name: /A row stands for/ }));
    expect(options.getAllByRole("option").map(({ textContent }) => textContent)).toEqual(["a day", "a week"]);
    await user.keyboard("{Escape}");
    await user.clear(length);
    await user.type(length, "week");
    await user.keyboard("{Enter}");
    await user.click(screen.getByRole("radio", { name: "Teams" }));
    expect(screen.queryByRole("radio", { name: "Agents" })).not.toBeInTheDocument();
    await user.click(await screen.findByRole("option", { name: /North West/ }));
    await user.click(screen.getByRole("checkbox", { name: "Include disabled agents" }));
    await user.click(button("Export"));
    expect(asked(platform)).toMatchObject({
      report: "team_performance_interval",
      teamIds: ["1"],
      includeDisabled: true,
      options: { interval: "1w" },
    });
  });

  test("without an instance, ids of queues and views are typed", async () => {
    const platform = new FakePlatform([account]);
    platform.refuse("listWorkQueues", { code: "instance_missing" });
    platform.refuse("listSmartViews", { code: "instance_missing" });
    const { user } = await openReport("Raw Author", platform);
    const queues = await screen.findByLabelText("Add work queues by ID");
    expect(queues).toHaveAccessibleDescription(/enter the instance in the connection/);
    await user.type(queues, "5016,");
    await user.type(screen.getByLabelText("Smart view by its ID"), "92");
    await user.click(button("Export"));
    expect(asked(platform)).toMatchObject({ options: { workQueueIds: ["5016"], smartViewId: "92" } });
    expect(screen.queryByRole("alert", { name: /instance/ })).not.toBeInTheDocument();
    await expectAccessible();
  });
});

describe("a period that is longer than the service takes", () => {
  const months = (platform: FakePlatform) => {
    const usual = platform.planPeriod;
    platform.answer("planPeriod", (_, timeZone) => {
      platform.recover("planPeriod");
      const planned = usual({ kind: "days", from: "2026-06-01", to: "2026-10-31" }, timeZone);
      platform.answer("planPeriod", () => planned);
      return planned;
    });
  };

  test("becomes one file only where rows are of one moment", async () => {
    const platform = new FakePlatform([practice]);
    months(platform);
    const { user } = await openReport("Raw Conversation", platform);
    expect(await inPanel().findByText("This becomes 2 files")).toBeVisible();
    expect(panel()).toHaveTextContent("Each file holds what belongs to its own part only.");
    // Open at the end of each part is not open at the end of the period.
    expect(screen.queryByRole("radiogroup", { name: "Parts of the period" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("radio", { name: "Created in the period" }));
    await user.click(await screen.findByRole("radio", { name: "One file" }));
    expect(await inPanel().findByText("The parts become one file")).toBeVisible();
    await expectAccessible(panel());
    await user.click(button("Export"));
    expect(asked(platform).delivery).toBe("joined");
    await user.click(screen.getByRole("radio", { name: "Open at the end of the period" }));
    await user.click(button("Export"));
    expect(asked(platform).delivery).toBe("parts");
    await pick(user, "User");
    expect(screen.queryByRole("radiogroup", { name: "Parts of the period" })).not.toBeInTheDocument();
    expect(panel()).toHaveTextContent("Nothing is added up over the files.");
  });

  test("tells which part of the file is under way, and goes on with the one that failed", async () => {
    const joined = { number: 2, of: 3 };
    const { platform, user } = await openRun(runIn("waiting", { joined }));
    expect(inPanel().getByText("Part 2 of 3, for one file")).toBeVisible();
    const failed = runIn("failed", {
      joined,
      problem: { code: "export_failed", reason: null, technical: null },
    });
    await act(async () => {
      platform.runs = [failed];
      platform.emit({ kind: "run", run: failed });
    });
    await user.click(button("Try again"));
    await waitFor(() => expect(platform.callsOf("resumeRun")).toEqual([[failed.id]]));
    expect(platform.callsOf("startExport")).toEqual([]);
  });
});

test("every export has a name in every language", () => {
  for (const locale of ["en-GB", "es", "fr-CA", "de", "tr"]) {
    expect(titleOf("conversation", locale)).not.toBe("conversation");
  }
});
