import { ChevronDown } from "lucide-react";
import {
  type ChangeEvent,
  createContext,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useContext,
} from "react";
import { Button } from "react-aria-components/Button";
import {
  ComboBox as AriaComboBox,
  type ComboBoxProps,
  ComboBoxStateContext,
} from "react-aria-components/ComboBox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Collection, ListBox, ListBoxItem, ListBoxLoadMoreItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { ListLayout, Virtualizer } from "react-aria-components/Virtualizer";
import { flushSync } from "react-dom";
import "./ComboBox.css";
import "../TextField/TextField.css";

export type Option = { id: string; label: string; detail?: string };

type Props = Omit<ComboBoxProps<Option>, "children" | "items" | "isInvalid"> & {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  options: readonly Option[];
  /** There are more, which are drawn when the end of these comes near. */
  onMore?: () => void;
  /** What stands under the options, such as that there are more. */
  footer?: string | null;
  /** What stands there when nothing fits. */
  empty?: string;
  inputRef?: Ref<HTMLInputElement>;
  /** Undoes what was typed, when Escape closes the list. */
  onEscape?: () => void;
};

/** Pixels of an option before it is measured. */
const ROW = 52;

/** A line of text with options to pick from. The caller filters the options. */
export function ComboBox({
  label,
  hint,
  error,
  options,
  onMore,
  footer,
  empty,
  inputRef,
  onEscape,
  ...props
}: Props) {
  return (
    <AriaComboBox
      {...props}
      items={options}
      allowsEmptyCollection={Boolean(empty)}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className="field"
    >
      <Label>{label}</Label>
      <div className="combo">
        <Line inputRef={inputRef} onEscape={onEscape} />
        <Button className="combo-button">
          <ChevronDown aria-hidden="true" />
        </Button>
      </div>
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="combo-popover">
        <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: ROW, padding: 4 }}>
          <ListBox className="options" renderEmptyState={() => <p className="options-empty">{empty}</p>}>
            <Collection items={options}>
              {(option) => (
                <ListBoxItem textValue={option.label} className="option">
                  <Text slot="label">{option.label}</Text>
                  {/* There when it is empty: a row that takes another option's place would not tell of it later. */}
                  <Text slot="description" className="option-detail">
                    {option.detail}
                  </Text>
                </ListBoxItem>
              )}
            </Collection>
            {onMore && <ListBoxLoadMoreItem onLoadMore={() => onMore()} />}
          </ListBox>
        </Virtualizer>
        {footer && <p className="options-footer">{footer}</p>}
      </Popover>
    </AriaComboBox>
  );
}

/** A text that is typed into the line and that the list follows later; null where the list has it at once. */
type Typed = { text: string; onType: (text: string) => void };

const TypedContext = createContext<Typed | null>(null);

export const TypedText = TypedContext.Provider;

function Line({ inputRef, onEscape }: Pick<Props, "inputRef" | "onEscape">) {
  const state = useContext(ComboBoxStateContext);
  const typed = useContext(TypedContext);
  function onKeyDownCapture(event: KeyboardEvent) {
    if (event.key === "Escape" && state?.isOpen && onEscape) {
      event.preventDefault();
      event.stopPropagation();
      // Before the list is closed: a text that changes afterwards opens it again, as though it had been typed.
      flushSync(onEscape);
      state.setOpen(false);
    }
  }
  const own = typed && {
    value: typed.text,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => typed.onType(target.value),
  };
  return (
    <Input {...own} ref={inputRef} className="input" spellCheck="false" onKeyDownCapture={onKeyDownCapture} />
  );
}
