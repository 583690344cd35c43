import { useKnownTeams } from "../app/engine";
import type { ExportRequest } from "../platform";

type Names = Record<string, string>;

/** The names of those whom a request names by id, as far as they are known; `before` is what was known of them. */
export function usePeopleNames(connectionId: string): (request: ExportRequest, before?: Names) => Names {
  const teams = useKnownTeams(connectionId);
  return (request, before = {}) => {
    const known = new Map([...Object.entries(before), ...teams.map(({ id, name }) => [id, name] as const)]);
    const asked = [...request.teamIds, ...request.agentIds];
    return Object.fromEntries(asked.flatMap((id) => (known.has(id) ? [[id, known.get(id) as string]] : [])));
  };
}
