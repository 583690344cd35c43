import { Section } from "../../src/components/Section/Section";
import { LONG } from "../samples";
import type { States } from "../states";

export const states: States = {
  rest: () => (
    <Section title="Notifications">
      <p>What belongs together.</p>
    </Section>
  ),
  "long text": () => (
    <Section title={LONG}>
      <p>{LONG}</p>
    </Section>
  ),
};
