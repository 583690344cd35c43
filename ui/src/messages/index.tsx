/** The words of the window: every sentence comes from a catalogue, by a typed key. */
import { IntlMessageFormat, type PrimitiveType } from "intl-messageformat";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type en from "./en.json";

export type MessageKey = keyof typeof en;
/** Every sentence of the window in one language. */
export type Catalogue = Record<MessageKey, string>;
export type MessageValues = Record<string, PrimitiveType>;
/** The sentence of a key, its arguments filled in. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

export type Messages = {
  /** BCP 47 tag for dates, numbers and the first day of the week. */
  locale: string;
  t: Translate;
};

/** The words of a catalogue, with dates and numbers as `locale` writes them. */
export function messagesFor(catalogue: Catalogue, locale: string): Messages {
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  const t: Translate = (key, values) => {
    let message = compiled.get(key);
    if (!message) {
      message = new IntlMessageFormat(catalogue[key], locale, undefined, { ignoreTag: true });
      compiled.set(key, message);
    }
    return String(message.format(values));
  };
  return { locale, t };
}

const MessagesContext = createContext<Messages | null>(null);

type Props = { catalogue: Catalogue; locale: string; children: ReactNode };

export function MessagesProvider({ catalogue, locale, children }: Props) {
  const messages = useMemo(() => messagesFor(catalogue, locale), [catalogue, locale]);
  return <MessagesContext value={messages}>{children}</MessagesContext>;
}

/** The window's words and locale. */
export function useMessages(): Messages {
  const messages = useContext(MessagesContext);
  if (!messages) {
    throw new Error("useMessages() needs a <MessagesProvider>");
  }
  return messages;
}
