import { useEffect, useState } from "react";
import { Button } from "../components/Button/Button";
import { Notice } from "../components/Notice/Notice";
import { useMessages } from "../messages";
import { type Notice as AppNotice, usePlatform } from "../platform";
import { useKeychainAsks } from "./engine";

/** What the person should know of the app itself, until they say that they have read it. */
export function Notices() {
  const { t } = useMessages();
  const platform = usePlatform();
  const [notices, setNotices] = useState<AppNotice[]>([]);
  useEffect(() => {
    // Whatever keeps them from coming, the page says.
    platform.listNotices().then(setNotices, () => {});
  }, [platform]);
  const dismiss = (id: number) => {
    setNotices((shown) => shown.filter((notice) => notice.id !== id));
    platform.dismissNotice(id).catch(() => {});
  };
  const keychainAsks = useKeychainAsks();
  return (
    <>
      {keychainAsks && (
        <Notice tone="info" announce>
          <p className="notice-title">{t("keychain.asks")}</p>
          <p>{t("keychain.asks.do")}</p>
        </Notice>
      )}
      {notices.map((notice) => (
        <DataNotice key={notice.id} notice={notice} onDismiss={() => dismiss(notice.id)} />
      ))}
    </>
  );
}

/** What became of the app's own data. */
function DataNotice({ notice: { what }, onDismiss }: { notice: AppNotice; onDismiss: () => void }) {
  const { t } = useMessages();
  return (
    <Notice tone="warning" announce>
      <p className="notice-title">{t(what.reason === "newer" ? "notice.newer" : "notice.damaged")}</p>
      <p>{t(what.reason === "newer" ? "notice.newer.do" : "notice.damaged.do")}</p>
      <p>{t("notice.kept", { file: what.file })}</p>
      <div className="notice-actions">
        <Button onPress={onDismiss}>{t("notice.read")}</Button>
      </div>
    </Notice>
  );
}
