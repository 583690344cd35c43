import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import "./Button.css";

type Props = Omit<AriaButtonProps, "isPending" | "children"> & {
  /**
   * `primary` is the one thing to do on a page; `soft` is that of one row among many; `danger` takes something away;
   * `quiet` has no border.
   */
  variant?: "primary" | "secondary" | "soft" | "danger" | "quiet";
  icon?: ReactNode;
  /** What the button does is under way: it keeps the focus and does nothing more. The page says what happens. */
  isPending?: boolean;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
};

export function Button({ variant = "secondary", icon, isPending, onPress, children, ...props }: Props) {
  return (
    <AriaButton
      {...props}
      aria-disabled={isPending || undefined}
      onPress={isPending ? undefined : onPress}
      className={`button button-${variant}`}
    >
      {icon}
      <span>{children}</span>
    </AriaButton>
  );
}
