import { SearchList } from "../../src/components/SearchList/SearchList";
import { Held } from "../Held";
import { few, LONG, many } from "../samples";
import type { States } from "../states";

type Shown = {
  items: { id: string; label: string; detail?: string }[];
  picked: string[];
  twoLines?: boolean;
};

const One = ({ items, picked, twoLines }: Shown) => (
  <Held value={picked}>
    {(value, onChange) => (
      <SearchList
        searchLabel="Search agents"
        label="Agents"
        items={items}
        picked={value}
        onChange={onChange}
        empty="Nobody fits."
        twoLines={twoLines}
      />
    )}
  </Held>
);

const long = [{ id: "1", label: LONG, detail: LONG }];
const noItems: typeof few = [];

export const states: States = {
  rest: () => <One items={few} picked={["1"]} />,
  "two lines": () => <One items={many.slice(0, 6)} picked={["1"]} twoLines />,
  empty: () => <One items={noItems} picked={[]} />,
  "many items": () => <One items={many} picked={["1", "2", "3"]} />,
  "long text": () => <One items={long} picked={[]} twoLines />,
};
