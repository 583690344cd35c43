import { ComboBox } from "../../src/components/ComboBox/ComboBox";
import { few, LONG, many } from "../samples";
import type { States } from "../states";

export const states: States = {
  rest: () => <ComboBox label="Agent" options={few} defaultSelectedKey="1" />,
  empty: () => <ComboBox label="Agent" hint="Whose time it is." options={[]} empty="Nobody fits." />,
  error: () => <ComboBox label="Agent" options={few} error="Pick one of the list." />,
  disabled: () => <ComboBox label="Agent" options={few} defaultSelectedKey="1" isDisabled />,
  "many items": () => <ComboBox label="Agent" options={many} footer="4,970 more: type to find them" />,
  "long text": () => (
    <ComboBox
      label={LONG}
      hint={LONG}
      options={[{ id: "1", label: LONG, detail: LONG }]}
      defaultSelectedKey="1"
    />
  ),
};
