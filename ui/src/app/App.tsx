import {
  lazy,
  memo,
  type ReactNode,
  Suspense,
  startTransition,
  useCallback,
  useEffect,
  useState,
} from "react";
import { Button } from "../components/Button/Button";
import { ProblemNotice } from "../components/ProblemNotice/ProblemNotice";
import { type Clock, ClockProvider, systemClock } from "../lib/clock";
import { type Memory, MemoryProvider, webviewMemory } from "../lib/memory";
import { afterPaint } from "../lib/painting";
import { useMessages } from "../messages";
import { type Catalogues, shippedCatalogues } from "../messages/languages";
import { useExportDrafts } from "../pages/export/draft";
import { FirstStart } from "../pages/first-start/FirstStart";
import { type Connection, type OpenedFile, type Platform, PlatformProvider } from "../platform";
import { FileNotices } from "../presets/FileNotices";
import { usePresetFiles } from "../presets/files";
import { hasEnded } from "../runs/phases";
import "../styles/tokens.css";
import "../styles/base.css";
import "./App.css";
import { CloseDialog } from "./CloseDialog";
import { useDesktopWords } from "./desktopWords";
import { EngineProvider, useConnections, usePresets, useRuns } from "./engine";
import { GoingProvider } from "./going";
import { LanguageProvider } from "./language";
import { MenuCommands } from "./menus";
import { Notices } from "./Notices";
import { onPartKey } from "./parts";
import type { OnRoute, Route } from "./route";
import { Sidebar } from "./Sidebar";
import { SettingsProvider, useSettingsChoice } from "./settings";

// The first page to be seen should not wait for the others; they come right after it.
const loadActivity = () => import("../pages/activity");
const loadConnections = () => import("../pages/connections");
const loadExport = () => import("../pages/export");
// Only those who ask for the licences wait for them: they are many.
const LicencesPage = lazy(async () => ({ default: (await import("../pages/licences")).LicencesPage }));
const GuidePage = lazy(async () => ({ default: (await import("../pages/guide")).GuidePage }));
const loadPresets = () => import("../pages/presets");
const loadSettings = () => import("../pages/settings");
const ActivityPage = lazy(async () => ({ default: (await loadActivity()).ActivityPage }));
const ConnectionPage = lazy(async () => ({ default: (await loadConnections()).ConnectionPage }));
const ConnectionsPage = lazy(async () => ({ default: (await loadConnections()).ConnectionsPage }));
const ExportPage = lazy(async () => ({ default: (await loadExport()).ExportPage }));
const PresetPage = lazy(async () => ({ default: (await loadPresets()).PresetPage }));
const PresetsPage = lazy(async () => ({ default: (await loadPresets()).PresetsPage }));
const LanguageMenu = lazy(async () => ({ default: (await import("./LanguageMenu")).LanguageMenu }));
const SettingsPage = lazy(async () => ({ default: (await loadSettings()).SettingsPage }));

type Props = {
  platform: Platform;
  /** The language that the computer is set to, as a BCP 47 tag. */
  systemLanguage: string;
  clock?: Clock;
  memory?: Memory;
  catalogues?: Catalogues;
};

/** The whole window. */
export function App({
  platform,
  systemLanguage,
  clock = systemClock,
  memory = webviewMemory,
  catalogues = shippedCatalogues,
}: Props) {
  /** How often everything was removed: each time the window begins as at its first start. */
  const [beginnings, setBeginnings] = useState(0);
  function beginAnew() {
    memory.clear();
    setBeginnings((count) => count + 1);
  }
  return (
    <PlatformProvider value={platform}>
      <ClockProvider value={clock}>
        <MemoryProvider value={memory}>
          <LanguageProvider key={beginnings} systemLanguage={systemLanguage} catalogues={catalogues}>
            <EngineProvider>
              <SettingsProvider>
                <Window systemLanguage={systemLanguage} onBeginAnew={beginAnew} />
                <CloseDialog />
              </SettingsProvider>
            </EngineProvider>
          </LanguageProvider>
        </MemoryProvider>
      </ClockProvider>
    </PlatformProvider>
  );
}

type WindowProps = {
  systemLanguage: string;
  /** Everything was removed: forgets what the window remembers as well. */
  onBeginAnew: () => void;
};

/** What is drawn for a page change at once is the way to it alone; the page itself follows. */
function Window(props: WindowProps) {
  const [chosen, choose] = useState<Route | null>(null);
  const [going, go] = useState<Route | null>(null);
  const onRoute = useCallback((next: Route) => {
    go(next);
    // The page that is there stays until the next one is loaded.
    afterPaint(() => startTransition(() => choose(next)));
  }, []);
  const onBegin = useCallback((first: Route) => choose((old) => old ?? first), []);
  return (
    <GoingProvider value={going ?? chosen}>
      <Pages {...props} chosen={chosen} onBegin={onBegin} onRoute={onRoute} />
    </GoingProvider>
  );
}

type PagesProps = WindowProps & {
  chosen: Route | null;
  /** Where the window begins, unless the person went elsewhere already. */
  onBegin: (first: Route) => void;
  onRoute: OnRoute;
};

const Pages = memo(function Pages({ systemLanguage, onBeginAnew, chosen, onBegin, onRoute }: PagesProps) {
  const connections = useConnections();
  const presets = usePresets();
  // Whoever has presets came to run one: they begin there, one click away from the file.
  const first: Route = presets.value?.length ? { page: "presets" } : { page: "export" };
  const firstKnown = presets.value !== null || presets.problem !== null;
  const route = chosen ?? first;
  // Kept here, above the pages, so that a half-made export survives a look at another page.
  const { current: settings } = useSettingsChoice();
  const drafts = useExportDrafts(systemLanguage, settings?.csvSeparator ?? null);
  const { shown, dismissRun } = useRuns();
  const showGuide = () => onRoute({ page: "guide" });
  const newExport = () => shown && hasEnded(shown) && dismissRun(shown.id);
  const files = usePresetFiles((opened: OpenedFile[]) => {
    const added = opened.flatMap(({ presets }) => presets)[0];
    if (added) {
      // Files that the app was started with are added before the page can hear of it.
      presets.retry();
    }
    // What is half entered in a form is not taken from the person.
    if (added && route.page !== "preset" && route.page !== "connection") {
      onRoute({ page: "presets", preset: added.preset.id });
    }
  });
  const fileNotices = <FileNotices files={files} connections={connections.value ?? NO_CONNECTIONS} />;
  const { t } = useMessages();
  useDesktopWords();
  useEffect(() => {
    void loadExport();
    void loadPresets();
    void loadActivity();
    void loadConnections();
    void loadSettings();
  }, []);

  useEffect(() => {
    // Only once: a preset that is made later takes nobody away from where they are.
    if (firstKnown && chosen === null) {
      onBegin(first);
    }
  });

  if (connections.value === null || !firstKnown) {
    return connections.problem ? (
      <Bare>
        <ProblemNotice problem={connections.problem} onRetry={connections.retry} />
      </Bare>
    ) : (
      <main>
        <p className="visually-hidden">{t("app.loading")}</p>
      </main>
    );
  }

  if (connections.value.length === 0) {
    return (
      <Bare>
        <MenuCommands onRoute={null} onGuide={showGuide} onNewExport={newExport} />
        {fileNotices}
        {route.page === "guide" ? (
          <GuidePage onBack={() => onRoute({ page: "export" })} />
        ) : route.page === "connection" ? (
          <ConnectionPage
            connection={null}
            next={{ page: "export" }}
            back={{ page: "export" }}
            onRoute={onRoute}
          />
        ) : (
          <>
            <FirstStart onRoute={onRoute} />
            <p className="window-language">
              <LanguageMenu />
              <Button variant="quiet" onPress={showGuide}>
                {t("guide.title")}
              </Button>
            </p>
          </>
        )}
      </Bare>
    );
  }

  return (
    <div className="window" onKeyDownCapture={onPartKey}>
      <MenuCommands onRoute={onRoute} onGuide={showGuide} onNewExport={newExport} />
      <Sidebar route={route} onRoute={onRoute} />
      {/* Each page anew, so that none begins where the one before was scrolled to. */}
      <main className="window-page" key={route.page}>
        <Notices />
        {fileNotices}
        <Suspense>
          {route.page === "export" && (
            <ExportPage
              connections={connections.value}
              drafts={drafts}
              onRoute={onRoute}
              askPreset={route.ask ? route : null}
            />
          )}
          {route.page === "presets" && (
            <PresetsPage
              connections={connections.value}
              presetId={route.preset ?? null}
              onImport={files.pick}
              askImport={route.ask ? route : null}
              onRoute={onRoute}
            />
          )}
          {route.page === "preset" && (
            <PresetPage
              key={route.id}
              connections={connections.value}
              id={route.id}
              like={route.like ?? null}
              drafts={drafts}
              onRoute={onRoute}
            />
          )}
          {route.page === "activity" && (
            <ActivityPage connections={connections.value} runId={route.run ?? null} onRoute={onRoute} />
          )}
          {route.page === "connections" && (
            <ConnectionsPage connections={connections.value} onRoute={onRoute} note={route.note ?? null} />
          )}
          {route.page === "settings" && (
            <SettingsPage onRoute={onRoute} onSeparator={drafts.separate} onBeginAnew={onBeginAnew} />
          )}
          {route.page === "guide" && <GuidePage onBack={null} />}
          {route.page === "licences" && <LicencesPage onRoute={onRoute} />}
          {route.page === "connection" && (
            <ConnectionPage
              key={route.id}
              connection={connections.value.find(({ id }) => id === route.id) ?? null}
              next={route.next}
              back={route.next}
              onRoute={onRoute}
            />
          )}
        </Suspense>
      </main>
    </div>
  );
});

const NO_CONNECTIONS: Connection[] = [];

/** A page without the navigation: there is nowhere else to go yet. */
function Bare({ children }: { children: ReactNode }) {
  return (
    <main className="window-bare">
      <div className="window-bare-content">
        <Notices />
        <Suspense>{children}</Suspense>
      </div>
    </main>
  );
}
