import { useCallback } from "react";
import { useKnownNames } from "../app/engine";
import type { ExportRequest, Preset } from "../platform";

/** What people, work queues and smart view of an export are called, where only their ids are picked. */
export type PickedNames = Pick<Preset, "peopleNames" | "filterNames">;

export const NO_NAMES: PickedNames = { peopleNames: {}, filterNames: { workQueues: {}, smartView: null } };

/** The names of all that a request names by id, as far as they are known; `before` is the preset as it was. */
export function usePickedNames(
  connectionId: string,
): (request: ExportRequest, before?: Preset | null) => PickedNames {
  const { people, queues, views } = useKnownNames(connectionId);
  return useCallback(
    (request, before = null) => {
      const { peopleNames, filterNames } = before ?? NO_NAMES;
      const { workQueueIds, smartViewId } = request.options;
      const sameView = before?.export.options.smartViewId === smartViewId;
      return {
        peopleNames: named([...request.teamIds, ...request.agentIds], people, peopleNames),
        filterNames: {
          workQueues: named(workQueueIds, queues, filterNames.workQueues),
          smartView: views.get(smartViewId ?? "") ?? (sameView ? filterNames.smartView : null),
        },
      };
    },
    [people, queues, views],
  );
}

/** The names of these ids: those of now, else those of before. */
function named(ids: string[], now: Map<string, string>, before: Record<string, string>) {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const name = now.get(id) ?? before[id];
      return name === undefined ? [] : [[id, name]];
    }),
  );
}
