import { Play } from "lucide-react";
import { Button } from "../../src/components/Button/Button";
import { Forced } from "../Forced";
import { LONG } from "../samples";
import type { States } from "../states";

const VARIANTS = ["primary", "secondary", "soft", "danger", "quiet"] as const;

const All = ({ isDisabled = false, isPending = false }) => (
  <p className="gallery-links">
    {VARIANTS.map((variant) => (
      <Button key={variant} variant={variant} isDisabled={isDisabled} isPending={isPending}>
        {variant}
      </Button>
    ))}
  </p>
);

export const states: States = {
  rest: () => <All />,
  hovered: () => (
    <Forced state="hovered" on="button">
      <All />
    </Forced>
  ),
  pressed: () => (
    <Forced state="pressed" on="button">
      <All />
    </Forced>
  ),
  focused: () => (
    <Forced state="focus-visible" on="button">
      <All />
    </Forced>
  ),
  disabled: () => <All isDisabled />,
  pending: () => <All isPending />,
  "with an icon": () => <Button icon={<Play aria-hidden="true" />}>Run</Button>,
  "long text": () => <Button>{LONG}</Button>,
};
