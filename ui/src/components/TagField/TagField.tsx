import { X } from "lucide-react";
import { type ClipboardEvent, type FocusEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Label } from "react-aria-components/Label";
import { Tag, TagGroup, TagList } from "react-aria-components/TagGroup";
import { useMessages } from "../../messages";
import { Button } from "../Button/Button";
import { TextField } from "../TextField/TextField";
import "./TagField.css";

type Props = {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** The name of the list of tags. */
  listLabel: string;
  /** The entries that are shown as tags. */
  tags: string[];
  /** What entries are called, which is then shown before them. */
  names?: Readonly<Record<string, string>>;
  /** Whether an entry is there already, as a tag or elsewhere. */
  has: (entry: string) => boolean;
  onAdd: (entries: string[]) => void;
  onRemove: (tags: string[]) => void;
  /** What a typed or pasted text holds. */
  split: (text: string) => string[];
  /** Keys that end an entry, besides Enter. */
  endKeys?: string[];
};

/** A field to type or paste several entries into; tags can be removed. */
export function TagField({
  label,
  hint,
  error,
  listLabel,
  tags,
  names = {},
  has,
  onAdd,
  onRemove,
  split,
  endKeys = [],
}: Props) {
  const { t } = useMessages();
  const [text, setText] = useState("");
  const [repeated, setRepeated] = useState<string | null>(null);

  function add(entered: string) {
    const entries = split(entered);
    const fresh = [...new Set(entries)].filter((entry) => !has(entry));
    setRepeated(entries.length > 0 && fresh.length === 0 ? (entries[0] ?? null) : null);
    if (fresh.length > 0) {
      onAdd(fresh);
    }
    setText("");
  }

  function onKeyDown(event: KeyboardEvent) {
    // An Enter or space that only ends the writing of a character is not the end of an entry.
    if (!event.nativeEvent?.isComposing && (event.key === "Enter" || endKeys.includes(event.key))) {
      event.preventDefault();
      add(text);
    }
  }

  function onPaste(event: ClipboardEvent) {
    const pasted = event.clipboardData.getData("text");
    // One entry is pasted as text, to be typed on; several are taken at once, since a line of input has no lines.
    if (split(pasted).length > 1) {
      event.preventDefault();
      add(text + pasted);
    }
  }

  function onBlur(event: FocusEvent) {
    // Going on to another field keeps what was typed; going to another program changes nothing.
    if (event.relatedTarget) {
      add(text);
    }
  }

  return (
    <div className="tag-field">
      <TextField
        label={label}
        hint={hint}
        error={error}
        value={text}
        onChange={(value) => {
          setText(value);
          setRepeated(null);
        }}
        onKeyDown={onKeyDown as never}
        onPaste={onPaste}
        onBlur={onBlur}
      >
        <Button onPress={() => add(text)} isDisabled={split(text).length === 0}>
          {t("action.add")}
        </Button>
      </TextField>
      <p role="status" className="field-hint">
        {repeated !== null && t("tags.repeated", { name: repeated })}
      </p>
      <Tags label={listLabel} tags={tags} names={names} onRemove={onRemove} />
    </div>
  );
}

type TagsProps = {
  label: string;
  tags: string[];
  names: Readonly<Record<string, string>>;
  onRemove: (tags: string[]) => void;
};

/** More tags than these would only make the page long and slow. */
const MOST = 60;

/** Entries in their order, each removable by its button or by Delete. */
function Tags({ label, tags, names, onRemove }: TagsProps) {
  const { t } = useMessages();
  if (tags.length === 0) {
    return null;
  }
  const shown = tags.slice(0, MOST).map((id) => {
    const name = names[id];
    return { id, text: name === undefined ? id : `${name} (${id})` };
  });
  return (
    <TagGroup className="tags" onRemove={(keys) => onRemove([...keys].map(String))} selectionMode="none">
      <div className="tags-head">
        <Label className="field-label">{label}</Label>
        <Button variant="quiet" onPress={() => onRemove(tags)}>
          {t("action.clear")}
        </Button>
      </div>
      <TagList className="tags-list" items={shown}>
        {({ text }) => (
          <Tag textValue={text} className="tag">
            <span className="tag-text">{text}</span>
            <AriaButton slot="remove" className="tag-remove">
              <X aria-hidden="true" />
            </AriaButton>
          </Tag>
        )}
      </TagList>
      {tags.length > MOST && <p className="field-hint">{t("tags.more", { count: tags.length - MOST })}</p>}
    </TagGroup>
  );
}
