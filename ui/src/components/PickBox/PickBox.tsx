import { type KeyboardEvent, type ReactNode, type Ref, useDeferredValue, useMemo, useState } from "react";
import type { Key } from "react-aria-components";
import { useGrowing } from "../../lib/growing";
import { NEXT_PART } from "../../lib/keys";
import { useMessages } from "../../messages";
import { ComboBox, type Option } from "../ComboBox/ComboBox";

type Props = {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** The option that is picked. */
  picked: Option | null;
  onPick: (id: string) => void;
  /** The options that fit what was typed, the best first; all of them for "". The same function while they stay. */
  search: (query: string) => Option[];
  empty?: string;
  inputRef?: Ref<HTMLInputElement>;
};

/** So many options are shown of those that fit what was typed. */
const MOST = 30;

/**
 * A combo box in which one of many options is always picked: what is typed searches, Enter and going on take the best,
 * and leaving it otherwise restores.
 */
export function PickBox({ picked, onPick, search, ...props }: Props) {
  const { t } = useMessages();
  const [query, setQuery] = useState<string | null>(null);
  // The list comes after what is typed, which never waits for it.
  const sought = useDeferredValue(query);
  const found = useMemo(() => search(sought ?? ""), [search, sought]);
  // Each keystroke makes the list anew; what is far down is reached by typing on, or in the list of all.
  const options = useMemo(() => (sought?.trim() ? found.slice(0, MOST) : found), [found, sought]);
  const more = found.length - options.length;
  const drawn = useGrowing(options, sought ?? "");

  function pick(id: string) {
    setQuery(null);
    if (id !== picked?.id) {
      onPick(id);
    }
  }

  /** Enter takes the best answer when none was walked to, and so does going on to what comes next. */
  function takeBest(event: KeyboardEvent<HTMLElement>) {
    const input = event.target;
    const ends = event.key === "Enter";
    const goesOn = !event.shiftKey && (event.key === "Tab" || event.key === NEXT_PART);
    if (!(ends || goesOn) || !(input instanceof HTMLInputElement)) {
      return;
    }
    const best = query?.trim() ? search(query)[0] : undefined;
    if (!best || input.getAttribute("aria-activedescendant")) {
      setQuery(null);
      return;
    }
    if (ends) {
      event.preventDefault();
      event.stopPropagation();
    }
    pick(best.id);
  }

  /**
   * The list also says that the picked one is picked when it closes for another reason, such as that the page scrolled
   * under it; that must not take away what is being typed.
   */
  function onSelectionChange(key: Key | null) {
    if (key !== null && key !== picked?.id) {
      pick(String(key));
    }
  }

  return (
    <div onKeyDownCapture={takeBest}>
      <ComboBox
        {...props}
        options={drawn}
        footer={more > 0 ? t("list.more", { count: more }) : null}
        inputValue={query ?? picked?.label ?? ""}
        onInputChange={(text) => setQuery(text === picked?.label ? null : text)}
        onEscape={() => setQuery(null)}
        selectedKey={picked?.id ?? null}
        onSelectionChange={onSelectionChange}
        onBlur={() => setQuery(null)}
        onFocus={(event) => event.target instanceof HTMLInputElement && event.target.select()}
      />
    </div>
  );
}
