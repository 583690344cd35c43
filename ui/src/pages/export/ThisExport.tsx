import { type ReactNode, useLayoutEffect, useRef } from "react";
import { useMessages } from "../../messages";
import type { Phase } from "../../platform";
import "./ThisExport.css";

type Props = { phase: Phase | "idle"; runId: string | null; children: ReactNode };

/** The place that says what will happen, then what happens, then where the file is. */
export function ThisExport({ phase, runId, children }: Props) {
  const { t } = useMessages();
  const region = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const stage = phase === "idle" ? "idle" : isEnd(phase) ? "end" : "running";
  const before = useRef({ stage, runId });
  const hadFocus = useRef(false);

  // The button that was pressed is gone once the stage changes: without this, the focus would fall to the page's top.
  useLayoutEffect(() => {
    const changed = before.current.stage !== stage || before.current.runId !== runId;
    before.current = { stage, runId };
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (changed && hadFocus.current && lost) {
      heading.current?.focus({ preventScroll: true });
    }
  });

  return (
    <section
      ref={region}
      className="this-export"
      aria-label={t("panel.title")}
      data-phase={phase}
      data-stage={stage}
      onFocus={() => {
        hadFocus.current = true;
      }}
      onBlur={(event) => {
        // A button that is taken away blurs without anything else being focused.
        hadFocus.current = event.relatedTarget === null || event.currentTarget.contains(event.relatedTarget);
      }}
    >
      <h2 ref={heading} tabIndex={-1}>
        {t("panel.title")}
      </h2>
      {children}
    </section>
  );
}

const isEnd = (phase: Phase) =>
  phase === "saved" || phase === "failed" || phase === "cancelled" || phase === "interrupted";
