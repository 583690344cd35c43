import { useEffect, useState } from "react";
import { Button } from "../components/Button/Button";
import { Notice } from "../components/Notice/Notice";
import { useMessages } from "../messages";
import { type Notice as AppNotice, usePlatform } from "../platform";

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
  return notices.map(({ id, what }) => (
    <Notice key={id} tone="warning" announce>
      <p className="notice-title">{t(what.reason === "newer" ? "notice.newer" : "notice.damaged")}</p>
      <p>{t(what.reason === "newer" ? "notice.newer.do" : "notice.damaged.do")}</p>
      <p>{t("notice.kept", { file: what.file })}</p>
      <div className="notice-actions">
        <Button onPress={() => dismiss(id)}>{t("notice.read")}</Button>
      </div>
    </Notice>
  ));
}
