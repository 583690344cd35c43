import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import "./Button.css";

type Props = AriaButtonProps & {
  /** `primary` is the one thing to do on a page; `danger` takes something away; `quiet` has no border. */
  variant?: "primary" | "secondary" | "danger" | "quiet";
  icon?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
};

export function Button({ variant = "secondary", icon, children, ...props }: Props) {
  return (
    <AriaButton {...props} className={`button button-${variant}`}>
      {icon}
      <span>{children}</span>
    </AriaButton>
  );
}
