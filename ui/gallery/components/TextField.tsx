import { Button } from "../../src/components/Button/Button";
import { TextField } from "../../src/components/TextField/TextField";
import { Forced } from "../Forced";
import { LONG } from "../samples";
import type { States } from "../states";

export const states: States = {
  rest: () => <TextField label="Company key" hint="As it stands in the address." defaultValue="NorthWind" />,
  focused: () => (
    <Forced state="focused" on="input">
      <TextField label="Company key" defaultValue="NorthWind" />
    </Forced>
  ),
  empty: () => <TextField label="Company key" />,
  disabled: () => <TextField label="Company key" defaultValue="NorthWind" isDisabled />,
  error: () => <TextField label="Company key" error="Enter the company key." />,
  "with a button": () => (
    <TextField label="Company key">
      <Button>Add</Button>
    </TextField>
  ),
  "long text": () => <TextField label={LONG} hint={LONG} error={LONG} defaultValue={LONG} />,
};
