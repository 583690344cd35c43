import { Segments } from "../../src/components/Segments/Segments";
import { Forced } from "../Forced";
import { Held } from "../Held";
import { LONG } from "../samples";
import type { States } from "../states";

const One = ({ names }: { names: string[] }) => (
  <Held value="0">
    {(value, onChange) => (
      <Segments
        label="Which exports"
        value={value}
        choices={names.map((label, index) => ({ id: String(index), label }))}
        onChange={onChange}
      />
    )}
  </Held>
);

export const states: States = {
  rest: () => <One names={["All", "Under way", "Saved"]} />,
  focused: () => (
    <Forced state="focus-visible" on="button">
      <One names={["All", "Saved"]} />
    </Forced>
  ),
  "long text": () => <One names={[LONG, "All", "Saved"]} />,
};
