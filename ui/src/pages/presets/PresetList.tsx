import { Ellipsis, GripVertical, Play } from "lucide-react";
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Button as AriaButton, ButtonContext } from "react-aria-components/Button";
import { Checkbox as AriaCheckbox } from "react-aria-components/Checkbox";
import { Collection, GridList, GridListItem, GridListLoadMoreItem } from "react-aria-components/GridList";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useDragAndDrop } from "react-aria-components/useDragAndDrop";
import { Virtualizer } from "react-aria-components/Virtualizer";
import { useRun } from "../../app/engine";
import type { OnRoute } from "../../app/route";
import { Button } from "../../components/Button/Button";
import "../../components/Checkbox/Checkbox.css";
import "../../components/ComboBox/ComboBox.css";
import "../../components/MenuButton/MenuButton.css";
import { CheckMark } from "../../components/Checkbox/Checkbox";
import { useClock } from "../../lib/clock";
import { useGrowing } from "../../lib/growing";
import { afterPaint } from "../../lib/painting";
import { whenInWords } from "../../lib/when";
import { type MessageKey, useMessages } from "../../messages";
import type { Connection, Preset } from "../../platform";
import { ExportSentence } from "../../runs/ExportSentence";
import { PhaseIcon } from "../../runs/PhaseIcon";
import { PHASE_WORDS } from "../../runs/phases";
import "../../presets/colours.css";
import { PresetLayout } from "./layout";
import { isFar, useRowFocus } from "./rowFocus";
import "./PresetList.css";

type Actions = {
  onRun: (presets: Preset[]) => void;
  onEdit: (preset: Preset) => void;
  onRename: (preset: Preset) => void;
  onDuplicate: (preset: Preset) => void;
  onExport: (preset: Preset) => void;
  onRemove: (ids: string[]) => void;
  onRoute: OnRoute;
};

type Props = Actions & {
  /** The same array as long as nothing in it changes. */
  presets: Preset[];
  /** Whether these are some of the presets only: then they have no order to change. */
  isPart: boolean;
  /** What they were searched by. */
  search: string;
  connections: Connection[];
  picked: ReadonlySet<string>;
  onPick: (ids: Set<string>) => void;
  /** What is being tried, such as `run/` with an id. */
  running: string | null;
  /** The preset that is to have the focus, once it is drawn. A new object each time it is wanted. */
  focusOn: { id: string } | null;
  onArrange: (ids: string[]) => void;
};

type Step = "up" | "down";

/** Sizes in units of the text's, so that they grow with it: of a row before it is measured, and between two. */
const ROW = 10;
const GAP = 0.75;

/**
 * The presets in their order, which is changed by dragging, by Alt with the arrows, or in the menu of each. Only those
 * in sight are drawn.
 */
export function PresetList(props: Props) {
  const { presets, isPart, search, picked, onPick, onArrange, onRemove, onRun, onEdit, onRename, focusOn } =
    props;
  const { onDuplicate } = props;
  const { t } = useMessages();
  /** The order that was just made, until the list comes in it. */
  const [order, setOrder] = useState<{ of: Preset[]; ids: string[] } | null>(null);
  const [told, setTold] = useState("");
  const [opened, setOpened] = useState<Opened | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const refocus = useRef<string | null>(null);
  const wanted = useRef<object | null>(null);
  const items = useMemo(() => {
    if (order?.of !== presets) {
      return presets;
    }
    const byId = new Map(presets.map((preset) => [preset.id, preset]));
    return order.ids.flatMap((id) => byId.get(id) ?? []);
  }, [presets, order]);
  const ids = useMemo(() => items.map(({ id }) => id), [items]);
  const [drawn, more] = useGrowing(items, search, focusOn ? ids.indexOf(focusOn.id) + 1 : 0);
  const [layout] = useState(() => new PresetLayout());
  const [layoutOptions] = useState(() => ({ estimatedRowSize: ROW * textSize(), gap: GAP * textSize() }));

  const rows = useRowFocus(
    box,
    layout,
    useMemo(() => drawn.map(({ id }) => id), [drawn]),
  );

  // Moving a row takes the focus from it; a row that is to have it may come later than the wish, or be out of sight.
  useLayoutEffect(() => {
    if (focusOn && wanted.current !== focusOn && presets.some(({ id }) => id === focusOn.id)) {
      wanted.current = focusOn;
      refocus.current = focusOn.id;
    }
    if (refocus.current !== null) {
      rows.focus(refocus.current, () => {
        refocus.current = null;
      });
    }
  });

  function arrange(next: string[]) {
    setOrder({ of: presets, ids: next });
    onArrange(next);
  }

  function move(id: string, step: Step) {
    const from = ids.indexOf(id);
    const to = step === "up" ? from - 1 : from + 1;
    const other = ids[to];
    if (other !== undefined && !isPart) {
      const next = [...ids];
      next[to] = id;
      next[from] = other;
      refocus.current = id;
      setTold(
        t("list.moved", {
          name: items[from]?.name ?? "",
          place: to + 1,
          count: ids.length,
        }),
      );
      arrange(next);
    }
  }

  /** Keys on a row itself: its buttons have their own. */
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const target = event.target as HTMLElement;
    const id = target.matches("[role=row]") ? target.dataset.key : undefined;
    const preset = presets.find((own) => own.id === id);
    if (!preset) {
      return;
    }
    // Whoever presses a key is where they are, and not on the way to another row.
    refocus.current = null;
    if (isFar(event.key) && !(event.shiftKey || event.altKey || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      rows.goFar(preset.id, event.key);
      if (event.key === "End" && more) {
        // The end that is drawn is not the end.
        refocus.current = ids.at(-1) ?? null;
        afterPaint(() => more(ids.length));
      }
      return;
    }
    rows.arrive();
    const step = { ArrowUp: "up", ArrowDown: "down" }[event.key] as Step | undefined;
    const command = event.ctrlKey || event.metaKey;
    // What is done to a picked one is done to all that are picked.
    const meant = picked.has(preset.id) ? presets.filter(({ id: own }) => picked.has(own)) : [preset];
    const remove = () => onRemove(meant.map(({ id: own }) => own));
    const act =
      event.altKey && step
        ? () => move(preset.id, step)
        : {
            Delete: remove,
            Backspace: remove,
            F2: () => onRename(preset),
            Enter: () => (command ? onRun(meant) : onEdit(preset)),
            d: command && (() => onDuplicate(preset)),
          }[event.key];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  }

  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: isPart,
    getItems: (keys) => [...keys].map((key) => ({ "text/plain": String(key) })),
    onReorder({ keys, target }) {
      const dragged = ids.filter((id) => keys.has(id));
      const rest = ids.filter((id) => !keys.has(id));
      const at = rest.indexOf(String(target.key)) + (target.dropPosition === "after" ? 1 : 0);
      arrange([...rest.slice(0, at), ...dragged, ...rest.slice(at)]);
    },
  });

  return (
    <div ref={box} data-part onKeyDownCapture={onKeyDown}>
      <Virtualizer layout={layout} layoutOptions={layoutOptions}>
        <GridList
          aria-label={t("presets.list")}
          className="preset-list"
          selectionMode="multiple"
          selectedKeys={picked as Set<string>}
          onSelectionChange={(keys) => onPick(new Set(keys === "all" ? ids : [...keys].map(String)))}
          keyboardNavigationBehavior="tab"
          dragAndDropHooks={dragAndDropHooks}
        >
          <Collection items={drawn} dependencies={[props.running, props.connections, ids, isPart]}>
            {(preset) => (
              <GridListItem textValue={preset.name} className="preset">
                {preset.colour && <span className="preset-mark swatch" data-colour={preset.colour} />}
                {!isPart && (
                  <AriaButton slot="drag" className="preset-grip">
                    <GripVertical aria-hidden="true" />
                  </AriaButton>
                )}
                <AriaCheckbox slot="selection" className="checkbox">
                  <CheckMark />
                </AriaCheckbox>
                {/* What the row tells its buttons is for the grip alone, and would have all of them drawn at each step. */}
                <ButtonContext value={null}>
                  <Row {...props} preset={preset} onMenu={setOpened} />
                </ButtonContext>
              </GridListItem>
            )}
          </Collection>
          {more && <GridListLoadMoreItem onLoadMore={() => more()} />}
        </GridList>
      </Virtualizer>
      {opened && (
        <RowMenu
          {...props}
          opened={opened}
          place={ids.indexOf(opened.preset.id)}
          count={ids.length}
          onMove={(step) => move(opened.preset.id, step)}
          onClose={() => setOpened(null)}
        />
      )}
      <p role="status" className="visually-hidden">
        {told}
      </p>
    </div>
  );
}

const textSize = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

type RowProps = Props & { preset: Preset; onMenu: (opened: Opened) => void };

function Row(props: RowProps) {
  const { preset, connections, running, onRun, onMenu } = props;
  const messages = useMessages();
  const { t } = messages;
  const { destination } = preset;
  const gone = !connections.some(({ id }) => id === preset.export.connectionId);
  return (
    <>
      <div className="preset-text">
        <h2 className="preset-name">
          {preset.name}
          {preset.tag && <span className="badge">{preset.tag}</span>}
        </h2>
        {preset.description && <p>{preset.description}</p>}
        <p className="soft">
          <ExportSentence request={preset.export} />
        </p>
        <p className="soft small">
          {gone
            ? t("presets.accountGone", { name: preset.connectionName })
            : connections.length > 1
              ? t("presets.from", { name: preset.connectionName })
              : null}
          {(gone || connections.length > 1) && " · "}
          {destination.kind === "ask" ? t("presets.asks") : t("presets.into", { folder: destination.folder })}
        </p>
        <LastRun preset={preset} onRoute={props.onRoute} />
      </div>
      <div className="preset-actions">
        <Button
          variant="soft"
          icon={<Play aria-hidden="true" />}
          aria-label={t("presets.runOne", { name: preset.name })}
          isPending={running === `run/${preset.id}`}
          isDisabled={gone}
          onPress={() => onRun([preset])}
        >
          {t("presets.run")}
        </Button>
        <AriaButton
          className="button button-quiet preset-menu"
          aria-label={t("presets.more", { name: preset.name })}
          aria-haspopup="menu"
          onPress={({ target, pointerType }) => {
            // Whoever points at it sees where they are.
            const pointed = pointerType === "mouse" || pointerType === "touch" || pointerType === "pen";
            onMenu({ preset, at: target, focus: pointed || "first" });
          }}
          onKeyDown={(event) => {
            const focus = ({ ArrowDown: "first", ArrowUp: "last" } as const)[event.key];
            if (focus && !event.altKey) {
              onMenu({ preset, at: event.currentTarget, focus });
            } else {
              event.continuePropagation();
            }
          }}
        >
          <Ellipsis aria-hidden="true" />
        </AriaButton>
      </div>
    </>
  );
}

/** When a preset was last run and how that ended, or how it goes. */
function LastRun({ preset, onRoute }: { preset: Preset; onRoute: OnRoute }) {
  const messages = useMessages();
  const { t } = messages;
  const clock = useClock();
  const { lastRun } = preset;
  const live = useRun(lastRun?.runId ?? null);
  if (!lastRun) {
    return <p className="soft small">{t("presets.neverRun")}</p>;
  }
  const phase = live?.phase ?? lastRun.phase;
  const when = whenInWords(lastRun.at, clock.now(), clock.zone(), messages);
  return (
    <p className="preset-run small">
      {phase === null ? (
        <span className="soft">{t("presets.lastRun", { when })}</span>
      ) : (
        <>
          <PhaseIcon phase={phase} />
          <Button
            variant="quiet"
            aria-label={t("presets.lookAt", { name: preset.name, phase: t(PHASE_WORDS[phase]), when })}
            onPress={() => onRoute({ page: "activity", run: lastRun.runId })}
          >
            {`${t(PHASE_WORDS[phase])} · ${when}`}
          </Button>
        </>
      )}
    </p>
  );
}

type Choice = { id: string; label: MessageKey; act: () => void; isDisabled?: boolean };

/** The menu of a preset, at the button that opened it. */
type Opened = { preset: Preset; at: Element; focus: "first" | "last" | true };

type MenuProps = Props & {
  opened: Opened;
  place: number;
  count: number;
  onMove: (step: Step) => void;
  onClose: () => void;
};

/** What else can be done with a preset. There is one menu for all rows: one in each would cost every row that is drawn. */
function RowMenu(props: MenuProps) {
  const { opened, place, count, isPart, onMove, onEdit, onRename, onDuplicate, onExport, onRemove, onClose } =
    props;
  const { t } = useMessages();
  const { preset, at, focus } = opened;
  const choices: Choice[] = [
    { id: "edit", label: "presets.edit", act: () => onEdit(preset) },
    { id: "rename", label: "presets.rename", act: () => onRename(preset) },
    { id: "duplicate", label: "presets.duplicate", act: () => onDuplicate(preset) },
    { id: "export", label: "presets.export", act: () => onExport(preset) },
    { id: "up", label: "presets.up", act: () => onMove("up"), isDisabled: isPart || place === 0 },
    {
      id: "down",
      label: "presets.down",
      act: () => onMove("down"),
      isDisabled: isPart || place === count - 1,
    },
    { id: "delete", label: "presets.delete", act: () => onRemove([preset.id]) },
  ];
  return (
    <Popover
      className="menu-popover"
      placement="bottom end"
      triggerRef={{ current: at }}
      isOpen
      onOpenChange={onClose}
    >
      <Menu
        className="options"
        aria-label={t("presets.more", { name: preset.name })}
        autoFocus={focus}
        items={choices}
        onClose={onClose}
      >
        {(choice) => (
          <MenuItem className="option" onAction={choice.act} isDisabled={choice.isDisabled}>
            {t(choice.label)}
          </MenuItem>
        )}
      </Menu>
    </Popover>
  );
}
