import { useUsualFolder } from "../../app/engine";
import { Button } from "../../components/Button/Button";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { useAttempt } from "../../lib/attempt";
import { useMessages } from "../../messages";
import { usePlatform } from "../../platform";

/** The folder that save dialogs begin in. */
export function UsualFolder() {
  const { t } = useMessages();
  const platform = usePlatform();
  const folder = useUsualFolder();
  const { pending, problem, attempt } = useAttempt();
  const ask = (name: string, command: () => Promise<unknown>) =>
    attempt(name, async () => {
      await command();
      folder.retry();
    });
  return (
    <div className="setting">
      <h3 className="field-label">{t("settings.folder")}</h3>
      <p className="field-hint">{t("settings.folderHint")}</p>
      <p className="setting-path" role="status">
        {folder.value ?? t("settings.folderOfSystem")}
      </p>
      {(problem ?? folder.problem) && <ProblemNotice problem={(problem ?? folder.problem) as never} />}
      <div className="notice-actions">
        <Button isPending={pending === "choose"} onPress={() => ask("choose", platform.chooseUsualFolder)}>
          {t("settings.folderChoose")}
        </Button>
        {folder.value !== null && (
          <Button isPending={pending === "forget"} onPress={() => ask("forget", platform.forgetUsualFolder)}>
            {t("settings.folderForget")}
          </Button>
        )}
      </div>
    </div>
  );
}
