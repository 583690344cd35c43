import { SearchBox } from "../../src/components/SearchBox/SearchBox";
import { Held } from "../Held";
import type { States } from "../states";

const One = ({ value }: { value: string }) => (
  <Held value={value}>
    {(held, onChange) => <SearchBox label="Search presets" value={held} onChange={onChange} />}
  </Held>
);

export const states: States = {
  empty: () => <One value="" />,
  searched: () => <One value="istanbul" />,
};
