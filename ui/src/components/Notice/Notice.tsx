import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode, Ref } from "react";
import "./Notice.css";

const ICONS = { danger: CircleAlert, warning: TriangleAlert, success: CircleCheck, info: Info };

type Props = {
  tone: keyof typeof ICONS;
  /** Whether a screen reader says it as it appears. */
  announce?: boolean;
  /** Lets the focus be set to it. */
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
};

/** Something that the person should know, beside what it is about. */
export function Notice({ tone, announce = false, ref, children }: Props) {
  const Icon = ICONS[tone];
  return (
    <div
      ref={ref}
      tabIndex={ref ? -1 : undefined}
      className={`notice notice-${tone}`}
      role={announce ? "alert" : undefined}
    >
      <Icon aria-hidden="true" />
      <div className="notice-content">{children}</div>
    </div>
  );
}
