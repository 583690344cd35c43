import { Button } from "../components/Button/Button";
import { Dialog } from "../components/Dialog/Dialog";
import { useMessages } from "../messages";
import { useAppInfo } from "./engine";

type Props = {
  isOpen: boolean;
  onClose: () => void;
  /** Shows the licences; null where there is no page for them yet. */
  onLicences: (() => void) | null;
};

/** What this app is, and under which licence. */
export function AboutDialog({ isOpen, onClose, onLicences }: Props) {
  const { t } = useMessages();
  const info = useAppInfo();
  return (
    <Dialog role="dialog" title={t("app.name")} isOpen={isOpen} onClose={onClose}>
      {info.value && <p>{t("settings.version", { version: info.value.version })}</p>}
      <p>{t("about.what")}</p>
      <p>{t("about.licence")}</p>
      <div className="dialog-actions">
        {onLicences && <Button onPress={onLicences}>{t("licences.title")}</Button>}
        <Button variant="primary" autoFocus onPress={onClose}>
          {t("action.close")}
        </Button>
      </div>
    </Dialog>
  );
}
