import { type CalendarDate, parseDate } from "@internationalized/date";
import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
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
import { useFormats } from "../../components/ProblemNotice";
import { useClock } from "../../lib/clock";
import { periodInWords } from "../../lib/format";
import { cityOf } from "../../lib/zones";
import { useMessages } from "../../messages";
import { type Problem, type ResolvedPeriod, toProblem, usePlatform } from "../../platform";
import { wordingOf } from "../../problems";
import type { Draft } from "./draft";
import "./PeriodField.css";

type Range = { start: CalendarDate; end: CalendarDate };

type Props = {
  period: Draft["period"];
  timeZone: string | null;
  onChange: (period: Draft["period"]) => void;
  error: string | null;
};

/** The first and last day of the export, and under it the moments that they mean. */
export function PeriodField({ period, timeZone, onChange, error }: Props) {
  const { t } = useMessages();
  const formats = useFormats();
  const resolution = useResolved(period, timeZone);
  const wording = resolution?.problem && wordingOf(resolution.problem, formats);
  const wrong = error ?? (wording ? t(wording.what, wording.values) : null);
  const group = useRef<HTMLDivElement>(null);
  const [revision, setRevision] = useState(0);

  /** A date that is left half typed goes back to what it was, so that the field never shows other days than are meant. */
  function restore() {
    if (period && group.current?.querySelector("[data-placeholder]")) {
      setRevision((count) => count + 1);
    }
  }

  const value: Range | null = period && { start: parseDate(period.from), end: parseDate(period.to) };

  return (
    <div className="period">
      <DateRangePicker<CalendarDate>
        key={revision}
        onBlur={restore}
        className="period-field"
        value={value}
        onChange={(range) => onChange(range && { from: range.start.toString(), to: range.end.toString() })}
        validationBehavior="aria"
        isInvalid={wrong !== null}
        shouldForceLeadingZeros
      >
        <Label className="field-label">{t("period.label")}</Label>
        <Group ref={group} className="period-group">
          <DateInput slot="start" className="period-input">
            {(segment) => <DateSegment segment={segment} className="period-segment" />}
          </DateInput>
          <span aria-hidden="true">–</span>
          <DateInput slot="end" className="period-input">
            {(segment) => <DateSegment segment={segment} className="period-segment" />}
          </DateInput>
          <AriaButton className="period-open">
            <CalendarDays aria-hidden="true" />
          </AriaButton>
        </Group>
        <FieldError className="field-error">{wrong}</FieldError>
        <Popover className="period-popover">
          <Dialog className="period-dialog">
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
      {timeZone && resolution?.period && <Resolved period={resolution.period} timeZone={timeZone} />}
      <p className="field-hint">{t("period.rule")}</p>
    </div>
  );
}

function Resolved({ period, timeZone }: { period: ResolvedPeriod; timeZone: string }) {
  const { t, locale } = useMessages();
  const words = periodInWords(period, useClock().now(), locale);
  const zone = cityOf(timeZone);
  // UTC and its like are named by their offset already.
  const still = zone === words.startOffset ? "period.resolvedFixed" : "period.resolved";
  return (
    <p className="period-resolved" aria-live="polite">
      {t(words.clocksMove ? "period.resolvedMoving" : still, {
        start: words.start,
        end: words.end,
        zone,
        offset: words.startOffset,
        endOffset: words.endOffset,
      })}
    </p>
  );
}

type Resolution = { period: ResolvedPeriod | null; problem: Problem | null };

/** What the engine makes of the period; the last answer stands until the next is there. */
function useResolved(period: Draft["period"], timeZone: string | null): Resolution | null {
  const platform = usePlatform();
  const [resolution, setResolution] = useState<Resolution | null>(null);
  const from = period?.from;
  const to = period?.to;
  useEffect(() => {
    if (!from || !to || !timeZone) {
      setResolution(null);
      return;
    }
    let wanted = true;
    platform.resolvePeriod({ kind: "days", from, to }, timeZone).then(
      (resolved) => wanted && setResolution({ period: resolved, problem: null }),
      (rejection) => wanted && setResolution({ period: null, problem: toProblem(rejection) }),
    );
    return () => {
      wanted = false;
    };
  }, [platform, from, to, timeZone]);
  return resolution;
}
