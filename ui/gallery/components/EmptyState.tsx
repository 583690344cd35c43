import { Bookmark } from "lucide-react";
import { Button } from "../../src/components/Button/Button";
import { EmptyState } from "../../src/components/EmptyState/EmptyState";
import { LONG } from "../samples";
import type { States } from "../states";

export const states: States = {
  "with what to do": () => (
    <EmptyState icon={<Bookmark />} title="No exports yet" text="Each export shows up here.">
      <Button variant="primary">New export</Button>
    </EmptyState>
  ),
  "long text": () => <EmptyState icon={<Bookmark />} title={LONG} text={LONG} />,
};
