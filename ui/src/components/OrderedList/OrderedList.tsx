import { ArrowDown, ArrowUp, GripVertical, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { GridList, GridListItem } from "react-aria-components/GridList";
import { useDragAndDrop } from "react-aria-components/useDragAndDrop";
import { ListLayout, Virtualizer } from "react-aria-components/Virtualizer";
import { breakable } from "../../lib/breakable";
import { useMessages } from "../../messages";
import "./OrderedList.css";

export type OrderedItem = {
  id: string;
  label: string;
  /** Its technical name. */
  detail?: string;
  /** What is to be said of it. */
  note?: string;
};

type Props = {
  label: string;
  items: OrderedItem[];
  /** Is given what is to be done to the ids, which may be newer than those that are drawn. */
  onChange: (edit: (ids: string[]) => string[]) => void;
  /** What stands there when there is nothing. */
  empty: ReactNode;
};

type Step = "up" | "down";

/** Pixels of a row before it is measured. */
const ROW = 48;

/** A list whose order matters: items are dragged, moved by their buttons or by Alt with the arrows, and removed. */
export function OrderedList({ label, items, onChange, empty }: Props) {
  const { t } = useMessages();
  const ids = items.map(({ id }) => id);
  const [told, setTold] = useState("");
  /** Where the focus belongs once the list is drawn anew: moving an element may take the focus from it. */
  const refocus = useRef<Refocused | null>(null);

  function move(id: string, step: Step, part: Step | "row") {
    const from = ids.indexOf(id);
    const to = step === "up" ? from - 1 : from + 1;
    if (ids[to] === undefined) {
      return;
    }
    const last = step === "up" ? to === 0 : to === ids.length - 1;
    refocus.current = { id, part: part === "row" || !last ? part : step === "up" ? "down" : "up" };
    setTold(t("list.moved", { name: items[from]?.label ?? id, place: to + 1, count: items.length }));
    onChange((now) => moved(now, id, step));
  }

  function remove(id: string) {
    const at = ids.indexOf(id);
    const next = ids[at + 1] ?? ids[at - 1];
    refocus.current = next === undefined ? null : { id: next, part: "row" };
    setTold(t("list.removed", { name: items[at]?.label ?? id }));
    onChange((now) => now.filter((other) => other !== id));
  }

  /** Keys on a row itself: its buttons have their own. */
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[role=row]")?.dataset.key;
    const step = { ArrowUp: "up", ArrowDown: "down" }[event.key] as Step | undefined;
    if (id !== undefined && event.altKey && step) {
      event.preventDefault();
      event.stopPropagation();
      move(id, step, "row");
    } else if (id !== undefined && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      event.stopPropagation();
      remove(id);
    }
  }

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ "text/plain": String(key) })),
    onReorder({ keys, target }) {
      onChange((now) => {
        const dragged = now.filter((id) => keys.has(id));
        const rest = now.filter((id) => !keys.has(id));
        const at = rest.indexOf(String(target.key)) + (target.dropPosition === "after" ? 1 : 0);
        return [...rest.slice(0, at), ...dragged, ...rest.slice(at)];
      });
    },
  });

  return (
    <div className="ordered" onKeyDownCapture={onKeyDown}>
      <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: ROW, padding: 4 }}>
        <GridList
          aria-label={label}
          className="ordered-list"
          items={items}
          dragAndDropHooks={dragAndDropHooks}
          renderEmptyState={() => <div className="ordered-empty">{empty}</div>}
        >
          {/* The list is one stop of the Tab key, both ways: the buttons of a row are reached by the arrows. */}
          {(item) => (
            <GridListItem textValue={item.label} className="ordered-item">
              <Refocus id={item.id} wanted={refocus} />
              <AriaButton slot="drag" className="ordered-button ordered-grip" excludeFromTabOrder>
                <GripVertical aria-hidden="true" />
              </AriaButton>
              <span className="ordered-text">
                <span className="ordered-label">{breakable(item.label)}</span>
                {item.detail && <span className="ordered-detail">{breakable(item.detail)}</span>}
                {item.note && <span className="ordered-note">{item.note}</span>}
              </span>
              <AriaButton
                className="ordered-button"
                excludeFromTabOrder
                data-step="up"
                aria-label={t("list.up", { name: item.label })}
                isDisabled={item.id === ids[0]}
                onPress={() => move(item.id, "up", "up")}
              >
                <ArrowUp aria-hidden="true" />
              </AriaButton>
              <AriaButton
                className="ordered-button"
                excludeFromTabOrder
                data-step="down"
                aria-label={t("list.down", { name: item.label })}
                isDisabled={item.id === ids.at(-1)}
                onPress={() => move(item.id, "down", "down")}
              >
                <ArrowDown aria-hidden="true" />
              </AriaButton>
              <AriaButton
                className="ordered-button"
                excludeFromTabOrder
                aria-label={t("list.remove", { name: item.label })}
                onPress={() => remove(item.id)}
              >
                <X aria-hidden="true" />
              </AriaButton>
            </GridListItem>
          )}
        </GridList>
      </Virtualizer>
      <p role="status" className="visually-hidden">
        {told}
      </p>
    </div>
  );
}

/** The ids with one of them a place further up or down, where there is one. */
function moved(ids: string[], id: string, step: Step): string[] {
  const from = ids.indexOf(id);
  const to = step === "up" ? from - 1 : from + 1;
  const other = ids[to];
  if (from < 0 || other === undefined) {
    return ids;
  }
  const next = [...ids];
  next[to] = id;
  next[from] = other;
  return next;
}

type Refocused = { id: string; part: Step | "row" };

/** Gives the focus to its row, or to a button of it, once the row is drawn at its new place. */
function Refocus({ id, wanted }: { id: string; wanted: RefObject<Refocused | null> }) {
  const here = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (wanted.current?.id === id) {
      const { part } = wanted.current;
      wanted.current = null;
      const row = here.current?.closest<HTMLElement>("[role=row]");
      const target = part === "row" ? row : row?.querySelector<HTMLElement>(`[data-step=${part}]`);
      target?.focus();
    }
  });
  return <span hidden ref={here} />;
}
