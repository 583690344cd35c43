import { Checkbox } from "../../src/components/Checkbox/Checkbox";
import { Forced } from "../Forced";
import { Held } from "../Held";
import { LONG } from "../samples";
import type { States } from "../states";

const One = ({ selected, text = "Include disabled agents" }: { selected: boolean; text?: string }) => (
  <Held value={selected}>
    {(value, onChange) => (
      <Checkbox isSelected={value} onChange={onChange}>
        {text}
      </Checkbox>
    )}
  </Held>
);

export const states: States = {
  rest: () => <One selected={false} />,
  selected: () => <One selected />,
  focused: () => (
    <Forced state="focus-visible" on=".checkbox">
      <One selected />
    </Forced>
  ),
  "long text": () => <One selected text={LONG} />,
};
