import { useState } from "react";
import { useConnectionChanged } from "../../app/engine";
import { Mark } from "../../app/Mark";
import type { OnRoute } from "../../app/route";
import { Button } from "../../components/Button/Button";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { hyphenated } from "../../lib/unbroken";
import { useMessages } from "../../messages";
import { type Problem, toProblem, usePlatform } from "../../platform";
import { FirstSteps } from "./FirstSteps";
import "./FirstStart.css";

/** What a person sees before there is any connection. */
export function FirstStart({ onRoute }: { onRoute: OnRoute }) {
  const { t } = useMessages();
  const platform = usePlatform();
  const connectionChanged = useConnectionChanged();
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function startPractice() {
    setStarting(true);
    setProblem(null);
    try {
      const { id } = await platform.connectPractice(t("connections.practiceName"));
      onRoute({ page: "export" });
      connectionChanged(id);
    } catch (rejection) {
      setProblem(toProblem(rejection));
      setStarting(false);
    }
  }

  return (
    <div className="first-start">
      <header className="first-start-head">
        <Mark />
        <PageTitle>{t("app.name")}</PageTitle>
        <p className="first-start-lead">{t("firstStart.lead")}</p>
      </header>
      <FirstSteps isStart />
      <ul className="first-start-choices">
        <li>
          <Button
            variant="primary"
            onPress={() => onRoute({ page: "connection", id: null, next: { page: "export" } })}
          >
            {t("firstStart.connect")}
          </Button>
          <p className="soft">{hyphenated(t("firstStart.connectHint"))}</p>
        </li>
        <li>
          <Button isPending={starting} onPress={startPractice}>
            {t("firstStart.practice")}
          </Button>
          <p className="soft">{t("firstStart.practiceHint")}</p>
        </li>
      </ul>
      <p role="status" className={starting ? "soft" : "visually-hidden"}>
        {starting ? t("firstStart.starting") : ""}
      </p>
      {problem && <ProblemNotice problem={problem} />}
    </div>
  );
}
