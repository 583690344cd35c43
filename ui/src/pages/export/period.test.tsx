import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { ExportRequest } from "../../platform";
import { FakePlatform } from "../../platform/fake";
import { button, expectAccessible, inPanel, openApp, panel } from "../../test/app";
import { weekStartOf } from "./period";

/** What the last pressed Export asked for. */
const asked = (platform: FakePlatform) => platform.callsOf("startExport").at(-1)?.[0] as ExportRequest;

/** Opens the page with a save dialog that is always left, so that the page stays. */
async function open(prepare: (platform: FakePlatform) => void = () => {}) {
  const platform = new FakePlatform();
  platform.answer("startExport", async () => null);
  prepare(platform);
  const app = await openApp(platform);
  await screen.findByText(/24:00/);
  return app;
}

const choice = () => screen.getByRole("combobox", { name: "Period" });

/** What the fields for the dates show. */
const dates = () =>
  screen
    .getAllByRole("spinbutton")
    .map((part) => part.textContent)
    .join(" ");

/** Picks a period by typing a part of its name. */
async function pick(user: Awaited<ReturnType<typeof openApp>>["user"], name: string) {
  await user.clear(choice());
  await user.type(choice(), `${name}{Enter}`);
}

describe("a period by rule", () => {
  test("is last month at first, and the days that it means stand beside it", async () => {
    const { user, platform } = await open();
    expect(choice()).toHaveValue("Last month");
    expect(dates()).toBe("01 10 2026 31 10 2026");
    expect(panel()).toHaveTextContent("last month (1–31 October 2026)");
    await user.click(button("Export"));
    expect(asked(platform).period).toEqual({
      kind: "rule",
      rule: { name: "previous_month" },
      weekStart: "monday",
    });
  });

  test.each([
    ["previous week", "previous_week", "Monday 16 November 00:00 to Sunday 22 November 24:00"],
    ["yesterday", "yesterday", "Sunday 22 November 00:00 to Sunday 22 November 24:00"],
    ["this month", "month_so_far", "Sunday 1 November 00:00 to Sunday 22 November 24:00"],
    ["this quarter", "quarter_so_far", "Thursday 1 October 00:00 to Sunday 22 November 24:00"],
    ["last quarter", "previous_quarter", "Wednesday 1 July 00:00 to Wednesday 30 September 24:00"],
  ])("%s is found by typing", async (name, rule, resolved) => {
    const { user, platform } = await open();
    await pick(user, name);
    expect(await screen.findByText(`${resolved}, Istanbul, UTC+3`)).toBeVisible();
    await user.click(button("Export"));
    expect(asked(platform).period).toMatchObject({ kind: "rule", rule: { name: rule } });
  });

  test("has as many days as are asked for", async () => {
    const { user, platform } = await open();
    await pick(user, "the last 30");
    const days = screen.getByRole("textbox", { name: "Days" });
    expect(days).toHaveValue("30");
    await user.clear(days);
    await user.type(days, "7{Enter}");
    expect(choice()).toHaveValue("The last 7 days");
    expect(await screen.findByText(/^Monday 16 November 00:00 to Sunday 22 November 24:00/)).toBeVisible();
    await expectAccessible();
    await user.clear(days);
    await user.tab();
    expect(days).toHaveValue("7");
    await user.click(button("Export"));
    expect(asked(platform).period).toMatchObject({ rule: { name: "last_days", days: 7 } });
  });

  test("means other days once another day has come", async () => {
    const { user, clock } = await open();
    await pick(user, "yesterday");
    expect(await screen.findByText(/^Sunday 22 November/)).toBeVisible();
    clock.pass(24 * 3600);
    expect(await screen.findByText(/^Monday 23 November/)).toBeVisible();
    expect(choice()).toHaveValue("Yesterday");
  });

  test("becomes days of one's own when a date is changed, and by picking them", async () => {
    const { user, platform } = await open();
    await user.click(screen.getAllByRole("spinbutton")[3] as HTMLElement);
    await user.keyboard("15");
    expect(choice()).toHaveValue("Days of your choice");
    await user.click(button("Export"));
    expect(asked(platform).period).toEqual({ kind: "days", from: "2026-10-01", to: "2026-10-15" });
    await pick(user, "yesterday");
    await waitFor(() => expect(dates()).toBe("22 11 2026 22 11 2026"));
    await pick(user, "days of");
    await user.click(button("Export"));
    expect(asked(platform).period).toEqual({ kind: "days", from: "2026-11-22", to: "2026-11-22" });
  });

  test("of which nothing is over yet says so", async () => {
    const { user, platform } = await open();
    platform.refuse("resolvePeriod", { code: "nothing_yet" });
    await pick(user, "this month");
    expect(await screen.findByText(/Nothing of this period is over yet/)).toBeVisible();
  });
});

describe("times of day", () => {
  test("are picked from midnight to midnight, and then typed", async () => {
    const { user, platform } = await open();
    await user.click(screen.getByRole("checkbox", { name: "Pick times of day as well" }));
    await waitFor(() => expect(dates()).toBe("01 10 2026 00 00 01 11 2026 00 00"));
    expect(choice()).toHaveValue("Days of your choice");
    await user.click(screen.getAllByRole("spinbutton")[3] as HTMLElement);
    await user.keyboard("0830");
    expect(await screen.findByText(/^Thursday 1 October 08:30 to Saturday 31 October 24:00/)).toBeVisible();
    await expectAccessible();
    await user.click(button("Export"));
    expect(asked(platform).period).toEqual({
      kind: "times",
      from: "2026-10-01T08:30:00",
      to: "2026-11-01T00:00:00",
    });
    await user.click(screen.getByRole("checkbox", { name: "Pick times of day as well" }));
    await waitFor(() => expect(dates()).toBe("01 10 2026 31 10 2026"));
  });
});

describe("clocks that are moved within the period", () => {
  const inBerlin = (platform: FakePlatform) => {
    platform.timeZones = { ...platform.timeZones, system: "Europe/Berlin" };
  };

  test("are told with the night and the length of the day", async () => {
    await open(inBerlin);
    expect(
      await screen.findByText(
        "In the night to Sunday 25 October clocks go back from 03:00 to 02:00: that day has 25 hours in this export.",
      ),
    ).toBeVisible();
    expect(screen.queryByText(/does not know this time zone by its name/)).not.toBeInTheDocument();
  });

  test("make times wrong where the service knows the offset alone", async () => {
    await open((platform) => {
      inBerlin(platform);
      platform.timeZones = {
        ...platform.timeZones,
        zones: platform.timeZones.zones.map((zone) => ({ ...zone, serviceName: null })),
      };
    });
    expect(await screen.findByText(/told UTC\+2 for the whole period/)).toBeVisible();
  });
});

describe("the limits", () => {
  test("are known to the calendar and said at the field", async () => {
    const { user } = await open();
    const parts = screen.getAllByRole("spinbutton");
    await user.click(parts[2] as HTMLElement);
    await user.keyboard("2024");
    expect(
      await screen.findByText("The service keeps 18 months. Pick 24 May 2025 or a later day."),
    ).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Calendar/ }));
    const calendar = await screen.findByRole("dialog");
    expect(within(calendar).getAllByRole("gridcell")[10]).toHaveAttribute("aria-disabled", "true");
  });

  test("weeks begin where the region has them begin", () => {
    expect(["en-GB", "en-US", "en-TR", "ar-EG"].map(weekStartOf)).toEqual([
      "monday",
      "sunday",
      "monday",
      "saturday",
    ]);
  });
});

test("an export without a period is not sent", async () => {
  const { user } = await open();
  for (const segment of screen.getAllByRole("spinbutton").slice(0, 3)) {
    await user.click(segment);
    await user.keyboard("{Delete}{Delete}{Delete}{Delete}");
  }
  await user.click(button("Export"));
  expect(inPanel().getByRole("alert")).toHaveTextContent("Enter both days of the period.");
});
