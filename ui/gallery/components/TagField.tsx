import { TagField } from "../../src/components/TagField/TagField";
import { Held } from "../Held";
import { LONG, many } from "../samples";
import type { States } from "../states";

const One = ({ first, error, hint }: { first: string[]; error?: string; hint?: string }) => (
  <Held value={first}>
    {(tags, setTags) => (
      <TagField
        label="Agent IDs"
        hint={hint}
        error={error}
        listLabel={`${tags.length} IDs`}
        tags={tags}
        has={(entry) => tags.includes(entry)}
        onAdd={(entries) => setTags([...tags, ...entries])}
        onRemove={(gone) => setTags(tags.filter((tag) => !gone.includes(tag)))}
        split={(text) => text.split(/[\s,]+/).filter(Boolean)}
        endKeys={[","]}
      />
    )}
  </Held>
);

export const states: States = {
  empty: () => <One first={[]} hint="Separated by commas." />,
  rest: () => <One first={["4711", "4712", "4713"]} />,
  error: () => <One first={[]} error="Enter at least one." />,
  "many items": () => <One first={many.slice(0, 100).map(({ id }) => `${id}000`)} />,
  "long text": () => <One first={[LONG.replaceAll(" ", "")]} hint={LONG} />,
};
