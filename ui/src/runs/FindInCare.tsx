import { useState } from "react";
import { useConnections } from "../app/engine";
import { Button } from "../components/Button/Button";
import { Dialog } from "../components/Dialog/Dialog";
import { ProblemNotice } from "../components/ProblemNotice/ProblemNotice";
import { useAttempt } from "../lib/attempt";
import { useClock } from "../lib/clock";
import { unbroken } from "../lib/unbroken";
import { whenInWords } from "../lib/when";
import { cityOf } from "../lib/zones";
import { useMessages } from "../messages";
import { type Run, usePlatform } from "../platform";
import "./SavedFacts.css";
import { titleOf } from "./reports";
import { periodOf } from "./summary";

/** How to see in Care itself whether an export is there that nobody can know of. */
export function FindInCare({ run, variant }: { run: Run; variant: "primary" | "secondary" }) {
  const messages = useMessages();
  const { t } = messages;
  const platform = usePlatform();
  const { pending, problem, attempt } = useAttempt();
  const clock = useClock();
  const [isOpen, setOpen] = useState(false);
  const connection = useConnections().value?.find(({ id }) => id === run.request.connectionId);
  const [, asked] = run.steps.find(([phase]) => phase === "creating") ?? ["creating", run.createdAt];
  return (
    <>
      <Button variant={variant} onPress={() => setOpen(true)}>
        {t("find.button")}
      </Button>
      <Dialog role="dialog" title={t("find.title")} isOpen={isOpen} onClose={() => setOpen(false)}>
        <p>{t("find.how")}</p>
        <dl className="facts">
          <dt>{t("find.export")}</dt>
          <dd>{titleOf(run.request.report, messages.locale)}</dd>
          <dt>{t("period.label")}</dt>
          <dd>
            {unbroken(periodOf(run.request.period, messages))},{" "}
            {cityOf(run.request.timeZone, messages.locale)}
          </dd>
          {connection && (
            <>
              <dt>{t("find.account")}</dt>
              <dd>{connection.email}</dd>
            </>
          )}
          <dt>{t("find.asked")}</dt>
          <dd>{whenInWords(asked, clock.now(), clock.zone(), messages)}</dd>
        </dl>
        <p>{t("find.then")}</p>
        {problem && <ProblemNotice problem={problem} />}
        <div className="dialog-actions">
          {connection?.instance && !connection.practice && (
            <Button
              isPending={pending !== null}
              onPress={() => attempt("open", () => platform.openCare(connection.id))}
            >
              {t("find.open")}
            </Button>
          )}
          <Button variant="primary" autoFocus onPress={() => setOpen(false)}>
            {t("action.close")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
