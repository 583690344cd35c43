import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { ExportRequest } from "../../platform";
import { FakePlatform, agents as someAgents } from "../../platform/fake";
import { button, expectAccessible, NOW, openApp, panel } from "../../test/app";

/** What the last pressed Export asked for. */
const asked = (platform: FakePlatform) => platform.callsOf("startExport").at(-1)?.[0] as ExportRequest;

/** Opens the choice of agents, with a save dialog that is always left. */
async function openAgents(prepare: (platform: FakePlatform) => void = () => {}) {
  const platform = new FakePlatform();
  platform.answer("startExport", async () => null);
  prepare(platform);
  const app = await openApp(platform);
  await app.user.click(screen.getByRole("radio", { name: "Agents" }));
  return app;
}

/** The agents in the list. */
const names = () =>
  within(screen.getByRole("listbox", { name: "Agents" }))
    .getAllByRole("option")
    .map((option) => option.querySelector("[slot=label]")?.textContent);

const learned = (platform: FakePlatform) => {
  platform.agents = { agents: someAgents, learnedAt: NOW };
};

describe("agents", () => {
  test("are asked for when nobody knows them yet", async () => {
    const { user, platform } = await openAgents();
    expect(screen.queryByRole("listbox", { name: "Agents" })).not.toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Get the list of agents" }));
    expect(await screen.findByRole("option", { name: "Ayşe Yılmaz" })).toHaveTextContent("ayse@example.com");
    expect(screen.getByText("3 agents found.")).toBeVisible();
    expect(platform.callsOf("listAgents")).toContainEqual(["account", true]);
    await expectAccessible();
  });

  test("are found by name, e-mail and id, and asked for by id", async () => {
    const { user, platform } = await openAgents(learned);
    expect(await screen.findByText("List of 23 November 2026 at 13:00.")).toBeVisible();
    const search = screen.getByRole("searchbox", { name: "Search agents" });
    for (const query of ["AYSE yilmaz", "ayse@example", "1001"]) {
      await user.clear(search);
      await user.type(search, query);
      expect(names()).toEqual(["Ayşe Yılmaz"]);
    }
    await user.keyboard("{ArrowDown}{Enter}");
    expect(panel()).toHaveTextContent("Time of 1 agent");
    await user.click(button("Export"));
    expect(asked(platform)).toMatchObject({ agentIds: ["1001"], teamIds: [] });
  });

  test("are pasted by their ids: those in the list are picked there, others are kept and marked", async () => {
    const { user, platform } = await openAgents(learned);
    await screen.findByRole("option", { name: "Ayşe Yılmaz" });
    await user.click(screen.getByLabelText("Add agents by ID"));
    await user.paste("1002\n9999; 1003,1002 8888");
    expect(screen.getByRole("option", { name: "Björn Åkesson" })).toHaveAttribute("aria-selected", "true");
    expect(screen.getByText("2 of 3 agents picked")).toBeVisible();
    const strangers = screen.getByRole("grid", { name: "2 agents who are not in the list" });
    expect(
      within(strangers)
        .getAllByRole("row")
        .map((row) => row.textContent),
    ).toEqual(["9999", "8888"]);
    await expectAccessible();
    await user.click(button("Export"));
    expect(asked(platform).agentIds).toEqual(["1002", "9999", "1003", "8888"]);
    await user.click(button("Pick none"));
    expect(panel()).toHaveTextContent("Time of 2 agents");
  });

  test("can be typed although the list did not come", async () => {
    const { user, platform } = await openAgents((platform) =>
      platform.refuse("listAgents", { code: "data_folder" }),
    );
    expect(await screen.findByText(/You can type the IDs of agents below/)).toBeVisible();
    await user.type(screen.getByLabelText("Add agents by ID"), "7{Enter}");
    await user.click(button("Export"));
    expect(asked(platform).agentIds).toEqual(["7"]);
  });

  test("the picked ones can be looked at alone", async () => {
    const { user } = await openAgents((platform) => {
      const many = Array.from({ length: 12 }, (_, index) => ({
        id: String(index),
        name: `Agent ${index}`,
        email: "",
      }));
      platform.agents = { agents: many, learnedAt: NOW };
    });
    await user.click(await screen.findByRole("option", { name: "Agent 3" }));
    await user.click(screen.getByRole("option", { name: "Agent 7" }));
    await user.click(button("Picked (2)"));
    expect(names()).toEqual(["Agent 3", "Agent 7"]);
    // Letting go of one leaves it in sight, to be taken back.
    await user.click(screen.getByRole("option", { name: "Agent 3" }));
    expect(names()).toEqual(["Agent 3", "Agent 7"]);
    expect(panel()).toHaveTextContent("Time of 1 agent");
  });
});
