import { memo, useMemo } from "react";
import { useAgents, useTeams } from "../../app/engine";
import { useLesson } from "../../app/learning";
import { Checkbox } from "../../components/Checkbox/Checkbox";
import { IdPicker, type Picked } from "../../components/IdPicker/IdPicker";
import { RadioCards } from "../../components/RadioCards/RadioCards";
import { Skeleton } from "../../components/Skeleton/Skeleton";
import { useClock } from "../../lib/clock";
import { dateFormat } from "../../lib/intl";
import { Later } from "../../lib/later";
import { inOrder } from "../../lib/order";
import { useStable } from "../../lib/stable";
import { useMessages } from "../../messages";
import { type Connection, type Report, usePlatform } from "../../platform";
import { has } from "../../runs/reports";
import type { People } from "./draft";
import { Learning } from "./Learning";
import { ListNotice } from "./ListNotice";

const Kinds = memo(RadioCards<People["kind"]>);

type Props = {
  report: Report;
  connection: Connection;
  people: People;
  /** What their ids were called. */
  names: Readonly<Record<string, string>>;
  includeDisabled: boolean;
  onPeople: (people: People) => void;
  onIncludeDisabled: (include: boolean) => void;
  teamsError: string | null;
  agentsError: string | null;
};

/** Whose time is exported. */
export function PeopleField({
  report,
  connection,
  people,
  names,
  includeDisabled,
  onPeople,
  onIncludeDisabled,
  teamsError,
  agentsError,
}: Props) {
  const { t } = useMessages();
  const byAgent = has(report, "agents");
  const kind = people.kind === "agents" && !byAgent ? "everyone" : people.kind;
  const choices = useMemo(
    () => [
      { value: "everyone" as const, label: t("people.everyone") },
      { value: "teams" as const, label: t("people.teams") },
      ...(byAgent ? [{ value: "agents" as const, label: t("people.agents") }] : []),
    ],
    [byAgent, t],
  );
  const pick = useStable((picked: People["kind"]) => onPeople({ ...people, kind: picked }));
  return (
    <>
      <Kinds
        label={t(byAgent ? "people.label" : "people.whose")}
        hint={byAgent && t("people.oneOrOther")}
        value={kind}
        onChange={pick}
        choices={choices}
      />
      {kind === "teams" && (
        <div data-field="teams">
          <Later>
            <TeamPicker
              connection={connection}
              picked={people.teamIds}
              names={names}
              onChange={(teamIds) => onPeople({ ...people, teamIds })}
              error={teamsError}
            />
          </Later>
        </div>
      )}
      {kind === "agents" && (
        <div data-field="agents">
          <Later>
            <AgentPicker
              connection={connection}
              picked={people.agentIds}
              names={names}
              onChange={(agentIds) => onPeople({ ...people, agentIds })}
              error={agentsError}
            />
          </Later>
        </div>
      )}
      {has(report, "include_disabled") && (
        <Checkbox isSelected={includeDisabled} onChange={onIncludeDisabled}>
          {t("people.includeDisabled")}
        </Checkbox>
      )}
    </>
  );
}

type PickerProps = Picked & { connection: Connection };

function TeamPicker({ connection, ...picker }: PickerProps) {
  const { t, locale } = useMessages();
  const teams = useTeams(connection);
  const list = teams.value;
  const items = useMemo(
    () =>
      list &&
      inOrder(list, ({ name }) => name, locale).map(({ id, name, members }) => ({
        id,
        label: name,
        detail: members === null ? undefined : t("teams.members", { count: members }),
      })),
    [list, t, locale],
  );
  if (teams.loading && list === null) {
    return <Skeleton label={t("teams.loading")} />;
  }
  return (
    <>
      <ListNotice list={teams} lead={t(list ? "teams.oldList" : "teams.typeIds")} />
      <IdPicker
        {...picker}
        items={items}
        words={{
          search: t("teams.search"),
          list: t("teams.label"),
          empty: t(list?.length === 0 ? "teams.none" : "teams.empty"),
          ids: t("teams.ids"),
          idsHint: t("people.idsHint"),
          count: (count) => t("teams.picked", { count, total: list?.length ?? 0 }),
          unlisted: (count) => t(list ? "teams.unlisted" : "teams.pickedIds", { count }),
        }}
      />
    </>
  );
}

function AgentPicker({ connection, ...picker }: PickerProps) {
  const { t, locale } = useMessages();
  const platform = usePlatform();
  const timeZone = useClock().zone();
  const agents = useAgents(connection);
  const lesson = useLesson(connection, "agents", async () => {
    const known = await platform.listAgents(connection.id, true);
    agents.retry();
    return known.agents.length;
  });
  const { agents: list, learnedAt } = agents.value ?? { agents: null, learnedAt: null };
  const items = useMemo(
    () =>
      list && learnedAt !== null
        ? inOrder(
            list.map(({ id, name, email }) => ({
              id,
              label: name || email || id,
              detail: name ? email || id : undefined,
              keywords: id,
            })),
            ({ label }) => label,
            locale,
          )
        : null,
    [list, learnedAt, locale],
  );
  const day =
    learnedAt !== null &&
    dateFormat(locale, { timeZone, dateStyle: "long", timeStyle: "short", hourCycle: "h23" }).format(
      learnedAt,
    );
  return (
    <>
      <ListNotice list={agents} lead={t("agents.typeIds")} />
      <Learning
        lesson={lesson}
        label={t(items ? "agents.refresh" : "agents.learn")}
        hint={day ? t("agents.from", { day }) : t("learning.hint")}
        outcome={lesson.result === null ? null : t("agents.learnt", { count: lesson.result })}
      />
      <IdPicker
        {...picker}
        items={items}
        words={{
          search: t("agents.search"),
          list: t("agents.list"),
          empty: t(items?.length === 0 ? "agents.none" : "agents.empty"),
          ids: t("agents.label"),
          idsHint: t("people.idsHint"),
          count: (count) => t("agents.pickedOf", { count, total: items?.length ?? 0 }),
          unlisted: (count) => t(items ? "agents.unlisted" : "agents.picked", { count }),
        }}
      />
    </>
  );
}
