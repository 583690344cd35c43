import { IdPicker } from "../../src/components/IdPicker/IdPicker";
import { Held } from "../Held";
import { few, many } from "../samples";
import type { States } from "../states";

const words = {
  search: "Search agents",
  list: "Agents",
  empty: "Nobody fits.",
  ids: "Agent IDs",
  idsHint: "Separated by commas, spaces or lines.",
  count: (count: number) => `${count} picked`,
  unlisted: (count: number) => `${count} not in the list`,
};

type Shown = { items: typeof few | null; picked: string[]; error?: string };

const One = ({ items, picked, error }: Shown) => (
  <Held value={picked}>
    {(value, onChange) => (
      <IdPicker items={items} picked={value} onChange={onChange} error={error ?? null} words={words} />
    )}
  </Held>
);

export const states: States = {
  rest: () => <One items={few} picked={["1", "2"]} />,
  "ids that the list lacks": () => <One items={few} picked={["1", "4711", "4712"]} />,
  "without a list": () => <One items={null} picked={["4711"]} />,
  error: () => <One items={few} picked={[]} error="Pick at least one." />,
  "many items": () => <One items={many} picked={many.slice(0, 200).map(({ id }) => id)} />,
};
