import { useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";
import { afterPaint } from "./painting";
import { useStable } from "./stable";

/**
 * A value with what was chosen in its place, and the means to choose. The choice is painted first; `onChange` hears of it
 * right after, as all that hangs on a choice can take long to draw.
 */
export function useChoice<V>(value: V, onChange: (value: V) => void): [V, (chosen: V) => void] {
  const [untold, setUntold] = useState<{ chosen: V } | null>(null);
  const onChosen = useStable(onChange);
  useLayoutEffect(() => {
    if (!untold) {
      return;
    }
    let isTold = false;
    const tell = () => {
      if (!isTold) {
        isTold = true;
        setUntold((newest) => (newest === untold ? null : newest));
        onChosen(untold.chosen);
      }
    };
    const leave = afterPaint(tell);
    // Whatever is pressed next may mean what was chosen.
    const tellFirst = () => flushSync(tell);
    window.addEventListener("keydown", tellFirst, true);
    window.addEventListener("pointerdown", tellFirst, true);
    return () => {
      leave();
      window.removeEventListener("keydown", tellFirst, true);
      window.removeEventListener("pointerdown", tellFirst, true);
      // A choice is told even if its field goes.
      tell();
    };
  }, [untold, onChosen]);
  return [untold ? untold.chosen : value, (chosen) => setUntold({ chosen })];
}
