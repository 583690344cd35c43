import type { CalendarDate, CalendarDateTime } from "@internationalized/date";
import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import { useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { DateInput, DateSegment } from "react-aria-components/DateField";
import { DateRangePicker } from "react-aria-components/DateRangePicker";
import { Dialog } from "react-aria-components/Dialog";
import { FieldError } from "react-aria-components/FieldError";
import { Group } from "react-aria-components/Group";
import { Label } from "react-aria-components/Label";
import { Popover } from "react-aria-components/Popover";
import {
  CalendarCell,
  CalendarGrid,
  CalendarHeading,
  RangeCalendar,
} from "react-aria-components/RangeCalendar";
import "./DateRange.css";

type Moment = CalendarDate | CalendarDateTime;
export type Range = { start: Moment; end: Moment };

type Props = {
  label: string;
  /** Null while one of its dates is half typed. */
  value: Range | null;
  /** Earlier days can't be picked in the calendar. */
  earliest: CalendarDate;
  /** Whether the fields hold hours and minutes. */
  withTimes: boolean;
  onChange: (range: Range | null) => void;
  error: string | null;
};

/** Two days or moments, typed part by part or picked in a calendar. */
export function DateRange({ label, value, earliest, withTimes, onChange, error }: Props) {
  const group = useRef<HTMLDivElement>(null);
  const [revision, setRevision] = useState(0);

  /** A date that is left half typed goes back to what it was, so that the field never shows other days than are meant. */
  function restore() {
    if (value && group.current?.querySelector("[data-placeholder]")) {
      setRevision((count) => count + 1);
    }
  }

  return (
    <DateRangePicker<Moment>
      key={`${revision} ${withTimes}`}
      onBlur={restore}
      className="date-range"
      value={value}
      onChange={onChange}
      minValue={earliest}
      granularity={withTimes ? "minute" : "day"}
      hourCycle={24}
      validationBehavior="aria"
      isInvalid={error !== null}
      shouldForceLeadingZeros
    >
      <Label className="field-label">{label}</Label>
      <Group ref={group} className="date-group">
        <DateInput slot="start" className="date-input">
          {(segment) => <DateSegment segment={segment} className="date-segment" />}
        </DateInput>
        <span aria-hidden="true">–</span>
        <DateInput slot="end" className="date-input">
          {(segment) => <DateSegment segment={segment} className="date-segment" />}
        </DateInput>
        <AriaButton className="date-open">
          <CalendarDays aria-hidden="true" />
        </AriaButton>
      </Group>
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="date-popover">
        <Dialog className="date-dialog">
          <RangeCalendar<CalendarDate>>
            <header className="calendar-head">
              <AriaButton slot="previous" className="calendar-turn">
                <ChevronLeft aria-hidden="true" />
              </AriaButton>
              <CalendarHeading className="calendar-title" />
              <AriaButton slot="next" className="calendar-turn">
                <ChevronRight aria-hidden="true" />
              </AriaButton>
            </header>
            <CalendarGrid className="calendar-grid">
              {(date) => <CalendarCell date={date} className="calendar-day" />}
            </CalendarGrid>
          </RangeCalendar>
        </Dialog>
      </Popover>
    </DateRangePicker>
  );
}
