import { Minus, Plus } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { NumberField as AriaNumberField } from "react-aria-components/NumberField";
import "./NumberField.css";
import "../TextField/TextField.css";

type Props = {
  label: string;
  value: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
};

/** A whole number, typed or stepped. What is no number goes back to what it was. */
export function NumberField({ label, value, least, most, onChange }: Props) {
  return (
    <AriaNumberField
      className="number-field"
      value={value}
      minValue={least}
      maxValue={most}
      onChange={(next) => !Number.isNaN(next) && onChange(next)}
      formatOptions={{ maximumFractionDigits: 0, useGrouping: false }}
    >
      <Label className="field-label">{label}</Label>
      <Group className="number-group">
        <Button slot="decrement" className="number-step">
          <Minus aria-hidden="true" />
        </Button>
        <Input className="number-input" />
        <Button slot="increment" className="number-step">
          <Plus aria-hidden="true" />
        </Button>
      </Group>
    </AriaNumberField>
  );
}
