import { OrderedList } from "../../src/components/OrderedList/OrderedList";
import { Held } from "../Held";
import { few, LONG, many } from "../samples";
import type { States } from "../states";

type Item = { id: string; label: string; detail?: string; note?: string };

const One = ({ items }: { items: Item[] }) => (
  <Held value={items.map(({ id }) => id)}>
    {(ids, onChange) => (
      <OrderedList
        label="Columns in the file"
        items={ids.map((id) => items.find((item) => item.id === id) as Item)}
        onChange={(edit) => onChange(edit(ids))}
        empty="Nothing picked: the file has your company’s default columns."
      />
    )}
  </Held>
);

export const states: States = {
  rest: () => <One items={few} />,
  empty: () => <One items={[]} />,
  noted: () => <One items={few.map((item) => ({ ...item, detail: "agent_name", note: "Added by name" }))} />,
  "many items": () => <One items={many.slice(0, 60)} />,
  "long text": () => <One items={[{ id: "1", label: LONG, detail: LONG.replaceAll(" ", "_") }]} />,
};
