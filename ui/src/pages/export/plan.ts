import { useEffect, useState } from "react";
import { type Period, type PeriodPlan, usePlatform } from "../../platform";

/** How a period is asked for; null while that is not known. */
export function usePlan(period: Period | null, timeZone: string): PeriodPlan | null {
  const platform = usePlatform();
  const [plan, setPlan] = useState<PeriodPlan | null>(null);
  // A draft makes a new object of the same period at each key pressed.
  const key = period && JSON.stringify(period);
  useEffect(() => {
    if (key === null) {
      setPlan(null);
      return;
    }
    let wanted = true;
    platform.planPeriod(JSON.parse(key), timeZone).then(
      (known) => wanted && setPlan(known),
      // The period's own field says what is wrong with it.
      () => wanted && setPlan(null),
    );
    return () => {
      wanted = false;
    };
  }, [platform, key, timeZone]);
  return plan;
}
