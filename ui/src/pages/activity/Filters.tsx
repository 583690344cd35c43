import { useEffect, useState } from "react";
import { SearchBox } from "../../components/SearchBox/SearchBox";
import { Segments } from "../../components/Segments/Segments";
import { useClock } from "../../lib/clock";
import { type MessageKey, useMessages } from "../../messages";
import type { Phase } from "../../platform";
import { EVERYTHING, type Filter } from "./RunPages";

const KINDS: { id: string; name: MessageKey; phases: Phase[] }[] = [
  { id: "all", name: "activity.all", phases: [] },
  {
    id: "live",
    name: "activity.live",
    phases: ["queued", "creating", "waiting", "downloading", "converting"],
  },
  { id: "saved", name: "phase.saved", phases: ["saved"] },
  { id: "unfinished", name: "activity.unfinished", phases: ["failed", "cancelled", "interrupted"] },
];

/** How long nothing is typed before it is searched for, in milliseconds. */
const PAUSE = 150;

/** Narrows the list: by words, and by how exports ended. */
export function Filters({ onFilter }: { onFilter: (filter: Filter) => void }) {
  const { t } = useMessages();
  const clock = useClock();
  const [query, setQuery] = useState("");
  const [kind, setKind] = useState("all");
  const [applied, setApplied] = useState({ query, kind });

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for counts, not who is told.
  useEffect(() => {
    if (query === applied.query && kind === applied.kind) {
      return;
    }
    return clock.after(kind === applied.kind ? PAUSE : 0, () => {
      setApplied({ query, kind });
      const phases = KINDS.find(({ id }) => id === kind)?.phases ?? [];
      onFilter(query.trim() === "" && phases.length === 0 ? EVERYTHING : { text: query, phases });
    });
  }, [query, kind, applied, clock]);

  return (
    <div className="activity-filters">
      <SearchBox label={t("activity.search")} value={query} onChange={setQuery} />
      <Segments
        label={t("activity.kinds")}
        value={kind}
        choices={KINDS.map(({ id, name }) => ({ id, label: t(name) }))}
        onChange={setKind}
      />
    </div>
  );
}
