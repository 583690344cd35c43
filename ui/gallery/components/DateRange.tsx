import { CalendarDate, CalendarDateTime } from "@internationalized/date";
import { DateRange, type Range } from "../../src/components/DateRange/DateRange";
import { Held } from "../Held";
import type { States } from "../states";

const DAYS: Range = { start: new CalendarDate(2026, 10, 1), end: new CalendarDate(2026, 10, 31) };
const TIMES: Range = {
  start: new CalendarDateTime(2026, 10, 1, 6, 30),
  end: new CalendarDateTime(2026, 10, 2, 14, 30),
};

const One = ({ range, error = null }: { range: Range | null; error?: string | null }) => (
  <Held value={range}>
    {(value, onChange) => (
      <DateRange
        label="Dates"
        value={value}
        onChange={onChange}
        earliest={new CalendarDate(2015, 1, 1)}
        withTimes={range === TIMES}
        error={error}
      />
    )}
  </Held>
);

export const states: States = {
  days: () => <One range={DAYS} />,
  "with times": () => <One range={TIMES} />,
  empty: () => <One range={null} />,
  error: () => <One range={DAYS} error="The end must come after the start." />,
};
