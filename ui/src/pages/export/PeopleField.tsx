import { useMemo } from "react";
import { useTeams } from "../../app/engine";
import { Checkbox } from "../../components/Checkbox";
import { IdPicker } from "../../components/IdPicker";
import { ProblemNotice } from "../../components/ProblemNotice";
import { RadioCards } from "../../components/RadioCards";
import { useMessages } from "../../messages";
import type { Connection } from "../../platform";
import type { People } from "./draft";

type Props = {
  connection: Connection;
  people: People;
  includeDisabled: boolean;
  onPeople: (people: People) => void;
  onIncludeDisabled: (include: boolean) => void;
  teamsError: string | null;
  agentsError: string | null;
};

/** Whose time is exported. */
export function PeopleField({
  connection,
  people,
  includeDisabled,
  onPeople,
  onIncludeDisabled,
  teamsError,
  agentsError,
}: Props) {
  const { t } = useMessages();
  return (
    <>
      <RadioCards
        label={t("people.label")}
        hint={t("people.oneOrOther")}
        value={people.kind}
        onChange={(kind) => onPeople({ ...people, kind })}
        choices={[
          { value: "everyone", label: t("people.everyone") },
          { value: "teams", label: t("people.teams") },
          { value: "agents", label: t("people.agents") },
        ]}
      />
      {people.kind === "teams" && (
        <div data-field="teams">
          <TeamPicker
            connection={connection}
            picked={people.teamIds}
            onChange={(teamIds) => onPeople({ ...people, teamIds })}
            error={teamsError}
          />
        </div>
      )}
      {people.kind === "agents" && (
        <div data-field="agents">
          <AgentPicker
            picked={people.agentIds}
            onChange={(agentIds) => onPeople({ ...people, agentIds })}
            error={agentsError}
          />
        </div>
      )}
      <Checkbox isSelected={includeDisabled} onChange={onIncludeDisabled}>
        {t("people.includeDisabled")}
      </Checkbox>
    </>
  );
}

type TeamPickerProps = {
  connection: Connection;
  picked: string[];
  onChange: (ids: string[]) => void;
  error: string | null;
};

function TeamPicker({ connection, picked, onChange, error }: TeamPickerProps) {
  const { t } = useMessages();
  const teams = useTeams(connection);
  const list = teams.value;
  const items = useMemo(
    () =>
      list?.map(({ id, name, members }) => ({
        id,
        label: name,
        detail: members === null ? undefined : t("teams.members", { count: members }),
      })) ?? null,
    [list, t],
  );
  if (teams.loading && list === null) {
    return (
      <p className="field-hint" role="status">
        {t("teams.loading")}
      </p>
    );
  }
  return (
    <>
      {teams.problem && (
        <ProblemNotice
          problem={teams.problem}
          lead={t(list ? "teams.oldList" : "teams.typeIds")}
          onRetry={teams.retry}
        />
      )}
      <IdPicker
        items={items}
        picked={picked}
        onChange={onChange}
        error={error}
        words={{
          search: t("teams.search"),
          list: t("teams.label"),
          empty: t(list?.length === 0 ? "teams.none" : "teams.empty"),
          ids: t("teams.ids"),
          idsHint: t("people.idsHint"),
          count: t("teams.picked", { count: picked.length, total: list?.length ?? 0 }),
          unlisted: (count) => t(list ? "teams.unlisted" : "teams.pickedIds", { count }),
        }}
      />
    </>
  );
}

type AgentPickerProps = { picked: string[]; onChange: (ids: string[]) => void; error: string | null };

function AgentPicker({ picked, onChange, error }: AgentPickerProps) {
  const { t } = useMessages();
  return (
    <IdPicker
      items={null}
      picked={picked}
      onChange={onChange}
      error={error}
      words={{
        search: t("people.agents"),
        list: t("people.agents"),
        empty: t("people.agents"),
        ids: t("agents.label"),
        idsHint: t("people.idsHint"),
        count: t("agents.picked", { count: picked.length }),
        unlisted: (count) => t("agents.picked", { count }),
      }}
    />
  );
}
