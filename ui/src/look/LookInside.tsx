import { useEffect, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components/Tabs";
import { Button } from "../components/Button/Button";
import { ProblemNotice } from "../components/ProblemNotice/ProblemNotice";
import { numberFormat } from "../lib/intl";
import { useMessages } from "../messages";
import { type PreviewSummary, type Problem, type Run, toProblem, usePlatform } from "../platform";
import { ColumnsTable } from "./ColumnsTable";
import { RowsGrid } from "./RowsGrid";
import { TimesTable } from "./TimesTable";
import "./LookInside.css";

/** A look into the file of a saved run, without leaving the app. */
export function LookInside({ run }: { run: Run }) {
  const { t } = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t("action.lookInside")}</Button>
      <ModalOverlay isOpen={isOpen} onOpenChange={setOpen} isDismissable className="look-backdrop">
        <Modal className="look-modal">
          <Dialog className="look">
            <div className="look-head">
              <Heading slot="title" level={2}>
                {run.fileName}
              </Heading>
              <Button onPress={() => setOpen(false)}>{t("look.close")}</Button>
            </div>
            <Inside runId={run.id} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}

function Inside({ runId }: { runId: string }) {
  const { t, locale } = useMessages();
  const platform = usePlatform();
  const [summary, setSummary] = useState<PreviewSummary | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when it is told to.
  useEffect(() => {
    let wanted = true;
    setProblem(null);
    platform.previewSummary(runId).then(
      (answer) => wanted && setSummary(answer),
      (rejection) => wanted && setProblem(toProblem(rejection)),
    );
    return () => {
      wanted = false;
    };
  }, [platform, runId, asked]);

  if (problem) {
    return <ProblemNotice problem={problem} onRetry={() => setAsked(asked + 1)} />;
  }
  if (!summary) {
    return (
      <p role="status" className="soft">
        {t("look.reading")}
      </p>
    );
  }
  const number = numberFormat(locale, {});
  return (
    <>
      <p className="soft">
        {t("look.size", {
          rows: summary.rows,
          columns: summary.columns.length,
          shown: number.format(summary.rows),
        })}
      </p>
      <Tabs className="look-tabs">
        <TabList className="look-tab-list" aria-label={t("look.parts")}>
          <Tab id="rows" className="look-tab">
            {t("look.rows")}
          </Tab>
          <Tab id="columns" className="look-tab">
            {t("look.columns")}
          </Tab>
          {summary.times.length > 0 && (
            <Tab id="times" className="look-tab">
              {t("look.times")}
            </Tab>
          )}
        </TabList>
        <TabPanel id="rows" className="look-panel">
          {summary.rows > 0 && summary.columns.length > 0 ? (
            <RowsGrid runId={runId} summary={summary} />
          ) : (
            <p>{t("look.noRows")}</p>
          )}
        </TabPanel>
        <TabPanel id="columns" className="look-panel">
          <ColumnsTable summary={summary} />
        </TabPanel>
        {summary.times.length > 0 && (
          <TabPanel id="times" className="look-panel">
            <TimesTable times={summary.times} />
          </TabPanel>
        )}
      </Tabs>
    </>
  );
}
