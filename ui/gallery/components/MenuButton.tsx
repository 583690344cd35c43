import { MenuButton } from "../../src/components/MenuButton/MenuButton";
import { Forced } from "../Forced";
import { LONG } from "../samples";
import type { States } from "../states";

const choices = [
  { id: "names", label: "Names", detail: "Agent name, e-mail and ID" },
  { id: "times", label: "Times" },
];

export const states: States = {
  rest: () => <MenuButton label="Add a set" choices={choices} onPick={() => {}} />,
  focused: () => (
    <Forced state="focus-visible" on="button">
      <MenuButton label="Add a set" choices={choices} onPick={() => {}} />
    </Forced>
  ),
  "long text": () => (
    <MenuButton label={LONG} choices={[{ id: "1", label: LONG, detail: LONG }]} onPick={() => {}} />
  ),
};
