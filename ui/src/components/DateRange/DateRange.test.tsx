import { CalendarDate, CalendarDateTime } from "@internationalized/date";
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { DateRange, type Range } from "./DateRange";

const OCTOBER: Range = { start: new CalendarDate(2026, 10, 1), end: new CalendarDate(2026, 10, 31) };

function open(value: Range, error: string | null = null) {
  const onChange = vi.fn();
  const shown = show(
    <Held<Range | null> value={value} onChange={onChange}>
      {(range, change) => (
        <DateRange
          label="Dates"
          value={range}
          onChange={change}
          earliest={new CalendarDate(2015, 1, 1)}
          withTimes={value.start instanceof CalendarDateTime}
          error={error}
        />
      )}
    </Held>,
  );
  return { ...shown, onChange };
}

test("dates are typed part by part", async () => {
  const { user, onChange } = open(OCTOBER);
  await user.tab();
  await user.keyboard("5");
  const [range] = onChange.mock.lastCall as [Range];
  expect([range.start.toString(), range.end.toString()]).toEqual(["2026-10-05", "2026-10-31"]);
  await expectAccessible();
});

test("the calendar opens by keyboard, and Escape leads back to its button", async () => {
  const { user } = open(OCTOBER);
  const button = screen.getByRole("button", { name: /calendar/i });
  button.focus();
  await user.keyboard("{Enter}");
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByRole("grid")).toBeVisible();
  expect(dialog).toContainElement(document.activeElement as HTMLElement);
  await expectAccessible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(button).toHaveFocus());
});

test("moments have hours and minutes, and an error is said", () => {
  open(
    { start: new CalendarDateTime(2026, 10, 1, 6, 30), end: new CalendarDateTime(2026, 10, 2, 14, 30) },
    "The end must come after the start.",
  );
  expect(screen.getAllByRole("spinbutton", { name: /hour/ })).toHaveLength(2);
  expect(screen.getByText("The end must come after the start.")).toBeVisible();
});
