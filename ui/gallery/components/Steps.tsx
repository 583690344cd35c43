import { Steps } from "../../src/components/Steps/Steps";
import { LONG } from "../samples";
import type { States } from "../states";

const steps = ["Connect or practise", "Pick", "Save"];

export const states: States = {
  "at the first": () => <Steps label="Three steps" steps={steps} current={0} />,
  "at the second": () => <Steps label="Three steps" steps={steps} current={1} />,
  done: () => <Steps label="Three steps" steps={steps} current={3} />,
  "long text": () => <Steps label="Three steps" steps={["Connect", LONG, "Save"]} current={1} />,
};
