import { useEffect, useState } from "react";
import { Button } from "../components/Button/Button";
import { Dialog } from "../components/Dialog/Dialog";
import { useMessages } from "../messages";
import { type CloseAnswer, usePlatform } from "../platform";

/** Asks, when the window is being closed while exports are under way, what is to become of them. */
export function CloseDialog() {
  const { t } = useMessages();
  const platform = usePlatform();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => platform.onCloseRequested(() => setOpen(true)), [platform]);
  const answer = (chosen: CloseAnswer) => {
    setOpen(false);
    void platform.answerClose(chosen);
  };
  return (
    <Dialog title={t("close.title")} isOpen={isOpen} onClose={() => answer("stay")}>
      <p>{t("close.body")}</p>
      <div className="dialog-actions">
        <Button onPress={() => answer("stay")}>{t("close.stay")}</Button>
        <Button onPress={() => answer("stop")}>{t("close.stop")}</Button>
        <Button variant="primary" autoFocus onPress={() => answer("background")}>
          {t("close.background")}
        </Button>
      </div>
    </Dialog>
  );
}
