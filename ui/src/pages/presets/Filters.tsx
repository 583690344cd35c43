import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { SearchBox } from "../../components/SearchBox/SearchBox";
import { useMessages } from "../../messages";

export type Filter = { query: string; tag: string | null };

export const EVERYTHING: Filter = { query: "", tag: null };

type Props = { filter: Filter; onChange: (filter: Filter) => void; tags: string[] };

/** Narrows the list: by words, and by a tag. */
export function Filters({ filter, onChange, tags }: Props) {
  const { t } = useMessages();
  return (
    <div className="presets-filters">
      <SearchBox
        label={t("presets.search")}
        value={filter.query}
        onChange={(query) => onChange({ ...filter, query })}
      />
      {tags.length > 0 && (
        <ToggleButtonGroup
          className="presets-tags"
          aria-label={t("presets.tags")}
          selectionMode="single"
          selectedKeys={filter.tag === null ? [] : [filter.tag]}
          onSelectionChange={(keys) => {
            const [tag] = keys;
            onChange({ ...filter, tag: tag === undefined ? null : String(tag) });
          }}
        >
          {tags.map((tag) => (
            <ToggleButton key={tag} id={tag} className="presets-tag">
              {tag}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
    </div>
  );
}
