import type { ReactNode } from "react";
import "./EmptyState.css";

type Props = {
  icon: ReactNode;
  title: string;
  /** What to do about it, or what would be here. */
  text: string;
  /** The button that does it. */
  children?: ReactNode;
};

/** What stands in the place of a list that has nothing yet. */
export function EmptyState({ icon, title, text, children }: Props) {
  return (
    <div className="empty-state">
      <span className="empty-icon" aria-hidden="true">
        {icon}
      </span>
      <h2>{title}</h2>
      <p className="soft">{text}</p>
      {children}
    </div>
  );
}
