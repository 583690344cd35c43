import { useState } from "react";
import { useAppInfo, useSettings } from "../../app/engine";
import { Button } from "../../components/Button/Button";
import { Checkbox } from "../../components/Checkbox/Checkbox";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { Section } from "../../components/Section/Section";
import { useAttempt } from "../../lib/attempt";
import { useMessages } from "../../messages";
import { type Settings, usePlatform } from "../../platform";
import { InterfaceLanguage } from "./InterfaceLanguage";

/** What the person wants of the app, and what there is to know of it. */
export function SettingsPage() {
  const { t } = useMessages();
  const platform = usePlatform();
  const settings = useSettings();
  const info = useAppInfo();
  const { pending, problem, attempt } = useAttempt();
  /** What was chosen here; the stored settings are asked for once. */
  const [chosen, setChosen] = useState<Settings | null>(null);
  const current = chosen ?? settings.value;

  function change(part: Partial<Settings>) {
    if (current) {
      const before = current;
      const next = { ...current, ...part };
      setChosen(next);
      void attempt("save", async () => {
        try {
          await platform.saveSettings(next);
          settings.retry();
        } catch (rejection) {
          setChosen(before);
          throw rejection;
        }
      });
    }
  }

  return (
    <div className="page">
      <div className="page-head">
        <PageTitle>{t("settings.title")}</PageTitle>
      </div>
      {settings.problem && <ProblemNotice problem={settings.problem} onRetry={settings.retry} />}
      {problem && <ProblemNotice problem={problem} />}
      <Section title={t("settings.words")}>
        <InterfaceLanguage />
      </Section>
      {current && (
        <Section title={t("settings.notifications")}>
          <Checkbox isSelected={current.notify} onChange={(notify) => change({ notify })}>
            {t("settings.notify")}
          </Checkbox>
        </Section>
      )}
      <Section title={t("settings.logs")}>
        <p className="soft">{t("settings.logsText")}</p>
        <div className="notice-actions">
          <Button
            isPending={pending === "logs"}
            onPress={() => attempt("logs", () => platform.openLogFolder())}
          >
            {t("settings.showLogs")}
          </Button>
        </div>
      </Section>
      {info.value && <p className="soft small">{t("settings.version", { version: info.value.version })}</p>}
    </div>
  );
}
