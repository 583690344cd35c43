import { act, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { Run } from "../../platform";
import { FakePlatform } from "../../platform/fake";
import { button, expectAccessible, inPanel, openApp, panel, runIn } from "../../test/app";

const part = (number: number, change: Partial<Run> = {}): Run => ({
  ...runIn("queued"),
  id: `part-${number}`,
  sequence: number,
  part: { group: "year", number, of: 3 },
  fileName: `year (${number} of 3).csv`,
  ...change,
});

describe("a period that is longer than the service takes", () => {
  test("is said to become several files, with their days, before Export is pressed", async () => {
    const platform = new FakePlatform();
    const usual = platform.planPeriod;
    const year = { kind: "days", from: "2025-11-01", to: "2026-10-31" } as const;
    platform.answer("planPeriod", (_, timeZone) => {
      platform.recover("planPeriod");
      const planned = usual(year, timeZone);
      platform.answer("planPeriod", () => planned);
      return planned;
    });
    await openApp(platform);
    expect(await inPanel().findByText("This becomes 4 files")).toBeVisible();
    const days = inPanel()
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent?.replace(/\s/g, " "));
    expect(days).toEqual([
      "1 November 2025 – 31 January 2026",
      "1 February – 30 April 2026",
      "1 May – 31 July 2026",
      "1 August – 31 October 2026",
    ]);
    expect(panel()).toHaveTextContent("Nothing is added up over the files.");
    await expectAccessible(panel());
  });

  test("that fits says nothing of files", async () => {
    await openApp();
    await waitFor(() => expect(button("Export")).toBeEnabled());
    expect(inPanel().queryByText(/This becomes/)).not.toBeInTheDocument();
  });

  test("shows the part that is under way, and is left as a whole", async () => {
    const platform = new FakePlatform();
    platform.runs = [
      part(1, runIn("downloading", { id: "part-1", part: { group: "year", number: 1, of: 3 } })),
      part(2),
      part(3),
    ];
    const { user } = await openApp(platform);
    expect(await inPanel().findByText("File 1 of 3")).toBeVisible();
    const saved = (number: number) =>
      act(() => platform.advance(part(number), { ...runIn("saved"), ...part(number), phase: "saved" }, 0));
    saved(1);
    expect(inPanel().getByText("File 2 of 3")).toBeVisible();
    saved(2);
    saved(3);
    expect(inPanel().getByText("File 3 of 3")).toBeVisible();
    await user.click(button("New export"));
    expect(panel()).toHaveAttribute("data-phase", "idle");
  });
});
