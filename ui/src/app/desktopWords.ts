import { useEffect } from "react";
import { useMessages } from "../messages";
import { usePlatform } from "../platform";
import { useLanguage } from "./language";

/** Tells the app what notifications and native dialogs say, whenever the language changes. */
export function useDesktopWords(): void {
  const { t } = useMessages();
  const { shown: language } = useLanguage();
  const platform = usePlatform();
  useEffect(() => {
    // The app fills in the file's name.
    const file = { file: "{file}" };
    const words = {
      language,
      saved: t("notification.saved", file),
      waiting: t("notification.waiting", file),
      failed: t("notification.failed", file),
      saveFile: t("dialog.saveFile"),
      openPresets: t("dialog.openPresets"),
      chooseFolder: t("dialog.chooseFolder"),
    };
    // Without them there are no notifications and dialogs have the system's titles, which no page depends on.
    platform.wordDesktop(words).catch(() => {});
  }, [platform, language, t]);
}
