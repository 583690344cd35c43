import { Check, Search } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  startTransition,
  useMemo,
  useRef,
  useState,
} from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Collection, ListBox, ListBoxItem, ListBoxLoadMoreItem } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { Text } from "react-aria-components/Text";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ListLayout, Virtualizer } from "react-aria-components/Virtualizer";
import { flushSync } from "react-dom";
import { breakable } from "../../lib/breakable";
import { useChoice } from "../../lib/choice";
import { useGrowing } from "../../lib/growing";
import { writes } from "../../lib/keys";
import { afterPaint } from "../../lib/painting";
import { fold, holds, wordsOf } from "../../lib/search";
import { useMessages } from "../../messages";
import "../Checkbox/Checkbox.css";
import "../ComboBox/ComboBox.css";
import "./SearchList.css";
import "../TextField/TextField.css";

export type Item = {
  id: string;
  label: string;
  /** What stands beside the label, or below it. */
  detail?: string;
  /** What can be searched besides the label and the detail. */
  keywords?: string;
};

type Props = {
  /** The name of the search field. */
  searchLabel: string;
  /** The name of the list. */
  label: string;
  /** The same array as long as nothing in it changes: thousands of items are prepared once. */
  items: Item[];
  /** Ids of the picked items; those that the list lacks stay untouched. */
  picked: string[];
  /** The picked ids in the order they were picked. */
  onChange: (picked: string[]) => void;
  /** What stands there when nothing fits the search. */
  empty: string;
  /** Details stand below the labels instead of beside them. */
  twoLines?: boolean;
};

/** From so many items on it is worth looking at the picked ones alone. */
const MANY = 8;
/** Pixels of a row before it is measured. */
const ROW = { oneLine: 36, twoLines: 52 };

/** A list to pick several from, with a search above: arrows walk the list while the search keeps the focus. */
export function SearchList({
  searchLabel,
  label,
  items,
  picked: told,
  onChange,
  empty,
  twoLines = false,
}: Props) {
  const { t } = useMessages();
  const [picked, pick] = useChoice(told, onChange);
  const chosen = useMemo(() => new Set(picked), [picked]);
  /** The items that were picked when only those were asked for, so that none goes away as it is let go. */
  const [only, setOnly] = useState<ReadonlySet<string> | null>(null);
  const shown = useMemo(() => (only ? items.filter(({ id }) => only.has(id)) : items), [items, only]);
  const search = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const found = useFound(shown, query);
  const [drawn, more] = useGrowing(found, only ? `picked ${query}` : query);
  const count = useMemo(() => items.filter(({ id }) => chosen.has(id)).length, [items, chosen]);
  // The same while the items are: the list would take new ones for another collection, and draw itself twice at a pick.
  const rows = useMemo(() => rowsOf(drawn, more, twoLines), [drawn, more, twoLines]);

  return (
    <div className="search-list">
      {/* What fits is found here; that something is asked anew is what takes the walk to the first. */}
      <Autocomplete inputValue={query} filter={() => true}>
        <div className="search-list-head">
          <SearchLine label={searchLabel} query={query} onSearch={setQuery} inputRef={search} />
          {items.length > MANY && (count > 0 || only) && (
            <ToggleButton
              className="search-list-only"
              isSelected={only !== null}
              onChange={(isOnly) => setOnly(isOnly ? chosen : null)}
            >
              {t("list.pickedOnly", { count })}
            </ToggleButton>
          )}
        </div>
        <Virtualizer
          layout={ListLayout}
          layoutOptions={{ estimatedRowSize: twoLines ? ROW.twoLines : ROW.oneLine, padding: 4 }}
        >
          <ListBox
            aria-label={label}
            className="search-list-items"
            selectionMode="multiple"
            selectedKeys={chosen}
            onSelectionChange={(keys) => {
              const now = keys === "all" ? found.map(({ id }) => id) : [...keys].map(String);
              const kept = new Set(now);
              const listed = new Set(items.map(({ id }) => id));
              pick([
                ...picked.filter((id) => kept.has(id) || !listed.has(id)),
                ...now.filter((id) => !chosen.has(id)),
              ]);
              // What is typed next is another search.
              if (document.activeElement === search.current) {
                search.current?.select();
              }
            }}
            renderEmptyState={() => <p className="options-empty">{empty}</p>}
          >
            {rows}
          </ListBox>
        </Virtualizer>
      </Autocomplete>
    </div>
  );
}

function rowsOf(items: readonly Item[], more: (() => void) | undefined, twoLines: boolean): ReactNode {
  return (
    <>
      <Collection items={items}>
        {(item) => (
          <ListBoxItem
            textValue={item.label}
            className={twoLines ? "search-list-item two-lines" : "search-list-item"}
          >
            <span className="check-mark" aria-hidden="true">
              <Check />
            </span>
            <Text slot="label" className="search-list-label">
              {item.label}
            </Text>
            {/* There when it is empty: a row that takes another item's place would not tell of it later. */}
            <Text slot="description" className="search-list-detail">
              {item.detail && breakable(item.detail)}
            </Text>
          </ListBoxItem>
        )}
      </Collection>
      {more && <ListBoxLoadMoreItem onLoadMore={() => more()} />}
    </>
  );
}

type LineProps = {
  label: string;
  /** What the list answers. */
  query: string;
  onSearch: (query: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
};

/** The line that is searched by. The list comes after what is typed, which never waits for it. */
function SearchLine({ label, query, onSearch, inputRef }: LineProps) {
  const { t } = useMessages();
  const [text, setText] = useState(query);

  function catchUp(event: KeyboardEvent) {
    if (text !== query && !writes(event)) {
      // Keys that walk and pick mean the answers to all that is typed.
      flushSync(() => onSearch(text));
    }
  }

  return (
    <div className="search-list-line" aria-busy={text !== query}>
      <SearchField
        className="search-list-search"
        value={text}
        onChange={(typed) => {
          setText(typed);
          afterPaint(() => startTransition(() => onSearch(typed)));
        }}
      >
        <Label className="visually-hidden">{label}</Label>
        <Search aria-hidden="true" />
        {/* What is searched stands above the list; there is no room for it beside how many are picked. */}
        <Input className="input" placeholder={t("list.search")} ref={inputRef} onKeyDownCapture={catchUp} />
      </SearchField>
    </div>
  );
}

/** The items that fit a search. Each is folded once, not once for each search. */
function useFound(items: Item[], query: string): Item[] {
  const folded = useMemo(
    () =>
      items.map((item) => ({
        item,
        text: fold(`${item.label} ${item.detail ?? ""} ${item.keywords ?? ""}`),
      })),
    [items],
  );
  return useMemo(() => {
    const words = wordsOf(query);
    return words.length === 0
      ? items
      : folded.filter(({ text }) => holds(text, words)).map(({ item }) => item);
  }, [items, folded, query]);
}
