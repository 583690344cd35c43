import { useKnownTeams } from "../../app/engine";
import { formatNames, languageName } from "../../lib/format";
import { cityOf } from "../../lib/zones";
import { useMessages } from "../../messages";
import type { Connection, Run } from "../../platform";
import "../../runs/SavedFacts.css";
import { FORMAT_NAMES, periodOf } from "../../runs/summary";
import { Facts } from "./RunDetails";

/** What exactly was asked for. */
export function RequestFacts({ run, connection }: { run: Run; connection: Connection | null }) {
  const messages = useMessages();
  const { t, locale } = messages;
  const { request } = run;
  const teams = useKnownTeams(request.connectionId);
  const nameOf = new Map(teams.map(({ id, name }) => [id, name]));
  const language = request.locale && languageName(request.locale, locale);
  const city = cityOf(request.timeZone);
  return (
    <Facts title={t("activity.request")}>
      <dl className="facts">
        <dt>{t("export.connection")}</dt>
        <dd>{connection?.name ?? run.connectionName}</dd>
        <dt>{t("period.label")}</dt>
        <dd>{periodOf(request.period, messages)}</dd>
        <dt>{t("zone.label")}</dt>
        <dd>{city === request.timeZone ? city : `${city} (${request.timeZone})`}</dd>
        <dt>{t("activity.language")}</dt>
        <dd>{language ?? t("language.company")}</dd>
        <dt>{t("export.who")}</dt>
        <dd>
          {request.teamIds.length === 0 && request.agentIds.length === 0 && t("people.everyone")}
          {request.teamIds.length > 0 &&
            t("list.named", {
              what: t("teams.pickedIds", { count: request.teamIds.length }),
              names: formatNames(
                request.teamIds.map((id) => nameOf.get(id) ?? id),
                locale,
              ),
            })}
          {request.agentIds.length > 0 &&
            t("list.named", {
              what: t("agents.picked", { count: request.agentIds.length }),
              names: formatNames(request.agentIds, locale),
            })}
          {request.includeDisabled && <p>{t("activity.disabledToo")}</p>}
        </dd>
        <dt>{t("export.columns")}</dt>
        <dd>
          {request.columns.length === 0 ? (
            t("activity.defaultColumns")
          ) : (
            <ul className="mono-list">
              {request.columns.map((name) => (
                <li key={name}>{name}</li>
              ))}
            </ul>
          )}
        </dd>
        <dt>{t("export.file")}</dt>
        <dd>{t(FORMAT_NAMES[request.file.format])}</dd>
      </dl>
    </Facts>
  );
}
