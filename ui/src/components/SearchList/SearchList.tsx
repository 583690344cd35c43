import { Check, Search } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { Text } from "react-aria-components/Text";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ListLayout, Virtualizer } from "react-aria-components/Virtualizer";
import { breakable } from "../../lib/breakable";
import { useGrowing } from "../../lib/growing";
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
export function SearchList({ searchLabel, label, items, picked, onChange, empty, twoLines = false }: Props) {
  const { t } = useMessages();
  const chosen = useMemo(() => new Set(picked), [picked]);
  /** The items that were picked when only those were asked for, so that none goes away as it is let go. */
  const [only, setOnly] = useState<ReadonlySet<string> | null>(null);
  const shown = useMemo(() => (only ? items.filter(({ id }) => only.has(id)) : items), [items, only]);
  const search = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const found = useFound(shown, query);
  const drawn = useGrowing(found, only ? `picked ${query}` : query);
  const count = useMemo(() => items.filter(({ id }) => chosen.has(id)).length, [items, chosen]);

  return (
    <div className="search-list">
      {/* What fits is found here; that something is asked anew is what takes the walk to the first. */}
      <Autocomplete inputValue={query} onInputChange={setQuery} filter={() => true}>
        <div className="search-list-head">
          <SearchField className="search-list-search">
            <Label className="visually-hidden">{searchLabel}</Label>
            <Search aria-hidden="true" />
            <Input className="input" placeholder={searchLabel} ref={search} />
          </SearchField>
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
              onChange([
                ...picked.filter((id) => kept.has(id) || !listed.has(id)),
                ...now.filter((id) => !chosen.has(id)),
              ]);
              // What is typed next is another search.
              if (document.activeElement === search.current) {
                search.current?.select();
              }
            }}
            items={drawn}
            renderEmptyState={() => <p className="options-empty">{empty}</p>}
          >
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
          </ListBox>
        </Virtualizer>
      </Autocomplete>
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
