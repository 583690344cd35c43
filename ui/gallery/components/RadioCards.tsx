import { RadioCards } from "../../src/components/RadioCards/RadioCards";
import { Held } from "../Held";
import { LONG } from "../samples";
import type { States } from "../states";

type Choice = { value: string; label: string; hint?: string };

const One = ({ choices, hint }: { choices: Choice[]; hint?: string }) => (
  <Held value="a">
    {(value, onChange) => (
      <RadioCards label="Whose time" hint={hint} value={value} choices={choices} onChange={onChange} />
    )}
  </Held>
);

export const states: States = {
  short: () => (
    <One
      choices={[
        { value: "a", label: "Everyone" },
        { value: "b", label: "Teams" },
        { value: "c", label: "Agents" },
      ]}
    />
  ),
  explained: () => (
    <One
      hint="The kind of file."
      choices={[
        { value: "a", label: "Excel", hint: "Opens with a double click." },
        { value: "b", label: "CSV", hint: "For other programs." },
      ]}
    />
  ),
  "long text": () => (
    <One
      hint={LONG}
      choices={[
        { value: "a", label: LONG, hint: LONG },
        { value: "b", label: LONG },
      ]}
    />
  ),
};
