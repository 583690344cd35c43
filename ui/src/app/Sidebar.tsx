import { Bookmark, FileDown, History, Plug, Settings } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "../messages";
import { useLiveCount } from "./engine";
import { useGoing } from "./going";
import { Mark } from "./Mark";
import type { OnRoute, Route } from "./route";
import "./Sidebar.css";

type Props = { route: Route; onRoute: OnRoute };

export function Sidebar({ route: shown, onRoute }: Props) {
  const { t } = useMessages();
  const route = useGoing() ?? shown;
  return (
    <nav className="sidebar" aria-label={t("nav.label")}>
      <p className="sidebar-product">
        <Mark />
        {t("app.name")}
      </p>
      <ul>
        <Entry
          to={{ page: "export" }}
          current={route.page === "export"}
          onRoute={onRoute}
          icon={<FileDown />}
        >
          {t("nav.export")}
        </Entry>
        <Entry
          to={{ page: "presets" }}
          current={route.page === "presets" || route.page === "preset"}
          onRoute={onRoute}
          icon={<Bookmark />}
        >
          {t("nav.presets")}
        </Entry>
        <Entry
          to={{ page: "activity" }}
          current={route.page === "activity"}
          onRoute={onRoute}
          icon={<History />}
          aside={<LiveCount />}
        >
          {t("nav.activity")}
        </Entry>
        <Entry
          to={{ page: "connections" }}
          current={route.page === "connections" || route.page === "connection"}
          onRoute={onRoute}
          icon={<Plug />}
        >
          {t("nav.connections")}
        </Entry>
        <Entry
          to={{ page: "settings" }}
          current={route.page === "settings" || route.page === "licences"}
          onRoute={onRoute}
          icon={<Settings />}
        >
          {t("nav.settings")}
        </Entry>
      </ul>
    </nav>
  );
}

/** How many exports are under way, where their page is. */
function LiveCount() {
  const { t } = useMessages();
  const count = useLiveCount();
  return (
    count > 0 && (
      <span className="sidebar-count">
        <span aria-hidden="true">{count}</span>
        <span className="visually-hidden">{t("nav.live", { count })}</span>
      </span>
    )
  );
}

type EntryProps = {
  to: Route;
  current: boolean;
  onRoute: OnRoute;
  icon: ReactNode;
  /** What stands beside the name. */
  aside?: ReactNode;
  children: ReactNode;
};

function Entry({ to, current, onRoute, icon, aside, children }: EntryProps) {
  return (
    <li>
      <a
        href={`#${to.page}`}
        className="sidebar-entry"
        aria-current={current ? "page" : undefined}
        onClick={(event) => {
          event.preventDefault();
          onRoute(to);
        }}
      >
        {icon}
        <span className="sidebar-name">{children}</span>
        {aside}
      </a>
    </li>
  );
}
