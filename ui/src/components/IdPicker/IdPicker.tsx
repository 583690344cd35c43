import { memo, useMemo } from "react";
import { useSame, useStable } from "../../lib/stable";
import { useMessages } from "../../messages";
import { Button } from "../Button/Button";
import { type Item, SearchList } from "../SearchList/SearchList";
import { TagField } from "../TagField/TagField";

/** What is picked by ids, and what is wrong with it. */
export type Picked = {
  picked: string[];
  /** What ids were called that a list may lack by now. */
  names?: Readonly<Record<string, string>>;
  onChange: (ids: string[]) => void;
  error: string | null;
};

type Props = Picked & {
  /** What there is to pick from; null when that is not known. The same array as long as nothing changes. */
  items: Item[] | null;
  words: {
    search: string;
    list: string;
    empty: string;
    /** The name of the field for ids, and what it takes. */
    ids: string;
    idsHint: string;
    /** How many of the list are picked. */
    count: (count: number) => string;
    /** The name of what was given by its id and is not in the list. */
    unlisted: (count: number) => string;
  };
};

// A pick in the list does not draw the field.
const Ids = memo(TagField);

const END_KEYS = [",", ";", " "];

/** Ids as people list them: separated by commas, semicolons, spaces or lines. */
const splitIds = (text: string) => text.split(/[\s,;]+/).filter((id) => id !== "");

/** A list to pick several from by name, and a field for their ids; an id that the list lacks is kept, and marked so. */
export function IdPicker({ items, picked, names, onChange, error, words }: Props) {
  const { t } = useMessages();
  const listed = useMemo(() => new Set(items?.map(({ id }) => id)), [items]);
  const chosen = useMemo(() => new Set(picked), [picked]);
  const unlisted = useSame(useMemo(() => picked.filter((id) => !listed.has(id)), [picked, listed]));
  const has = useStable((id: string) => chosen.has(id));
  const add = useStable((ids: string[]) => onChange([...picked, ...ids]));
  const remove = useStable((ids: string[]) => {
    const gone = new Set(ids);
    onChange(picked.filter((id) => !gone.has(id)));
  });
  return (
    <div className="picker">
      {items && (
        <>
          <SearchList
            searchLabel={words.search}
            label={words.list}
            items={items}
            picked={picked}
            onChange={onChange}
            empty={words.empty}
          />
          <div className="picker-count">
            <p className="field-hint" role="status">
              {words.count(picked.length - unlisted.length)}
            </p>
            {picked.length > unlisted.length && (
              <Button variant="quiet" onPress={() => onChange(unlisted)}>
                {t("list.pickNone")}
              </Button>
            )}
          </div>
        </>
      )}
      <Ids
        label={words.ids}
        hint={words.idsHint}
        error={error}
        listLabel={words.unlisted(unlisted.length)}
        tags={unlisted}
        names={names}
        has={has}
        onAdd={add}
        onRemove={remove}
        split={splitIds}
        endKeys={END_KEYS}
      />
    </div>
  );
}
