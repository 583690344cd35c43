import {
  type FocusEvent,
  type KeyboardEvent,
  memo,
  type ReactNode,
  type Ref,
  startTransition,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Key } from "react-aria-components";
import { flushSync } from "react-dom";
import { useChoice } from "../../lib/choice";
import { useGrowing } from "../../lib/growing";
import { NEXT_PART, writes } from "../../lib/keys";
import { afterPaint } from "../../lib/painting";
import { useStable } from "../../lib/stable";
import { useMessages } from "../../messages";
import { ComboBox, type Option, TypedText } from "../ComboBox/ComboBox";

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

// A letter does not draw the list: the list comes after it.
const Box = memo(ComboBox);

/**
 * A combo box in which one of many options is always picked: what is typed searches, Enter and going on take the best,
 * and leaving it otherwise restores.
 */
export function PickBox({ picked: told, onPick, search, ...props }: Props) {
  const { t } = useMessages();
  const [picked, choose] = useChoice(told, (option) => option && onPick(option.id));
  /** What is typed; null while what is picked stands there. */
  const [text, setText] = useState<string | null>(null);
  /** What the list answers. */
  const [query, setQuery] = useState<string | null>(null);
  const waiting = useRef<() => void>(undefined);
  const found = useMemo(() => search(query ?? ""), [search, query]);
  // Each keystroke makes the list anew; what is far down is reached by typing on, or in the list of all.
  const options = useMemo(() => (query?.trim() ? found.slice(0, MOST) : found), [found, query]);
  const more = found.length - options.length;
  const [drawn, onMore] = useGrowing(options, query ?? "");

  const restore = useStable(() => {
    waiting.current?.();
    setText(null);
    setQuery(null);
  });

  const type = useStable((typed: string) => {
    if (typed === picked?.label) {
      restore();
      return;
    }
    setText(typed);
    waiting.current?.();
    waiting.current = afterPaint(() => startTransition(() => setQuery(typed)));
  });

  const pick = useStable((option: Option) => {
    restore();
    if (option.id !== picked?.id) {
      choose(option);
    }
  });

  /** Enter takes the best answer when none was walked to, and so does going on to what comes next. */
  function takeBest(event: KeyboardEvent<HTMLElement>) {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || writes(event)) {
      return;
    }
    const ends = event.key === "Enter";
    const goesOn = !event.shiftKey && (event.key === "Tab" || event.key === NEXT_PART);
    if (ends || goesOn) {
      const best = text?.trim() ? search(text)[0] : undefined;
      if (!best || (text === query && input.getAttribute("aria-activedescendant"))) {
        restore();
        return;
      }
      if (ends) {
        event.preventDefault();
        event.stopPropagation();
      }
      pick(best);
    } else if (text !== query) {
      // Other keys mean the answers to all that is typed.
      waiting.current?.();
      flushSync(() => setQuery(text));
    }
  }

  /**
   * The list also says that the picked one is picked when it closes for another reason, such as that the page scrolled
   * under it; that must not take away what is being typed.
   */
  const onSelectionChange = useStable((key: Key | null) => {
    const option = key !== null && key !== picked?.id && found.find(({ id }) => id === key);
    if (option) {
      pick(option);
    }
  });

  /** The list's own text is what is picked: it ends the search. */
  const onInputChange = useStable((listed: string) => {
    if (listed === picked?.label) {
      restore();
    }
  });

  const shown = text ?? picked?.label ?? "";
  const typed = useMemo(() => ({ text: shown, onType: type }), [shown, type]);
  return (
    <div onKeyDownCapture={takeBest} aria-busy={text !== query}>
      <TypedText value={typed}>
        <Box
          {...props}
          options={drawn}
          onMore={onMore}
          footer={more > 0 ? t("list.more", { count: more }) : null}
          inputValue={query ?? picked?.label ?? ""}
          onInputChange={onInputChange}
          onEscape={restore}
          selectedKey={picked?.id ?? null}
          // What is picked stands there of itself: only what is typed opens the list.
          menuTrigger={query === null ? "manual" : "input"}
          onSelectionChange={onSelectionChange}
          onBlur={restore}
          onFocus={selectAll}
        />
      </TypedText>
    </div>
  );
}

function selectAll({ target }: FocusEvent) {
  if (target instanceof HTMLInputElement) {
    target.select();
  }
}
