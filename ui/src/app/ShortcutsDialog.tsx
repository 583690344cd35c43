import { Button } from "../components/Button/Button";
import { Dialog } from "../components/Dialog/Dialog";
import { isAppleDevice, NEXT_PART } from "../lib/keys";
import { type MessageKey, useMessages } from "../messages";
import "./ShortcutsDialog.css";

/** What each key does, beside those that every program has. `Mod` is Ctrl, on a Mac Command; `Enter` is named by the language. */
const SHORTCUTS: [MessageKey, string[]][] = [
  ["action.newExport", ["Mod", "N"]],
  ["menu.savePreset", ["Mod", "S"]],
  ["menu.importPresets", ["Mod", "O"]],
  ["action.export", ["Mod", "Enter"]],
  ["shortcuts.nextPart", [NEXT_PART]],
  ["nav.export", ["Mod", "1"]],
  ["nav.presets", ["Mod", "2"]],
  ["nav.activity", ["Mod", "3"]],
  ["nav.connections", ["Mod", "4"]],
  ["nav.settings", ["Mod", "5"]],
  ["menu.zoomIn", ["Mod", "+"]],
  ["menu.zoomOut", ["Mod", "−"]],
  ["menu.zoomReset", ["Mod", "0"]],
  ["menu.closeWindow", ["Mod", "W"]],
  ["guide.title", ["F1"]],
];

/** What each key does. */
export function ShortcutsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useMessages();
  const apple = isAppleDevice();
  const names: Record<string, string> = {
    Mod: apple ? "⌘" : t("shortcuts.control"),
    Enter: apple ? "↩" : t("shortcuts.enter"),
  };
  return (
    <Dialog role="dialog" title={t("shortcuts.title")} isOpen={isOpen} onClose={onClose}>
      <dl className="shortcuts">
        {SHORTCUTS.map(([name, keys]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{names[key] ?? key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="dialog-actions">
        <Button variant="primary" autoFocus onPress={onClose}>
          {t("action.close")}
        </Button>
      </div>
    </Dialog>
  );
}
