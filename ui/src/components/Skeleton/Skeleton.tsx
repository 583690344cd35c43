import { useEffect, useState } from "react";
import { useClock } from "../../lib/clock";
import "./Skeleton.css";

type Props = {
  /** What is on its way. */
  label: string;
  /** How many rows there is room for. */
  rows?: number;
};

/** How long nothing is said of what is on its way, in milliseconds: what comes soon would only flicker. */
const PATIENCE = 300;

/** Keeps the place of a list that is on its way, and says so when it takes a while. */
export function Skeleton({ label, rows = 5 }: Props) {
  const clock = useClock();
  const [late, setLate] = useState(false);
  useEffect(() => clock.after(PATIENCE, () => setLate(true)), [clock]);
  return (
    <div className="skeleton" data-late={late}>
      <p className="field-hint" role="status">
        {late && label}
      </p>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without anything in them.
        <span key={row} className="skeleton-row" aria-hidden="true" />
      ))}
    </div>
  );
}
