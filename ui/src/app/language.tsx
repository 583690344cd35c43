/** The language of the window: the computer's, or the one that the person chose. */
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { storedChoice, useRemembered } from "../lib/memory";
import { type Catalogue, MessagesProvider } from "../messages";
import {
  type Catalogues,
  interfaceLocale,
  LANGUAGES,
  type Language,
  languageOf,
} from "../messages/languages";

export type LanguageChoice = {
  /** Null: the computer's. */
  chosen: Language | null;
  /** What the computer's comes to. */
  ofComputer: Language;
  /** The one whose words are shown. */
  shown: Language;
  choose(language: Language | null): void;
};

const LanguageContext = createContext<LanguageChoice | null>(null);

type Props = { systemLanguage: string; catalogues: Catalogues; children: ReactNode };

export function LanguageProvider({ systemLanguage, catalogues, children }: Props) {
  const [chosen, change] = useRemembered<Language | null>("language", (stored) =>
    storedChoice(stored, [null, ...LANGUAGES]),
  );
  const ofComputer = languageOf(systemLanguage);
  const language = chosen ?? ofComputer;
  // The words that are there stay until the others are loaded.
  const [shown, setShown] = useState<{ language: Language; catalogue: Catalogue } | null>(null);
  useEffect(() => {
    let wanted = true;
    void catalogues[language]().then((catalogue) => wanted && setShown({ language, catalogue }));
    return () => {
      wanted = false;
    };
  }, [catalogues, language]);
  useLayoutEffect(() => {
    if (shown) {
      document.documentElement.lang = shown.language;
    }
  }, [shown]);
  const choice = useMemo(
    () =>
      shown && {
        chosen,
        ofComputer,
        shown: shown.language,
        choose: (next: Language | null) => change(() => next),
      },
    [chosen, ofComputer, shown, change],
  );
  if (!shown) {
    return null;
  }
  const locale = interfaceLocale(shown.language, systemLanguage);
  return (
    <LanguageContext value={choice}>
      <I18nProvider locale={locale}>
        <MessagesProvider catalogue={shown.catalogue} locale={locale}>
          {children}
        </MessagesProvider>
      </I18nProvider>
    </LanguageContext>
  );
}

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (!choice) {
    throw new Error("useLanguage() needs a <LanguageProvider>");
  }
  return choice;
}
