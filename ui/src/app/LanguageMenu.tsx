import { MenuButton } from "../components/MenuButton/MenuButton";
import { useMessages } from "../messages";
import { LANGUAGES, OWN_NAMES } from "../messages/languages";
import { useLanguage } from "./language";

/** The way to another language before there is a page of settings. */
export function LanguageMenu() {
  const { t } = useMessages();
  const { shown, choose } = useLanguage();
  return (
    <MenuButton
      label={t("list.named", { what: t("settings.words"), names: OWN_NAMES[shown] })}
      choices={LANGUAGES.map((id) => ({ id, label: OWN_NAMES[id] }))}
      onPick={(id) => choose(LANGUAGES.find((language) => language === id) ?? null)}
    />
  );
}
