/** The words of the window: every sentence comes from a catalogue, by a typed key. */
import { IntlMessageFormat, type PrimitiveType } from "intl-messageformat";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import en from "./en.json";

export type MessageKey = keyof typeof en;
export type MessageValues = Record<string, PrimitiveType>;
/** The sentence of a key, its arguments filled in. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

export type Messages = {
  /** BCP 47 tag for dates, numbers and the first day of the week. */
  locale: string;
  t: Translate;
};

/** The words in English, with dates and numbers as `locale` writes them. */
export function messagesFor(locale: string): Messages {
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  const t: Translate = (key, values) => {
    let message = compiled.get(key);
    if (!message) {
      message = new IntlMessageFormat(en[key], locale, undefined, { ignoreTag: true });
      compiled.set(key, message);
    }
    return String(message.format(values));
  };
  return { locale, t };
}

/**
 * The interface's language in the person's own region: a German computer shows English words, but weeks that start
 * on Monday and days before months.
 */
export function interfaceLocale(systemLanguage: string): string {
  try {
    const system = new Intl.Locale(systemLanguage);
    const region = system.region ?? system.maximize().region;
    return region ? `en-${region}` : "en-GB";
  } catch {
    // A computer without a language set reports "C", which is no language tag.
    return "en-GB";
  }
}

const MessagesContext = createContext<Messages | null>(null);

export function MessagesProvider({ locale, children }: { locale: string; children: ReactNode }) {
  const messages = useMemo(() => messagesFor(locale), [locale]);
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
