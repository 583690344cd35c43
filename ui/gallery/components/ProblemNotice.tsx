import { Button } from "../../src/components/Button/Button";
import { ProblemNotice } from "../../src/components/ProblemNotice/ProblemNotice";
import { problem } from "../../src/platform/fake";
import type { States } from "../states";

export const states: States = {
  rest: () => <ProblemNotice problem={problem({ code: "disk_full" })} />,
  "with detail and a way on": () => (
    <ProblemNotice
      problem={problem({ code: "network", fault: "reset" }, "GET /status: connection reset")}
      onRetry={() => {}}
    >
      <Button>Edit</Button>
    </ProblemNotice>
  ),
  "with the service’s words": () => (
    <ProblemNotice
      problem={problem({ code: "export_failed", reason: "User is attempting to run too many exports." })}
    />
  ),
};
