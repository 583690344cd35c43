import { useEffect, useState } from "react";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { useMessages } from "../messages";
import { usePlatform } from "../platform";

/** Asks, when the window is being closed while exports are under way, whether it may be. */
export function CloseDialog() {
  const { t } = useMessages();
  const platform = usePlatform();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => platform.onCloseRequested(() => setOpen(true)), [platform]);
  const answer = (close: boolean) => {
    setOpen(false);
    void platform.answerClose(close);
  };
  return (
    <Dialog title={t("close.title")} isOpen={isOpen} onClose={() => answer(false)}>
      <p>{t("close.body")}</p>
      <div className="dialog-actions">
        <Button onPress={() => answer(true)}>{t("close.yes")}</Button>
        <Button variant="primary" autoFocus onPress={() => answer(false)}>
          {t("close.no")}
        </Button>
      </div>
    </Dialog>
  );
}
