import type { Ref } from "react";
import { type List, useTeams } from "../../app/engine";
import { Checkbox } from "../../components/Checkbox";
import { ProblemNotice } from "../../components/ProblemNotice";
import { RadioCards } from "../../components/RadioCards";
import { SearchList } from "../../components/SearchList";
import { TagField } from "../../components/TagField";
import { useMessages } from "../../messages";
import type { Connection, Team } from "../../platform";
import type { People } from "./draft";

type Props = {
  connection: Connection;
  people: People;
  includeDisabled: boolean;
  onPeople: (people: People) => void;
  onIncludeDisabled: (include: boolean) => void;
  teamsError: string | null;
  agentsError: string | null;
  agentsRef: Ref<HTMLInputElement>;
};

/** Ids as people list them: separated by commas, semicolons, spaces or lines. */
const splitIds = (text: string) => text.split(/[\s,;]+/).filter((id) => id !== "");

/** Whose time is exported. */
export function PeopleField({
  connection,
  people,
  includeDisabled,
  onPeople,
  onIncludeDisabled,
  teamsError,
  agentsError,
  agentsRef,
}: Props) {
  const { t } = useMessages();
  const teams = useTeams(connection);
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
        <TeamPicker
          teams={teams}
          picked={people.teamIds}
          onChange={(teamIds) => onPeople({ ...people, teamIds })}
          error={teamsError}
        />
      )}
      {people.kind === "agents" && (
        <TagField
          label={t("agents.label")}
          hint={t("agents.hint")}
          error={agentsError}
          listLabel={t("agents.picked", { count: people.agentIds.length })}
          tags={people.agentIds}
          onChange={(agentIds) => onPeople({ ...people, agentIds })}
          split={splitIds}
          endKeys={[",", ";", " "]}
          inputRef={agentsRef}
        />
      )}
      <Checkbox isSelected={includeDisabled} onChange={onIncludeDisabled}>
        {t("people.includeDisabled")}
      </Checkbox>
    </>
  );
}

type TeamPickerProps = {
  teams: List<Team[]>;
  picked: string[];
  onChange: (ids: string[]) => void;
  error: string | null;
};

function TeamPicker({ teams, picked, onChange, error }: TeamPickerProps) {
  const { t } = useMessages();
  const list = teams.value;
  if (list === null) {
    return teams.problem ? (
      <>
        <ProblemNotice problem={teams.problem} lead={t("teams.typeIds")} onRetry={teams.retry} />
        <TagField
          label={t("teams.ids")}
          hint={t("agents.hint")}
          error={error}
          listLabel={t("teams.pickedIds", { count: picked.length })}
          tags={picked}
          onChange={onChange}
          split={splitIds}
          endKeys={[",", ";", " "]}
        />
      </>
    ) : (
      <p className="field-hint" role="status">
        {t("teams.loading")}
      </p>
    );
  }
  return (
    <div className="picker">
      <SearchList
        searchLabel={t("teams.search")}
        label={t("teams.label")}
        items={list.map((team) => ({
          id: team.id,
          label: team.name,
          detail: team.members === null ? undefined : t("teams.members", { count: team.members }),
        }))}
        picked={picked}
        onChange={onChange}
        empty={t(list.length === 0 ? "teams.none" : "teams.empty")}
      />
      <p className="field-hint" role="status">
        {t("teams.picked", { count: picked.length, total: list.length })}
      </p>
      {error && <p className="field-error">{error}</p>}
      {teams.problem && (
        <ProblemNotice problem={teams.problem} lead={t("teams.oldList")} onRetry={teams.retry} />
      )}
    </div>
  );
}
