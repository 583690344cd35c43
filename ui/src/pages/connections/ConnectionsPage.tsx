import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useConnectionChanged } from "../../app/engine";
import type { OnRoute } from "../../app/route";
import { Button } from "../../components/Button/Button";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { type MessageKey, useMessages } from "../../messages";
import { type Connection, type Problem, toProblem, usePlatform } from "../../platform";
import "./ConnectionsPage.css";

type Props = {
  connections: Connection[];
  onRoute: OnRoute;
  /** What was just done, to be said. */
  note: { key: MessageKey; name: string } | null;
};

/** The accounts that the app can export from. */
export function ConnectionsPage({ connections, onRoute, note }: Props) {
  const { t } = useMessages();
  const platform = usePlatform();
  const connectionChanged = useConnectionChanged();
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const toForm = (id: string | null) => onRoute({ page: "connection", id, next: { page: "connections" } });

  async function addPractice() {
    setStarting(true);
    setProblem(null);
    try {
      connectionChanged((await platform.connectPractice(t("connections.practiceName"))).id);
    } catch (rejection) {
      setProblem(toProblem(rejection));
    } finally {
      setStarting(false);
    }
  }

  return (
    <div className="page">
      <div className="page-head">
        <PageTitle>{t("connections.title")}</PageTitle>
        <Button variant="primary" icon={<Plus aria-hidden="true" />} onPress={() => toForm(null)}>
          {t("connections.add")}
        </Button>
      </div>
      <p role="status" className="connections-note">
        {note && t(note.key, { name: note.name })}
      </p>
      <ul className="connections">
        {connections.map((connection) => (
          <li key={connection.id} className="connection">
            <div className="connection-facts">
              <h2>
                {connection.name}
                {connection.practice && <span className="badge">{t("connections.practice")}</span>}
              </h2>
              <p className="soft">
                {connection.practice ? t("connections.practiceAddress") : connection.address}
              </p>
              {!connection.practice && (
                <p className="soft">
                  {t("connections.account", { email: connection.email, key: connection.companyKey })}
                </p>
              )}
              {!connection.practice && (
                <p className="soft small connection-keeping">
                  <KeyRound aria-hidden="true" />
                  {t(
                    connection.passwordKeeping === "keychain"
                      ? "connections.inKeychain"
                      : "connections.inSession",
                  )}
                </p>
              )}
            </div>
            <Button
              aria-label={t("connections.editOne", { name: connection.name })}
              onPress={() => toForm(connection.id)}
            >
              {t("connections.edit")}
            </Button>
          </li>
        ))}
      </ul>
      {!connections.some(({ practice }) => practice) && (
        <div className="connections-practice">
          <Button isPending={starting} onPress={addPractice}>
            {t("firstStart.practice")}
          </Button>
          <p className="soft small">{t("firstStart.practiceHint")}</p>
        </div>
      )}
      {problem && <ProblemNotice problem={problem} />}
    </div>
  );
}
