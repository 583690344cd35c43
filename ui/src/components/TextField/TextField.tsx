import type { ReactNode, Ref } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField as AriaTextField, type TextFieldProps } from "react-aria-components/TextField";
import "./TextField.css";

type Props = Omit<TextFieldProps, "isInvalid" | "children"> & {
  label: string;
  hint?: ReactNode;
  /** What is wrong with what was entered. */
  error?: string | null;
  inputRef?: Ref<HTMLInputElement>;
  /** What stands beside the input, such as a button. */
  children?: ReactNode;
};

/** A line of text with its label above, and its hint or error below. */
export function TextField({ label, hint, error, inputRef, children, ...props }: Props) {
  return (
    <AriaTextField
      autoComplete="off"
      spellCheck="false"
      {...props}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className="field"
    >
      <Label>{label}</Label>
      <div className="field-row">
        <Input ref={inputRef} className="input" />
        {children}
      </div>
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
