import { useAppInfo } from "../../app/engine";
import type { OnRoute } from "../../app/route";
import { useSettingsChoice } from "../../app/settings";
import { Button } from "../../components/Button/Button";
import { Checkbox } from "../../components/Checkbox/Checkbox";
import { NumberField } from "../../components/NumberField/NumberField";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { RadioCards } from "../../components/RadioCards/RadioCards";
import { Section } from "../../components/Section/Section";
import { Later } from "../../lib/later";
import { useMessages } from "../../messages";
import { InterfaceLanguage } from "./InterfaceLanguage";
import { KeptData } from "./KeptData";
import { LogFiles } from "./LogFiles";
import { UsualFolder } from "./UsualFolder";
import "./SettingsPage.css";

type Props = {
  onRoute: OnRoute;
  /** Gives every export that is being made up this separator; null: the one of the person's region. */
  onSeparator: (separator: "comma" | "semicolon" | null) => void;
  /** Everything was removed: the window begins as at its first start. */
  onBeginAnew: () => void;
};

/** What the person wants of the app, what it keeps, and what there is to know of it. */
export function SettingsPage({ onRoute, onSeparator, onBeginAnew }: Props) {
  const { t } = useMessages();
  const { current, problem, change, retry } = useSettingsChoice();
  const info = useAppInfo();
  return (
    <div className="page settings-page">
      <div className="page-head">
        <PageTitle>{t("settings.title")}</PageTitle>
      </div>
      {problem && <ProblemNotice problem={problem} onRetry={current ? undefined : retry} />}
      <Later>
        <Section title={t("settings.words")}>
          <InterfaceLanguage />
        </Section>
        {current && (
          <>
            <Section title={t("appearance.title")}>
              <RadioCards
                label={t("appearance.label")}
                hint={t("appearance.hint")}
                value={current.appearance}
                onChange={(appearance) => change({ appearance })}
                choices={[
                  { value: "system", label: t("appearance.system") },
                  { value: "light", label: t("appearance.light") },
                  { value: "dark", label: t("appearance.dark") },
                ]}
              />
            </Section>
            <Section title={t("settings.files")}>
              <UsualFolder />
              <RadioCards
                label={t("settings.separator")}
                hint={t("settings.separatorHint")}
                value={current.csvSeparator ?? "region"}
                onChange={(value) => {
                  const csvSeparator = value === "region" ? null : value;
                  change({ csvSeparator });
                  onSeparator(csvSeparator);
                }}
                choices={[
                  {
                    value: "region",
                    label: t("settings.separatorOfRegion"),
                    hint: t("settings.separatorOfRegionHint"),
                  },
                  { value: "comma", label: t("file.comma"), hint: t("file.commaHint") },
                  { value: "semicolon", label: t("file.semicolon"), hint: t("file.semicolonHint") },
                ]}
              />
            </Section>
            <Section title={t("settings.patience")}>
              <div className="setting">
                <NumberField
                  label={t("settings.hours")}
                  value={current.jobPatienceHours}
                  least={1}
                  most={168}
                  onChange={(jobPatienceHours) => change({ jobPatienceHours })}
                />
                <p className="field-hint">{t("settings.hoursHint")}</p>
              </div>
            </Section>
            <Section title={t("settings.background")}>
              <RadioCards
                label={t("settings.whenClosed")}
                value={current.whenClosed}
                onChange={(whenClosed) => change({ whenClosed })}
                choices={[
                  { value: "ask", label: t("settings.ask"), hint: t("settings.askHint") },
                  { value: "background", label: t("close.background"), hint: t("settings.backgroundHint") },
                  { value: "stop", label: t("close.stop"), hint: t("settings.stopHint") },
                ]}
              />
              <Checkbox isSelected={current.notify} onChange={(notify) => change({ notify })}>
                {t("settings.notify")}
              </Checkbox>
            </Section>
          </>
        )}
        <KeptData onBeginAnew={onBeginAnew} />
        <LogFiles />
        <Section title={t("about.title")}>
          {info.value && <p>{t("settings.version", { version: info.value.version })}</p>}
          <p className="soft">{t("about.licence")}</p>
          <div className="notice-actions">
            <Button onPress={() => onRoute({ page: "guide" })}>{t("guide.title")}</Button>
            <Button onPress={() => onRoute({ page: "licences" })}>{t("licences.title")}</Button>
          </div>
        </Section>
      </Later>
    </div>
  );
}
