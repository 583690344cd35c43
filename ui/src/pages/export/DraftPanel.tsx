import { useEffect, useRef } from "react";
import { Button } from "../../components/Button/Button";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { type MessageKey, useMessages } from "../../messages";
import type { ExportRequest, Problem, ResolvedPeriod } from "../../platform";
import { SaveAsPreset } from "../../presets/SaveAsPreset";
import { isOfAccount } from "../../problems";
import { ExportSentence } from "../../runs/ExportSentence";
import { SplitNotice } from "./SplitNotice";

type Props = {
  /** What would be exported; null while something is missing. */
  request: ExportRequest | null;
  /** What the period of it comes to; null while that is not known. */
  resolved: ResolvedPeriod | null;
  /** What stands in the way. */
  blocker: MessageKey | null;
  pressed: boolean;
  problem: Problem | null;
  starting: boolean;
  /** A new one each time that a menu asks to keep the choices as a preset. */
  askPreset: object | null;
  onExport: () => void;
  onSignIn: () => void;
};

/** Before the export: what will happen, and the button that makes it happen. */
export function DraftPanel({
  request,
  resolved,
  blocker,
  pressed,
  problem,
  starting,
  askPreset,
  onExport,
  onSignIn,
}: Props) {
  const messages = useMessages();
  const { t } = messages;
  const button = useRef<HTMLButtonElement>(null);
  const wasStarting = useRef(false);
  // The native dialog took the focus; whoever leaves it is back where they were, unless they are on their way already.
  useEffect(() => {
    if (wasStarting.current && !starting && !problem && document.activeElement === document.body) {
      button.current?.focus();
    }
    wasStarting.current = starting;
  }, [starting, problem]);

  return (
    <>
      <p className="panel-sentence">
        {request ? <ExportSentence request={request} resolved={resolved} /> : t("panel.incomplete")}
      </p>
      {request && <SplitNotice request={request} />}
      <p role="alert" className="panel-blocker" hidden={!(pressed && blocker)}>
        {pressed && blocker && t(blocker)}
      </p>
      {problem && (
        <ProblemNotice problem={problem} timeZone={request?.timeZone}>
          {isOfAccount(problem) && <Button onPress={onSignIn}>{t("action.signIn")}</Button>}
        </ProblemNotice>
      )}
      <div className="panel-actions">
        <Button variant="primary" ref={button} isPending={starting} onPress={onExport}>
          {t("action.export")}
        </Button>
        <SaveAsPreset request={request} asked={askPreset} />
      </div>
    </>
  );
}
