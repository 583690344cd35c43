import { Button } from "../../components/Button/Button";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { Section } from "../../components/Section/Section";
import { useAttempt } from "../../lib/attempt";
import { useMessages } from "../../messages";
import { usePlatform } from "../../platform";

/** Where the app tells what it did. */
export function LogFiles() {
  const { t } = useMessages();
  const platform = usePlatform();
  const { pending, problem, attempt } = useAttempt();
  return (
    <Section title={t("settings.logs")}>
      <p className="soft">{t("settings.logsText")}</p>
      {problem && <ProblemNotice problem={problem} />}
      <div className="notice-actions">
        <Button
          isPending={pending === "logs"}
          onPress={() => attempt("logs", () => platform.openLogFolder())}
        >
          {t("settings.showLogs")}
        </Button>
      </div>
    </Section>
  );
}
