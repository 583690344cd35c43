import { Button } from "../../components/Button/Button";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { Section } from "../../components/Section/Section";
import { useMessages } from "../../messages";
import { chaptersOf } from "./chapters";
import "./GuidePage.css";

type Props = {
  /** The way back where there is no navigation; null where there is. */
  onBack: (() => void) | null;
};

/** How a newcomer comes to a file, and to one each month. */
export function GuidePage({ onBack }: Props) {
  const messages = useMessages();
  const { t } = messages;
  return (
    <div className="page guide-page">
      <div className="page-head">
        <PageTitle>{t("guide.title")}</PageTitle>
        {onBack && (
          <Button variant="quiet" onPress={onBack}>
            {t("action.back")}
          </Button>
        )}
      </div>
      <p className="soft">{t("guide.lead")}</p>
      {chaptersOf(messages).map(({ title, kind, texts }) => {
        const List = kind === "steps" ? "ol" : "ul";
        return (
          <Section key={title} title={title}>
            <List className="guide-list">
              {texts.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </List>
          </Section>
        );
      })}
    </div>
  );
}
