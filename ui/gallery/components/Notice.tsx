import { Button } from "../../src/components/Button/Button";
import { Notice } from "../../src/components/Notice/Notice";
import { LONG } from "../samples";
import type { States } from "../states";

const of = (tone: "danger" | "warning" | "success" | "info") => () => (
  <Notice tone={tone}>
    <p className="notice-title">{`A notice of ${tone}`}</p>
    <p>What there is to know.</p>
    <div className="notice-actions">
      <Button>Do it</Button>
    </div>
  </Notice>
);

export const states: States = {
  danger: of("danger"),
  warning: of("warning"),
  success: of("success"),
  info: of("info"),
  "long text": () => (
    <Notice tone="info">
      <p className="notice-title">{LONG}</p>
      <p>{LONG.replaceAll(" ", "")}</p>
    </Notice>
  ),
};
