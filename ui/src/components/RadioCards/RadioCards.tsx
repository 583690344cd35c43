import type { ReactNode } from "react";
import { Label } from "react-aria-components/Label";
import { RadioButton, RadioField, RadioGroup } from "react-aria-components/RadioGroup";
import { Text } from "react-aria-components/Text";
import { useChoice } from "../../lib/choice";
import "./RadioCards.css";

type Choice<V extends string> = { value: V; label: string; hint?: string };

type Props<V extends string> = {
  label: string;
  hint?: ReactNode;
  value: V;
  choices: Choice<V>[];
  onChange: (value: V) => void;
};

/** A choice of one among few, each with a line that explains it. */
export function RadioCards<V extends string>({ label, hint, value, choices, onChange }: Props<V>) {
  const [chosen, choose] = useChoice(value, onChange);
  return (
    <RadioGroup className="radio-cards" value={chosen} onChange={(picked) => choose(picked as V)}>
      <Label className="field-label">{label}</Label>
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <div className="radio-cards-list">
        {choices.map((choice) => (
          <RadioField key={choice.value} value={choice.value} className="radio-card">
            <RadioButton className="radio">
              <span className="radio-mark" aria-hidden="true" />
              {choice.label}
            </RadioButton>
            {choice.hint && (
              <Text slot="description" className="field-hint radio-hint">
                {choice.hint}
              </Text>
            )}
          </RadioField>
        ))}
      </div>
    </RadioGroup>
  );
}
