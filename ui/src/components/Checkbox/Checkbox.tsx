import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components/Checkbox";
import { useChoice } from "../../lib/choice";
import "./Checkbox.css";

type Props = { isSelected: boolean; onChange: (selected: boolean) => void; children: ReactNode };

export function Checkbox({ isSelected, onChange, children }: Props) {
  const [chosen, choose] = useChoice(isSelected, onChange);
  return (
    <AriaCheckbox isSelected={chosen} onChange={choose} className="checkbox">
      <CheckMark />
      {children}
    </AriaCheckbox>
  );
}

/** The box of a checkbox. */
export function CheckMark() {
  return (
    <span className="check-mark" aria-hidden="true">
      <Check />
    </span>
  );
}
