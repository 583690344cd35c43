import { Check } from "lucide-react";
import { useMessages } from "../../messages";
import "./Steps.css";

type Props = {
  label: string;
  steps: string[];
  /** The index of the step that one is at; past the last, when all are done. */
  current: number;
};

/** A few steps in a row: which are done, which one is at, what comes. */
export function Steps({ label, steps, current }: Props) {
  const { t } = useMessages();
  return (
    <ol className="steps-row" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step}
          className="steps-step"
          data-done={index < current}
          aria-current={index === current ? "step" : undefined}
        >
          <span className="steps-mark">
            {index < current ? (
              <Check role="img" aria-label={t("step.done")} />
            ) : (
              <span aria-hidden="true">{index + 1}</span>
            )}
          </span>
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}
