import { Check } from "lucide-react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useMessages } from "../../messages";
import type { PresetColour } from "../../platform";
import { COLOURS } from "../../presets/colours";
import "./ColourField.css";

const NONE = "none";

type Props = { value: PresetColour | null; onChange: (colour: PresetColour | null) => void };

/** A colour to know a preset by. */
export function ColourField({ value, onChange }: Props) {
  const { t } = useMessages();
  return (
    <RadioGroup
      className="colours"
      value={value ?? NONE}
      onChange={(picked) => onChange(COLOURS.find(({ id }) => id === picked)?.id ?? null)}
    >
      <Label className="field-label">{t("preset.colour")}</Label>
      <div className="colours-list">
        {[{ id: NONE, name: "colour.none" as const }, ...COLOURS].map(({ id, name }) => (
          <Radio key={id} value={id} className="colour swatch" data-colour={id} aria-label={t(name)}>
            <Check aria-hidden="true" />
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
