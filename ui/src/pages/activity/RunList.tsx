import { type MouseEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Collection, ListBox, ListBoxItem, ListBoxLoadMoreItem } from "react-aria-components/ListBox";
import { ListLayout, Virtualizer } from "react-aria-components/Virtualizer";
import { Skeleton } from "../../components/Skeleton/Skeleton";
import { useClock } from "../../lib/clock";
import { whenInWords } from "../../lib/when";
import { useMessages } from "../../messages";
import type { Run } from "../../platform";
import { shareOf } from "../../runs/amounts";
import { ExportSentence } from "../../runs/ExportSentence";
import { PhaseIcon } from "../../runs/PhaseIcon";
import { hasEnded, PHASE_WORDS } from "../../runs/phases";
import type { ListState, RunPages } from "./RunPages";
import { factsOf } from "./words";
import "./RunList.css";

/** The height that a row has until it is drawn, in units of the text's size: that of three lines. */
const ROW = 5;

/** The row that is to have the focus; null for the list as a whole. A new object each time it is wanted. */
export type Wanted = { id: string | null };

/** How many frames a row may take to be drawn after it was scrolled to. */
const PATIENCE = 20;

type Props = {
  pages: RunPages;
  list: ListState;
  picked: ReadonlySet<string>;
  onPick: (ids: Set<string>) => void;
  /** Goes to the details of what is picked. */
  onOpen: () => void;
  wanted: Wanted | null;
};

/** The runs, newest first. Only those in sight are drawn. */
export function RunList({ pages, list, picked, onPick, onOpen, wanted }: Props) {
  const { t } = useMessages();
  // Objects that stay: the list prepares each of them once.
  const items = useMemo(() => list.ids.map((id) => ({ id })), [list.ids]);
  const [layout] = useState(() => {
    const estimatedRowSize = ROW * textSize();
    return new ListLayout<{ id: string }>({ estimatedRowSize, loaderSize: estimatedRowSize / 2 });
  });

  const { more, loading } = list;
  // The same while the items are: the list would take new ones for another collection, and draw itself twice at a pick.
  const rows = useMemo(
    () => (
      <>
        <Collection items={items} dependencies={[pages]}>
          {({ id }) => (
            <ListBoxItem id={id} textValue={pages.run(id)?.fileName ?? id} className="run-row">
              <RunRow pages={pages} id={id} />
            </ListBoxItem>
          )}
        </Collection>
        {more && (
          <ListBoxLoadMoreItem className="runs-more" onLoadMore={() => void pages.more()} isLoading={loading}>
            {t("activity.loadingMore")}
          </ListBoxLoadMoreItem>
        )}
      </>
    ),
    [items, pages, more, loading, t],
  );

  const box = useRef<HTMLDivElement>(null);
  const ids = useRef(list.ids);
  ids.current = list.ids;
  useEffect(() => {
    let frame = 0;
    const scroller = box.current?.querySelector<HTMLElement>("[role=listbox]");
    const focus = (framesLeft: number) => {
      const id = wanted?.id && ids.current.includes(wanted.id) ? wanted.id : null;
      const row = id === null ? scroller : scroller?.querySelector<HTMLElement>(`[data-key="${id}"]`);
      if (row) {
        row.focus();
      } else if (scroller && id !== null && framesLeft > 0) {
        // Rows out of sight are not drawn.
        scroller.scrollTop = layout.getLayoutInfo(id)?.rect.y ?? 0;
        frame = requestAnimationFrame(() => focus(framesLeft - 1));
      }
    };
    if (wanted) {
      frame = requestAnimationFrame(() => focus(PATIENCE));
    }
    return () => cancelAnimationFrame(frame);
  }, [wanted, layout]);

  function onClick(event: MouseEvent<HTMLElement>) {
    // Where the details take the list's place, a click on a row means them.
    const onRow = (event.target as HTMLElement).closest("[role=option]");
    const alone = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (onRow && alone && narrow()) {
      onOpen();
    }
  }

  return (
    <div className="runs" ref={box} onClickCapture={onClick}>
      <Virtualizer layout={layout}>
        <ListBox
          aria-label={t("activity.list")}
          className="runs-list"
          selectionMode="multiple"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={picked as Set<string>}
          onSelectionChange={(keys) => onPick(new Set(keys === "all" ? list.ids : [...keys].map(String)))}
          onAction={onOpen}
          renderEmptyState={() =>
            list.loading ? (
              <Skeleton label={t("activity.loading")} rows={8} />
            ) : (
              <p className="runs-empty">{t("activity.nothing")}</p>
            )
          }
        >
          {rows}
        </ListBox>
      </Virtualizer>
    </div>
  );
}

const textSize = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

const narrow = () => matchMedia("(width < 60rem)").matches;

function RunRow({ pages, id }: { pages: RunPages; id: string }) {
  const run = useSyncExternalStore(pages.subscribe, () => pages.run(id));
  const moved = useSyncExternalStore(pages.subscribe, () => pages.isMoved(id));
  const isSaved = run?.phase === "saved";
  useEffect(() => {
    if (isSaved) {
      pages.lookForFile(id);
    }
  }, [pages, id, isSaved]);
  const joined = useSyncExternalStore(pages.subscribe, () => pages.isJoined(id));
  return run ? (
    <>
      {joined && <span className="run-join" aria-hidden="true" />}
      <Row run={run} moved={moved} />
    </>
  ) : null;
}

function Row({ run, moved }: { run: Run; moved: boolean }) {
  const messages = useMessages();
  const { t } = messages;
  const clock = useClock();
  const share = hasEnded(run) ? null : shareOf(run);
  const facts = [
    whenInWords(run.createdAt, clock.now(), clock.zone(), messages),
    ...(run.part ? [t("activity.part", { number: run.part.number, of: run.part.of })] : []),
    ...(run.joined ? [t("activity.joined", { of: run.joined.of })] : []),
    ...(moved ? [t("activity.moved")] : []),
    ...factsOf(run, messages),
    run.fileName,
  ];
  return (
    <>
      <PhaseIcon phase={run.phase} />
      {/* All of it is the row's name: a label of its own would hide the rest from who hears it. */}
      <span className="run-lines">
        <span className="run-what">
          <ExportSentence request={run.request} />
        </span>{" "}
        <span className="run-about">
          <span className={`run-phase phase-${run.phase}`}>{t(PHASE_WORDS[run.phase])}</span>
          {` · ${facts.join(" · ")}`}
        </span>
      </span>
      {share !== null && (
        <span className="run-share" aria-hidden="true" style={{ inlineSize: `${share * 100}%` }} />
      )}
    </>
  );
}
