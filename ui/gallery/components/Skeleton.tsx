import { Skeleton } from "../../src/components/Skeleton/Skeleton";
import { LONG } from "../samples";
import type { States } from "../states";

export const states: States = {
  rest: () => <Skeleton label="Loading teams" />,
  "many rows": () => <Skeleton label="Loading columns" rows={12} />,
  "long text": () => <Skeleton label={LONG} rows={1} />,
};
