import { useDeferredValue, useState } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { SearchField } from "react-aria-components/SearchField";
import type { OnRoute } from "../../app/route";
import { Button } from "../../components/Button/Button";
import { Dialog } from "../../components/Dialog/Dialog";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { contains } from "../../lib/search";
import { useMessages } from "../../messages";
import licences from "./licences.json";
import "../../components/TextField/TextField.css";
import "./LicencesPage.css";

type Package = (typeof licences)["packages"][number];

/** Under which licences the app and everything in it stands. */
export function LicencesPage({ onRoute }: { onRoute: OnRoute }) {
  const { t } = useMessages();
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const [shown, setShown] = useState<Package | null>(null);
  const found = licences.packages.filter(({ name, licence }) => contains(`${name} ${licence}`, wanted));
  return (
    <div className="page licences-page">
      <div className="page-head">
        <PageTitle>{t("licences.title")}</PageTitle>
        <Button variant="quiet" onPress={() => onRoute({ page: "settings" })}>
          {t("action.back")}
        </Button>
      </div>
      <p className="soft">{t("licences.intro")}</p>
      <SearchField className="field" value={query} onChange={setQuery}>
        <Label className="field-label">{t("licences.search")}</Label>
        <Input className="input" />
      </SearchField>
      <p role="status" className="soft small">
        {t("licences.count", { count: found.length })}
      </p>
      <ul className="licences">
        {found.map((one) => (
          <li key={`${one.name} ${one.version}`}>
            <button type="button" className="licence" onClick={() => setShown(one)}>
              <span>
                <span className="licence-name">{one.name}</span> <span className="soft">{one.version}</span>
              </span>{" "}
              <span className="soft small">{one.licence}</span>
            </button>
          </li>
        ))}
      </ul>
      <Dialog role="dialog" title={shown?.name ?? ""} isOpen={shown !== null} onClose={() => setShown(null)}>
        {shown?.texts.map((text) => (
          <pre key={text} className="licence-text">
            {licences.texts[text]}
          </pre>
        ))}
        <div className="dialog-actions">
          <Button variant="primary" autoFocus onPress={() => setShown(null)}>
            {t("action.close")}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
