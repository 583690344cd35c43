import { createContext, useContext, useEffect, useState } from "react";

/** Where the window gets its time from, so that tests need not wait. */
export type Clock = {
  /** UTC milliseconds. */
  now(): number;
  /** Calls `tick` every so many milliseconds, until the returned function is called. */
  every(milliseconds: number, tick: () => void): () => void;
  /** Calls `then` once so many milliseconds have passed, unless the returned function is called before. */
  after(milliseconds: number, then: () => void): () => void;
  /** The computer's own time zone, as an IANA name. */
  zone(): string;
};

const MINUTE = 60_000;
/** The computer's zone, and when it was asked for. */
let known = { at: Number.NEGATIVE_INFINITY, zone: "UTC" };

export const systemClock: Clock = {
  now: () => Date.now(),
  every: (milliseconds, tick) => {
    const timer = setInterval(tick, milliseconds);
    return () => clearInterval(timer);
  },
  after: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  },
  zone: () => {
    // The webview takes its time to tell it, and each row of a list asks.
    const now = Date.now();
    if (now < known.at || now >= known.at + MINUTE) {
      known = { at: now, zone: new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC" };
    }
    return known.zone;
  },
};

const ClockContext = createContext<Clock>(systemClock);

export const ClockProvider = ClockContext.Provider;

export const useClock = () => useContext(ClockContext);

/** The time, read again each second while `running`. */
export function useSeconds(running: boolean): number {
  const clock = useClock();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    if (!running) {
      return;
    }
    setNow(clock.now());
    return clock.every(1000, () => setNow(clock.now()));
  }, [clock, running]);
  return now;
}
