import { useEffect, useState } from "react";
import { type Problem, type ResolvedPeriod, toProblem, usePlatform } from "../../platform";
import type { Draft } from "./draft";

/** What the engine makes of a period. */
export type Resolution = { period: ResolvedPeriod | null; problem: Problem | null };

/**
 * What the engine makes of a period in a zone; the last answer stands until the next is there. Rules are asked about
 * again when `today` is another day.
 */
export function useResolution(period: Draft["period"], timeZone: string, today: string): Resolution | null {
  const platform = usePlatform();
  const [resolution, setResolution] = useState<Resolution | null>(null);
  const asked = period && JSON.stringify(period);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rules mean other moments on another day.
  useEffect(() => {
    if (asked === null) {
      setResolution(null);
      return;
    }
    let wanted = true;
    platform.resolvePeriod(JSON.parse(asked), timeZone).then(
      (resolved) => wanted && setResolution({ period: resolved, problem: null }),
      (rejection) => wanted && setResolution({ period: null, problem: toProblem(rejection) }),
    );
    return () => {
      wanted = false;
    };
  }, [platform, asked, timeZone, today]);
  return resolution;
}
