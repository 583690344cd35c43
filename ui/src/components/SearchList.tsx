import { Check, Search } from "lucide-react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { Text } from "react-aria-components/Text";
import { contains } from "../lib/search";
import "./Checkbox.css";
import "./ComboBox.css";
import "./SearchList.css";
import "./TextField.css";

export type Item = { id: string; label: string; detail?: string };

type Props = {
  /** The name of the search field. */
  searchLabel: string;
  /** The name of the list. */
  label: string;
  items: Item[];
  /** Ids of the picked items. */
  picked: string[];
  /** The picked ids of the list in the order they were picked. */
  onChange: (picked: string[]) => void;
  /** What stands there when nothing fits the search. */
  empty: string;
  /** Names from the service are written as it writes them. */
  mono?: boolean;
};

/** A list to pick several from, with a search above: arrows walk the list while the search keeps the focus. */
export function SearchList({ searchLabel, label, items, picked, onChange, empty, mono }: Props) {
  const known = new Set(picked);
  return (
    <div className="search-list">
      <Autocomplete filter={contains}>
        <SearchField className="search-list-search">
          <Label className="visually-hidden">{searchLabel}</Label>
          <Search aria-hidden="true" />
          <Input className="input" placeholder={searchLabel} />
        </SearchField>
        <ListBox
          aria-label={label}
          className={mono ? "search-list-items mono" : "search-list-items"}
          selectionMode="multiple"
          selectedKeys={known}
          onSelectionChange={(keys) => {
            const now = keys === "all" ? items.map(({ id }) => id) : [...keys].map(String);
            const chosen = new Set(now);
            onChange([...picked.filter((id) => chosen.has(id)), ...now.filter((id) => !known.has(id))]);
          }}
          items={items}
          renderEmptyState={() => <p className="options-empty">{empty}</p>}
        >
          {(item) => (
            <ListBoxItem textValue={item.label} className="search-list-item">
              <span className="check-mark" aria-hidden="true">
                <Check />
              </span>
              <Text slot="label" className="search-list-label">
                {item.label}
              </Text>
              {item.detail && (
                <Text slot="description" className="field-hint">
                  {item.detail}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </div>
  );
}
