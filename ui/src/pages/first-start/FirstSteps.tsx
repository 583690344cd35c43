import { useEffect, useState } from "react";
import { useRuns } from "../../app/engine";
import { Steps } from "../../components/Steps/Steps";
import { useRemembered } from "../../lib/memory";
import { useMessages } from "../../messages";

/** The way to the first file: from the first start on, until there is one. */
export function FirstSteps({ isStart = false }: { isStart?: boolean }) {
  const { t } = useMessages();
  const { shown } = useRuns();
  const [underWay, setUnderWay] = useRemembered("firstSteps", (stored) => stored === true);
  // They stay as they are until one leaves, so that nothing moves in the moment of success.
  const [wasUnderWay] = useState(underWay);
  const saved = shown?.phase === "saved";
  useEffect(() => {
    if (isStart) {
      setUnderWay(() => true);
    } else if (saved) {
      setUnderWay(() => false);
    }
  }, [isStart, saved, setUnderWay]);
  return (
    (isStart || wasUnderWay) && (
      <Steps
        label={t("firstStart.steps")}
        steps={[t("firstStart.stepConnect"), t("firstStart.stepPick"), t("firstStart.stepSave")]}
        current={isStart ? 0 : shown === null ? 1 : saved ? 3 : 2}
      />
    )
  );
}
