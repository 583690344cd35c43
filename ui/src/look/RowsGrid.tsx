import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { Button } from "../components/Button/Button";
import { ProblemNotice } from "../components/ProblemNotice/ProblemNotice";
import { numberFormat } from "../lib/intl";
import { useMessages } from "../messages";
import { type PreviewSummary, type Problem, toProblem, usePlatform } from "../platform";
import { Parts, type Shown } from "./parts";
import "./RowsGrid.css";

/** The height of a row and the usual widths of columns, in units of the text's size. */
const ROW = 2;
const NARROWEST = 4;
const USUAL = { least: 7, most: 18, letter: 0.6, room: 2 };
/** What a column gets at most of the room that all of them leave. */
const MOST_SPARE = 10;
/** By how much a key changes a column's width. */
const STEP = 1;
/** No browser scrolls further than some ten million pixels; longer files scroll in larger steps. */
const FURTHEST = 8_000_000;
/** What is in sight before the window has been drawn. */
const UNDRAWN = { width: 960, height: 480 };

type Place = { row: number; column: number };
type Props = { runId: string; summary: PreviewSummary };

/** The rows of a file, of which only those in sight are there, whatever its length and width. */
export function RowsGrid({ runId, summary }: Props) {
  const { t, locale } = useMessages();
  const platform = usePlatform();
  const parts = useMemo(() => new Parts((part) => platform.previewRows(runId, part)), [platform, runId]);
  useSyncExternalStore(parts.subscribe, parts.version);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [unit] = useState(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
  const [view, setView] = useState({ top: 0, left: 0, ...UNDRAWN });
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const [widths, setWidths] = useState<Record<number, number>>({});
  const [open, setOpen] = useState<Place | null>(null);

  const { columns, rows } = summary;
  const rowHeight = ROW * unit;
  const starts = useMemo(() => {
    const usual = columns.map(({ header }) =>
      Math.min(USUAL.most, Math.max(USUAL.least, header.length * USUAL.letter + USUAL.room)),
    );
    const spare = view.width / unit - usual.reduce((sum, width) => sum + width, 0);
    const share = Math.min(MOST_SPARE, Math.max(0, spare / columns.length));
    const ends = [0];
    for (const [index, width] of usual.entries()) {
      ends.push((ends[index] as number) + Math.floor((widths[index] ?? width + share) * unit));
    }
    return ends;
  }, [columns, widths, unit, view.width]);
  const widthOf = (column: number) => (starts[column + 1] as number) - (starts[column] as number);

  const room = Math.max(rowHeight, view.height - rowHeight);
  const fitting = Math.max(1, Math.floor(room / rowHeight));
  const height = Math.min(FURTHEST, rows * rowHeight);
  const last = Math.max(0, rows - fitting);
  /** Rows for each pixel of scrolling. */
  const scale = height > room ? last / (height - room) : 0;
  const firstRow = Math.min(last, Math.round(view.top * scale));
  const endRow = Math.min(rows, firstRow + fitting + 2);
  const firstColumn = Math.max(
    0,
    starts.findLastIndex((start) => start <= view.left),
  );
  const after = starts.findIndex((start) => start >= view.left + view.width);
  const endColumn = Math.min(columns.length, after < 0 ? columns.length : after);

  const { problem } = parts;
  // How much is in sight is known once it is drawn, and changes with the window and with what is around.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    const measure = () => {
      const width = element.clientWidth || UNDRAWN.width;
      const height = element.clientHeight || UNDRAWN.height;
      setView((old) => (old.width === width && old.height === height ? old : { ...old, width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!problem) {
      parts.want([firstRow, endRow], [firstColumn, endColumn]);
    }
  }, [parts, problem, firstRow, endRow, firstColumn, endColumn]);

  /** Makes a cell the active one, and brings it into sight. */
  function go(place: Place) {
    const row = Math.max(0, Math.min(rows - 1, place.row));
    const column = Math.max(0, Math.min(columns.length - 1, place.column));
    setActive({ row, column });
    const wantedFirst = row < firstRow ? row : row >= firstRow + fitting ? row - fitting + 1 : firstRow;
    const start = starts[column] as number;
    const end = starts[column + 1] as number;
    const left =
      start < view.left ? start : end > view.left + view.width ? Math.max(0, end - view.width) : view.left;
    const round = wantedFirst < firstRow ? Math.floor : Math.ceil;
    const top = wantedFirst === firstRow || scale === 0 ? view.top : round(wantedFirst / scale);
    if (top !== view.top || left !== view.left) {
      setView((old) => ({ ...old, top, left }));
      const element = box.current;
      if (element) {
        element.scrollTop = top;
        element.scrollLeft = left;
      }
    }
  }

  function resize(column: number, width: number) {
    setWidths((old) => ({ ...old, [column]: Math.max(NARROWEST, width) }));
  }

  function onKeyDown(event: KeyboardEvent) {
    const { row, column } = active;
    const whole = event.ctrlKey || event.metaKey;
    if (event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      resize(column, widthOf(column) / unit + (event.key === "ArrowLeft" ? -STEP : STEP));
      return;
    }
    const targets: Record<string, Place> = {
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      PageUp: { row: row - fitting, column },
      PageDown: { row: row + fitting, column },
      Home: { row: whole ? 0 : row, column: 0 },
      End: { row: whole ? rows - 1 : row, column: columns.length - 1 },
    };
    const target = targets[event.key];
    if (target) {
      event.preventDefault();
      go(target);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      setOpen(active);
    }
  }

  function drag(event: PointerEvent<HTMLElement>, column: number) {
    event.preventDefault();
    const handle = event.currentTarget;
    const from = event.clientX;
    const before = widthOf(column) / unit;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => resize(column, before + (moved.clientX - from) / unit);
    const done = () => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", done);
      handle.removeEventListener("pointercancel", done);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", done);
    handle.addEventListener("pointercancel", done);
  }

  const range = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);
  const cellId = ({ row, column }: Place) => `${id}-${row}-${column}`;
  const cellStyle = (column: number) => ({
    insetInlineStart: (starts[column] as number) - view.left,
    inlineSize: widthOf(column),
  });

  return (
    <div className="rows">
      {problem && <ProblemNotice problem={problem} onRetry={() => parts.retry()} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in parts. */}
      <div
        ref={box}
        role="grid"
        aria-label={t("look.rows")}
        aria-rowcount={rows + 1}
        aria-colcount={columns.length}
        aria-activedescendant={cellId(active)}
        aria-describedby={`${id}-keys`}
        tabIndex={0}
        className="rows-grid"
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget: { scrollTop: top, scrollLeft: left } }) =>
          setView((old) => (old.top === top && old.left === left ? old : { ...old, top, left }))
        }
      >
        <div
          role="presentation"
          className="rows-extent"
          style={{ blockSize: height + rowHeight, inlineSize: starts.at(-1) }}
        >
          <div
            role="presentation"
            className="rows-sight"
            style={{ blockSize: view.height, inlineSize: view.width }}
          >
            {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus. */}
            <div role="row" aria-rowindex={1} className="rows-head" style={{ blockSize: rowHeight }}>
              {range(firstColumn, endColumn).map((column) => (
                // biome-ignore lint/a11y/useSemanticElements: see above.
                // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
                <div
                  key={column}
                  role="columnheader"
                  aria-colindex={column + 1}
                  className="rows-cell"
                  style={cellStyle(column)}
                  title={columns[column]?.header}
                >
                  <span className="rows-text">{columns[column]?.header}</span>
                  <span
                    className="rows-handle"
                    data-column={column}
                    onPointerDown={(event) => drag(event, column)}
                  />
                </div>
              ))}
            </div>
            {range(firstRow, endRow).map((row) => (
              // biome-ignore lint/a11y/useSemanticElements: see above.
              // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
              <div
                key={row}
                role="row"
                aria-rowindex={row + 2}
                className="rows-row"
                style={{ insetBlockStart: (row - firstRow + 1) * rowHeight, blockSize: rowHeight }}
              >
                {range(firstColumn, endColumn).map((column) => (
                  <Cell
                    key={column}
                    id={cellId({ row, column })}
                    shown={parts.at(row, column)}
                    column={column}
                    style={cellStyle(column)}
                    isActive={row === active.row && column === active.column}
                    onPick={() => go({ row, column })}
                    onOpen={() => setOpen({ row, column })}
                  />
                ))}
              </div>
            ))}
          </div>
        </div>
      </div>
      <p className="field-hint" id={`${id}-keys`}>
        {t("look.keys")}
      </p>
      {open && (
        <Value
          key={cellId(open)}
          runId={runId}
          place={open}
          title={t("look.valueOf", {
            column: columns[open.column]?.header ?? "",
            row: numberFormat(locale, {}).format(open.row + 1),
          })}
          onClose={() => {
            setOpen(null);
            box.current?.focus();
          }}
        />
      )}
    </div>
  );
}

type CellProps = {
  id: string;
  shown: Shown;
  column: number;
  style: { insetInlineStart: number; inlineSize: number };
  isActive: boolean;
  onPick: () => void;
  onOpen: () => void;
};

function Cell({ id, shown, column, style, isActive, onPick, onOpen }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in parts.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys.
    <div
      id={id}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isActive}
      aria-busy={shown === undefined}
      className="rows-cell"
      style={style}
      onClick={onPick}
      onDoubleClick={onOpen}
    >
      <span className="rows-text">
        {shown?.text}
        {shown?.cut && "…"}
      </span>
    </div>
  );
}

type ValueProps = { runId: string; place: Place; title: string; onClose: () => void };

/** One whole value. */
function Value({ runId, place: { row, column }, title, onClose }: ValueProps) {
  const { t } = useMessages();
  const platform = usePlatform();
  const [value, setValue] = useState<{ text: string | null; cut: boolean } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.focus();
    let wanted = true;
    platform.previewValue(runId, row, column).then(
      (answer) => wanted && setValue(answer),
      (rejection) => wanted && setProblem(toProblem(rejection)),
    );
    return () => {
      wanted = false;
    };
  }, [platform, runId, row, column]);
  return (
    <section ref={section} tabIndex={-1} aria-label={title} className="rows-value">
      <div className="rows-value-head">
        <h3>{title}</h3>
        <Button variant="quiet" onPress={onClose}>
          {t("look.closeValue")}
        </Button>
      </div>
      {problem && <ProblemNotice problem={problem} />}
      {value && (value.text ? <pre>{value.text}</pre> : <p className="soft">{t("look.nothing")}</p>)}
      {value?.cut && <p className="soft">{t("look.valueCut")}</p>}
    </section>
  );
}
