import { useRef, useState } from "react";
import { SearchBox } from "../../components/SearchBox/SearchBox";
import { Segments } from "../../components/Segments/Segments";
import { afterPaint } from "../../lib/painting";
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

/**
 * Narrows the list: by words, and by how exports ended. Each key asks once it is seen: the engine answers before the next,
 * or is not heeded.
 */
export function Filters({ onFilter }: { onFilter: (filter: Filter) => void }) {
  const { t } = useMessages();
  const [query, setQuery] = useState("");
  const [kind, setKind] = useState("all");
  const waiting = useRef<() => void>(undefined);

  function narrow(text: string, to: string) {
    setQuery(text);
    setKind(to);
    const phases = KINDS.find(({ id }) => id === to)?.phases ?? [];
    const filter = text.trim() === "" && phases.length === 0 ? EVERYTHING : { text, phases };
    waiting.current?.();
    waiting.current = afterPaint(() => onFilter(filter));
  }

  return (
    <div className="activity-filters">
      <SearchBox label={t("activity.search")} value={query} onChange={(text) => narrow(text, kind)} />
      <Segments
        label={t("activity.kinds")}
        value={kind}
        choices={KINDS.map(({ id, name }) => ({ id, label: t(name) }))}
        onChange={(to) => narrow(query, to)}
      />
    </div>
  );
}
