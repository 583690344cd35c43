import { Fragment } from "react";
import { useKnownNames } from "../../app/engine";
import { breakable } from "../../lib/breakable";
import { formatNames, languageName } from "../../lib/format";
import { unbroken } from "../../lib/unbroken";
import { cityOf } from "../../lib/zones";
import { type MessageKey, useMessages } from "../../messages";
import type { BusinessHours, Connection, Conversations, Report, ReportOptions, Run } from "../../platform";
import "../../runs/SavedFacts.css";
import { has, intervalValues, titleOf } from "../../runs/reports";
import { FORMAT_NAMES, periodOf } from "../../runs/summary";
import { Facts } from "./RunDetails";

/** What exactly was asked for. */
export function RequestFacts({ run, connection }: { run: Run; connection: Connection | null }) {
  const messages = useMessages();
  const { t, locale } = messages;
  const { request } = run;
  const { people, queues, views } = useKnownNames(request.connectionId);
  const named = (ids: string[], names: Map<string, string>) =>
    formatNames(
      ids.map((id) => names.get(id) ?? id),
      locale,
    );
  const language = request.locale && languageName(request.locale, locale);
  const city = cityOf(request.timeZone, locale);
  return (
    <Facts title={t("activity.request")}>
      <dl className="facts">
        <dt>{t("export.connection")}</dt>
        <dd>{connection?.name ?? run.connectionName}</dd>
        <dt>{t("export.what")}</dt>
        <dd>{titleOf(request.report, locale)}</dd>
        <dt>{t("period.label")}</dt>
        <dd>{unbroken(periodOf(request.period, messages))}</dd>
        <dt>{t("zone.label")}</dt>
        <dd>{city === request.timeZone ? city : `${city} (${request.timeZone})`}</dd>
        <dt>{t("activity.language")}</dt>
        <dd>{language ?? t("language.company")}</dd>
        {has(request.report, "teams") && (
          <>
            <dt>{t("export.who")}</dt>
            <dd>
              {request.teamIds.length === 0 && request.agentIds.length === 0 && t("people.everyone")}
              {request.teamIds.length > 0 &&
                t("list.named", {
                  what: t("teams.pickedIds", { count: request.teamIds.length }),
                  names: named(request.teamIds, people),
                })}
              {request.agentIds.length > 0 &&
                t("list.named", {
                  what: t("agents.picked", { count: request.agentIds.length }),
                  names: named(request.agentIds, people),
                })}
              {request.includeDisabled && <p>{t("activity.disabledToo")}</p>}
            </dd>
          </>
        )}
        <OptionFacts
          report={request.report}
          options={request.options}
          queues={named(request.options.workQueueIds, queues)}
          view={named(request.options.smartViewId === null ? [] : [request.options.smartViewId], views)}
        />
        <dt>{t("export.columns")}</dt>
        <dd>
          {request.columns.length === 0 ? (
            t("activity.defaultColumns")
          ) : (
            <ul className="mono-list">
              {request.columns.map((name) => (
                <li key={name}>{breakable(name)}</li>
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

const CONVERSATIONS: Record<Conversations, MessageKey> = {
  open_at_end: "conversations.openAtEnd",
  closed: "conversations.closed",
  created: "conversations.created",
};

const HOURS: Record<BusinessHours, MessageKey> = {
  all: "hours.all",
  within: "hours.within",
  outside: "hours.outside",
};

type OptionProps = {
  report: Report;
  options: ReportOptions;
  /** The work queues and the smart view by their names; empty when none is picked. */
  queues: string;
  view: string;
};

/** What only some exports have; filters only where they were set. */
function OptionFacts({ report, options, queues, view }: OptionProps) {
  const { t } = useMessages();
  const { interval, priorities } = options;
  const facts: [MessageKey, string | false][] = [
    ["conversations.label", has(report, "conversations") && t(CONVERSATIONS[options.conversations])],
    ["interval.label", interval !== null && t("interval.name", intervalValues(interval))],
    ["activity.limit", options.raiseLimit && t("raise.label")],
    ["hours.label", options.businessHours !== "all" && t(HOURS[options.businessHours])],
    ["priorities.label", priorities.length > 0 && priorities.join(", ")],
    ["queues.label", queues !== "" && queues],
    ["view.label", view !== "" && view],
  ];
  return facts.map(
    ([name, fact]) =>
      fact !== false && (
        <Fragment key={name}>
          <dt>{t(name)}</dt>
          <dd>{fact}</dd>
        </Fragment>
      ),
  );
}
