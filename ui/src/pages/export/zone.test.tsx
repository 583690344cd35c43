import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { TimeZone } from "../../platform";
import { FakePlatform, zone } from "../../platform/fake";
import { button, expectAccessible, openApp } from "../../test/app";

const NEW_YORK: TimeZone = {
  id: "America/New_York",
  serviceName: "Eastern Standard Time",
  offsetMinutes: -300,
  nextChange: { at: Date.UTC(2027, 2, 14, 7), beforeMinutes: -300, afterMinutes: -240 },
  aliases: ["US/Eastern"],
  fixed: false,
};

/** An app whose clocks in New York are those of November. */
function inNovember(): FakePlatform {
  const platform = new FakePlatform();
  const { zones } = platform.timeZones;
  platform.timeZones = {
    ...platform.timeZones,
    zones: zones.map((one) => (one.id === NEW_YORK.id ? NEW_YORK : one)),
  };
  return platform;
}

const field = () => screen.getByRole("combobox", { name: "Time zone" });

/** Searches a zone and takes the best answer. */
async function pick(user: Awaited<ReturnType<typeof openApp>>["user"], query: string) {
  await user.clear(field());
  await user.type(field(), `${query}{Enter}`);
}

describe("the time zone", () => {
  test("tells its clocks at the start of the period, now and later", async () => {
    const { user } = await openApp(inNovember());
    await waitFor(() => expect(field()).toHaveAccessibleDescription("UTC+3 all year."));
    await pick(user, "new york");
    expect(field()).toHaveValue("New York (UTC−5)");
    await waitFor(() =>
      expect(field()).toHaveAccessibleDescription(
        "UTC−4 at the start of the period; UTC−5 now, UTC−4 from 14 March 2027.",
      ),
    );
  });

  test("is found by a name in the interface's language", async () => {
    const { user } = await openApp(inNovember());
    // These names come a little later than the list.
    await waitFor(async () => {
      await pick(user, "central european time");
      expect(field()).toHaveValue("Berlin (UTC+2)");
    });
  });

  test("that was used comes first the next time, and one that is kept first before it", async () => {
    const { user, memory, view } = await openApp(inNovember());
    await pick(user, "nairobi");
    await pick(user, "kolkata");
    await pick(user, "berlin");
    await user.click(button("Keep Berlin first in the list"));
    await expectAccessible();
    view.unmount();
    const again = await openApp(inNovember(), memory);
    await waitFor(() => expect(field()).toHaveValue("Berlin (UTC+2)"));
    expect(button("Keep Berlin first in the list")).toHaveAttribute("aria-pressed", "true");
    await again.user.click(field());
    await again.user.keyboard("{ArrowDown}");
    const options = (await screen.findAllByRole("option")).map((option) => option.textContent ?? "");
    expect(options.slice(0, 4).map((option) => option.split(" ")[0])).toEqual([
      "Berlin",
      "Kolkata",
      "Nairobi",
      "Istanbul",
    ]);
    expect(options[0]).toContain("Kept first");
    expect(options.slice(0, 8).join()).toContain("UTC−4 from 14 March 2027");
  });

  test("that was stored by a name of the past is shown by today's", async () => {
    const { user, memory, view } = await openApp(inNovember());
    await pick(user, "kolkata");
    view.unmount();
    const drafts = memory.read("export-drafts") as { drafts: Record<string, { timeZone: string }> };
    for (const draft of Object.values(drafts.drafts)) {
      draft.timeZone = "Asia/Calcutta";
    }
    memory.write("export-drafts", drafts);
    await openApp(inNovember(), memory);
    await waitFor(() => expect(field()).toHaveValue("Kolkata (UTC+5:30)"));
  });

  test("is one of all in the list, and of some once a search is begun", async () => {
    const platform = inNovember();
    const cities = Array.from({ length: 40 }, (_, index) => zone(`Area/City_${index}`, null, 60));
    platform.timeZones = { system: "Area/City_1", zones: cities };
    const { user } = await openApp(platform);
    await waitFor(() => expect(field()).toHaveValue("City 1 (UTC+1)"));
    await user.click(field());
    await user.keyboard("{ArrowDown}");
    expect(await screen.findAllByRole("option", { name: /City/ })).toHaveLength(40);
    await user.clear(field());
    await user.type(field(), "cit");
    expect(screen.getAllByRole("option", { name: /City/ })).toHaveLength(30);
    expect(screen.getByText("10 more. Type on to narrow the list.")).toBeVisible();
  });
});

describe("an account that is refused", () => {
  test("is said once for all its lists, with the way to the connection", async () => {
    const platform = new FakePlatform();
    platform.refuse("listTimeZones", { code: "sign_in_refused" });
    platform.refuse("listTeams", { code: "sign_in_refused" });
    const { user } = await openApp(platform);
    await user.click(screen.getByRole("radio", { name: "Teams" }));
    expect(await screen.findByText(/You can type the IDs of teams below/)).toBeVisible();
    expect(screen.getByText("The time zones shown are the ones this computer knows.")).toBeVisible();
    expect(screen.getAllByRole("alert").filter(({ textContent }) => textContent)).toHaveLength(1);
    await expectAccessible();

    platform.refuse("startExport", { code: "sign_in_refused" });
    await user.click(button("Export"));
    await waitFor(() => expect(screen.getAllByRole("button", { name: "Sign in again" })).toHaveLength(1));
    await user.click(button("Sign in again"));
    expect(await screen.findByRole("heading", { level: 1, name: /Edit/ })).toBeVisible();
  });
});

describe("a key in the search for a zone", () => {
  test("makes no format of dates anew, and draws no more options than are shown", async () => {
    const { user } = await openApp(inNovember());
    await user.click(field());
    await user.keyboard("i");
    const made = vi.spyOn(Intl, "DateTimeFormat");
    await user.keyboard("s");
    expect(screen.getAllByRole("option").length).toBeLessThanOrEqual(30);
    expect(made).not.toHaveBeenCalled();
  });
});
