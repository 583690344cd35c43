import { PickBox } from "../../src/components/PickBox/PickBox";
import { Held } from "../Held";
import { few, LONG, many } from "../samples";
import type { States } from "../states";

type Option = { id: string; label: string };

const searchIn = (options: Option[]) => (query: string) =>
  options.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()));
const inFew = searchIn(few);
const inMany = searchIn(many);

type Shown = { options: Option[]; search: (query: string) => Option[]; error?: string };

const One = ({ options, search, error }: Shown) => (
  <Held value="1">
    {(id, onPick) => (
      <PickBox
        label="Time zone"
        picked={options.find((option) => option.id === id) ?? null}
        onPick={onPick}
        search={search}
        error={error}
        empty="Nothing fits."
      />
    )}
  </Held>
);

const long = [{ id: "1", label: LONG }];

export const states: States = {
  rest: () => <One options={few} search={inFew} />,
  error: () => <One options={few} search={inFew} error="The service does not know it." />,
  "many items": () => <One options={many} search={inMany} />,
  "long text": () => <One options={long} search={() => long} />,
};
