import { useLanguage } from "../../app/language";
import { RadioCards } from "../../components/RadioCards/RadioCards";
import { useMessages } from "../../messages";
import { LANGUAGES, OWN_NAMES } from "../../messages/languages";

const COMPUTER = "computer";

/** The language of the window, each under its own name: whoever needs it may not read the one that is shown. */
export function InterfaceLanguage() {
  const { t } = useMessages();
  const { chosen, ofComputer, choose } = useLanguage();
  return (
    <RadioCards
      label={t("settings.language")}
      hint={t("settings.languageHint")}
      value={chosen ?? COMPUTER}
      onChange={(value) => choose(LANGUAGES.find((language) => language === value) ?? null)}
      choices={[
        { value: COMPUTER, label: t("settings.languageOfComputer"), hint: OWN_NAMES[ofComputer] },
        ...LANGUAGES.map((language) => ({ value: language, label: OWN_NAMES[language] })),
      ]}
    />
  );
}
