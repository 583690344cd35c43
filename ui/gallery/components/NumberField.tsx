import { NumberField } from "../../src/components/NumberField/NumberField";
import { Held } from "../Held";
import type { States } from "../states";

const One = ({ value, label = "Days" }: { value: number; label?: string }) => (
  <Held value={value}>
    {(held, onChange) => <NumberField label={label} value={held} least={1} most={366} onChange={onChange} />}
  </Held>
);

export const states: States = {
  rest: () => <One value={7} />,
  "the least": () => <One value={1} />,
  "the most": () => <One value={366} />,
};
