import { type ReactNode, useRef, useState } from "react";
import { useClock } from "../../lib/clock";
import { dateFormat } from "../../lib/intl";
import { type MessageKey, useMessages } from "../../messages";
import type { Problem } from "../../platform";
import { meaningApart, wordingOf } from "../../problems";
import { Button } from "../Button/Button";
import { Notice } from "../Notice/Notice";
import "./ProblemNotice.css";

type Props = {
  problem: Problem;
  /** What the problem means for the file of the run that it ended. */
  file?: MessageKey;
  /** What stands above the problem's own words, such as which list did not come. */
  lead?: string;
  /** The zone in which dates are told; the computer’s own when there is none. */
  timeZone?: string;
  /** Adds "Try again". */
  onRetry?: () => void;
  /** Further buttons. */
  children?: ReactNode;
};

/** A problem in words: what happened, what it means, what to press; the technical detail one click away. */
export function ProblemNotice({ problem, file, lead, timeZone, onRetry, children }: Props) {
  const { t } = useMessages();
  const formats = useFormats(timeZone);
  const wording = wordingOf(problem, formats);
  const meaning = file ?? meaningApart(wording);
  return (
    <Notice tone="danger" announce>
      <p className="notice-title">{t(wording.what, wording.values)}</p>
      {lead && <p>{lead}</p>}
      {meaning && <p>{t(meaning)}</p>}
      <p>{t(wording.advice, wording.values)}</p>
      {wording.quote && (
        <p>
          {t("problem.quote")} <q>{wording.quote}</q>
        </p>
      )}
      {problem.technical && <Technical detail={problem.technical} />}
      {(onRetry || children) && (
        <div className="notice-actions">
          {onRetry && <Button onPress={onRetry}>{t("action.tryAgain")}</Button>}
          {children}
        </div>
      )}
    </Notice>
  );
}

/** How problems write dates, in a zone or in the computer's own. */
export function useFormats(timeZone?: string) {
  const { locale } = useMessages();
  const own = useClock().zone();
  return {
    date: (instant: number) =>
      dateFormat(locale, { dateStyle: "long", timeZone: timeZone ?? own }).format(instant),
  };
}

function Technical({ detail }: { detail: string }) {
  const { t } = useMessages();
  const text = useRef<HTMLPreElement>(null);
  const [outcome, setOutcome] = useState<MessageKey | null>(null);

  async function copy() {
    try {
      await navigator.clipboard.writeText(detail);
      setOutcome("technical.copied");
    } catch {
      // Without leave to write to the clipboard the person can still copy what is selected.
      if (text.current) {
        getSelection()?.selectAllChildren(text.current);
      }
      setOutcome("technical.selected");
    }
  }

  return (
    <details className="technical">
      <summary>{t("technical.title")}</summary>
      <pre ref={text}>{detail}</pre>
      <div className="notice-actions">
        <Button onPress={copy}>{t("technical.copy")}</Button>
        <span role="status">{outcome && t(outcome)}</span>
      </div>
    </details>
  );
}
