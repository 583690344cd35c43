/** The system's menus: the window gives them their words, and does what is picked in them. */
import { useEffect, useEffectEvent, useLayoutEffect, useState } from "react";
import { useMessages } from "../messages";
import { type MenuCommand, type MenuWords, usePlatform, type ZoomStep } from "../platform";
import { AboutDialog } from "./AboutDialog";
import type { OnRoute } from "./route";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { useSettingsChoice } from "./settings";

/** Keys that zoom and stand in no menu, because a menu item shows one way to press it. */
function zoomOf(event: KeyboardEvent): ZoomStep | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) {
    return null;
  }
  switch (event.code) {
    case "NumpadAdd":
      return "in";
    case "NumpadSubtract":
      return "out";
    case "Numpad0":
      return "reset";
    default:
      return event.key === "+" ? "in" : null;
  }
}

/** Words the menus in the window's language. */
export function useMenuWords(): void {
  const { t } = useMessages();
  const platform = usePlatform();
  useEffect(() => {
    const words: MenuWords = {
      file: t("menu.file"),
      newExport: t("action.newExport"),
      savePreset: t("menu.savePreset"),
      importPresets: t("menu.importPresets"),
      closeWindow: t("menu.closeWindow"),
      quit: t("menu.quit"),
      edit: t("menu.edit"),
      undo: t("menu.undo"),
      redo: t("menu.redo"),
      cut: t("menu.cut"),
      copy: t("menu.copy"),
      paste: t("menu.paste"),
      selectAll: t("menu.selectAll"),
      view: t("menu.view"),
      export: t("nav.export"),
      presets: t("nav.presets"),
      activity: t("nav.activity"),
      connections: t("nav.connections"),
      settings: t("nav.settings"),
      zoomIn: t("menu.zoomIn"),
      zoomOut: t("menu.zoomOut"),
      zoomReset: t("menu.zoomReset"),
      appearance: t("appearance.title"),
      system: t("appearance.system"),
      light: t("appearance.light"),
      dark: t("appearance.dark"),
      help: t("menu.help"),
      guide: t("guide.title"),
      shortcuts: t("shortcuts.title"),
      logs: t("settings.showLogs"),
      licences: t("licences.title"),
      about: t("about.title"),
    };
    // Without menus every page is there all the same.
    platform.wordMenu(words).catch(() => {});
  }, [platform, t]);
}

type Props = {
  /** Goes to a page; null while there is only the first start. */
  onRoute: OnRoute | null;
  /** Shows the guide, wherever the window is. */
  onGuide: () => void;
  /** Leaves what the export page shows and begins anew. */
  onNewExport: () => void;
};

/** Does what is picked in a menu. */
export function MenuCommands({ onRoute, onGuide, onNewExport }: Props) {
  const platform = usePlatform();
  const { change } = useSettingsChoice();
  const [dialog, setDialog] = useState<"shortcuts" | "about" | null>(null);
  useMenuWords();

  const pick = useEffectEvent((command: MenuCommand) => {
    switch (command) {
      case "system":
      case "light":
      case "dark":
        change({ appearance: command });
        break;
      case "shortcuts":
      case "about":
        setDialog(command);
        break;
      case "guide":
        onGuide();
        break;
      case "new_export":
        onNewExport();
        onRoute?.({ page: "export" });
        break;
      case "save_preset":
        onRoute?.({ page: "export", ask: "preset" });
        break;
      case "import_presets":
        onRoute?.({ page: "presets", ask: "import" });
        break;
      default:
        onRoute?.({ page: command });
    }
  });
  // Heard from the moment that the window is there: an effect after the paint would miss what comes before it.
  useLayoutEffect(() => platform.onMenuCommand((command) => pick(command)), [platform]);

  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = zoomOf(event);
      if (step) {
        event.preventDefault();
        platform.zoom(step).catch(() => {});
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [platform]);

  return (
    <>
      <ShortcutsDialog isOpen={dialog === "shortcuts"} onClose={() => setDialog(null)} />
      <AboutDialog
        isOpen={dialog === "about"}
        onClose={() => setDialog(null)}
        onLicences={
          onRoute &&
          (() => {
            setDialog(null);
            onRoute({ page: "licences" });
          })
        }
      />
    </>
  );
}
