import { History } from "lucide-react";
import {
  type KeyboardEvent,
  memo,
  startTransition,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { OnRoute } from "../../app/route";
import { Button } from "../../components/Button/Button";
import { EmptyState } from "../../components/EmptyState/EmptyState";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { UndoNote } from "../../components/UndoNote/UndoNote";
import { useAttempt } from "../../lib/attempt";
import { Later, useLater } from "../../lib/later";
import { useStable } from "../../lib/stable";
import { useMessages } from "../../messages";
import { type Connection, usePlatform } from "../../platform";
import { hasEnded } from "../../runs/phases";
import { Filters } from "./Filters";
import { RunDetails } from "./RunDetails";
import { RunList, type Wanted } from "./RunList";
import { EVERYTHING, RunPages } from "./RunPages";
import "./ActivityPage.css";

// A key in the search draws none of them, nor does a step through the list the details: those come after it.
const List = memo(RunList);
const Details = memo(RunDetails);

type Props = {
  connections: Connection[];
  /** The run to begin with; null for the latest. */
  runId: string | null;
  onRoute: OnRoute;
};

/** What was just taken off the list, and how it comes back. */
type Removal = { ids: string[] };

/** Every export, live and past: the list, and beside it the details of the one that is picked. */
export function ActivityPage({ connections, runId, onRoute }: Props) {
  const { t } = useMessages();
  const platform = usePlatform();
  const pages = useMemo(() => new RunPages(platform), [platform]);
  const list = useSyncExternalStore(pages.subscribe, pages.list);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(runId ? [runId] : []));
  /** Whether the details stand in the list's place, where there is no room for both. */
  const [opened, setOpened] = useState(runId !== null);
  /** The row that is to have the focus, once it is drawn. */
  const [wanted, setWanted] = useState<Wanted | null>(null);
  /** How often the details were gone to. */
  const [readings, setReadings] = useState(0);
  const [removal, setRemoval] = useState<Removal | null>(null);
  const { problem, attempt } = useAttempt();
  const page = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const stop = pages.follow();
    void pages.narrow(EVERYTHING);
    return stop;
  }, [pages]);

  // There is always one whose details are shown, so that nobody has to wonder what the empty place is for.
  const first = list.ids[0];
  const shown = useMemo(() => [...picked].filter((id) => list.ids.includes(id)), [picked, list.ids]);
  useEffect(() => {
    if (shown.length === 0 && first !== undefined) {
      startTransition(() => setPicked(new Set([first])));
    }
  });
  // Rows and details come after what is typed and picked, which never wait for them.
  const later = useLater(useMemo(() => ({ list, wanted, shown, readings }), [list, wanted, shown, readings]));

  const inPage = (selector: string) => page.current?.querySelector<HTMLElement>(selector);
  const toList = (id: string | null = shown[0] ?? null) => {
    setOpened(false);
    setWanted({ id });
  };
  const toDetails = useStable(() => {
    setOpened(true);
    setReadings((count) => count + 1);
  });
  useEffect(() => {
    if (later.readings > 0) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [later.readings]);

  /** Takes those off the list that are at their end; the next one is picked in their place. */
  const remove = async (meant: string[]) => {
    const ids = meant.filter((id) => {
      const run = pages.run(id);
      return run && hasEnded(run);
    });
    if (ids.length === 0) {
      return;
    }
    const inList = inPage("[role=listbox]")?.contains(document.activeElement);
    await attempt("remove", async () => {
      const gone = new Set(ids);
      const at = list.ids.findIndex((id) => gone.has(id));
      const rest = list.ids.filter((id) => !gone.has(id));
      const removed = await pages.remove(ids);
      const next = rest[Math.min(at, rest.length - 1)];
      setPicked(new Set(next === undefined ? [] : [next]));
      setRemoval({ ids: removed });
      if (!inList || next === undefined) {
        toList(next ?? null);
      }
    });
  };
  // What they show, which comes after what is picked.
  const removeDetailed = useStable(() => remove(later.shown));

  async function undo({ ids }: Removal) {
    await attempt("undo", async () => {
      const restored = await pages.restore(ids);
      setRemoval(null);
      setPicked(new Set(restored));
      toList(restored[0] ?? null);
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    const typing = event.target instanceof HTMLInputElement;
    const command = event.ctrlKey || event.metaKey;
    const inList = (event.target as HTMLElement).closest("[role=listbox]");
    if (inList && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      void remove(shown);
    } else if (command && event.key === "f") {
      event.preventDefault();
      setOpened(false);
      requestAnimationFrame(() => inPage("input[type=search]")?.focus());
    } else if (command && event.key === "z" && !typing && removal) {
      event.preventDefault();
      void undo(removal);
    } else if (event.key === "Escape" && opened && !typing) {
      toList();
    }
  }

  const toRow = useStable(() => toList());
  const toRun = useStable((id: string) => {
    setPicked(new Set([id]));
    toDetails();
  });

  const nothingYet =
    list.ids.length === 0 && list.filter === EVERYTHING && !list.loading && list.problem === null;
  useEffect(() => {
    // Without any run there is no list: then from the top.
    if (wanted && nothingYet) {
      page.current?.querySelector("h1")?.focus();
    }
  }, [wanted, nothingYet]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts for what its buttons do.
    <div className="activity" ref={page} data-opened={opened} onKeyDown={onKeyDown}>
      <div className="activity-head">
        <PageTitle>{t("activity.title")}</PageTitle>
        {!nothingYet && <Filters onFilter={(filter) => void pages.narrow(filter)} />}
      </div>
      {list.problem && (
        <ProblemNotice problem={list.problem} onRetry={() => void pages.narrow(list.filter)} />
      )}
      {problem && <ProblemNotice problem={problem} />}
      {nothingYet ? (
        <EmptyState icon={<History />} title={t("activity.empty")} text={t("activity.emptyText")}>
          <Button variant="primary" onPress={() => onRoute({ page: "export" })}>
            {t("action.newExport")}
          </Button>
        </EmptyState>
      ) : (
        <Later>
          <div className="activity-body">
            <List
              pages={pages}
              list={later.list}
              picked={picked}
              onPick={setPicked}
              onOpen={toDetails}
              wanted={later.wanted}
            />
            <Details
              key={later.shown.length === 1 ? later.shown[0] : "several"}
              pages={pages}
              runs={later.shown}
              headingRef={heading}
              connections={connections}
              onRoute={onRoute}
              onBack={toRow}
              onPick={toRun}
              onRemove={removeDetailed}
            />
          </div>
        </Later>
      )}
      <UndoNote onUndo={removal ? () => undo(removal) : undefined}>
        {removal && t("activity.removed", { count: removal.ids.length })}
      </UndoNote>
    </div>
  );
}
