import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/Button/Button";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { RadioCards } from "../../components/RadioCards/RadioCards";
import { useAttempt } from "../../lib/attempt";
import { useMessages } from "../../messages";
import { type Destination, type DestinationChoice, usePlatform } from "../../platform";

type Props = {
  value: DestinationChoice;
  /** Where the files went so far. */
  stored: Destination;
  onChange: (choice: DestinationChoice) => void;
};

/** Whether the person is asked where a preset's file goes, or once and for all said it. */
export function DestinationField({ value, stored, onChange }: Props) {
  const { t } = useMessages();
  const platform = usePlatform();
  const { pending, problem, attempt } = useAttempt();
  const storedFolder = stored.kind === "folder" ? stored.folder : null;
  /** The folder that was chosen here. */
  const [chosen, setChosen] = useState<{ folderId: string; folder: string } | null>(null);
  const folder = chosen?.folder ?? storedFolder;
  const asks = value.kind === "ask" || (value.kind === "keep" && storedFolder === null);

  const choose = () =>
    attempt("choose", async () => {
      const answer = await platform.choosePresetFolder();
      if (answer) {
        setChosen(answer);
        onChange({ kind: "chosen", folderId: answer.folderId });
      }
    });

  function pick(kind: "ask" | "folder") {
    if (kind === "ask") {
      onChange({ kind: "ask" });
    } else if (chosen) {
      onChange({ kind: "chosen", folderId: chosen.folderId });
    } else if (storedFolder !== null) {
      onChange({ kind: "keep" });
    } else {
      void choose();
    }
  }

  return (
    <>
      <RadioCards
        label={t("preset.destination")}
        value={asks ? "ask" : "folder"}
        onChange={pick}
        choices={[
          { value: "ask", label: t("preset.ask") },
          { value: "folder", label: t("preset.folder") },
        ]}
      />
      {!asks && (
        <div className="notice-actions">
          <span className="destination-folder">{folder}</span>
          <Button icon={<FolderOpen aria-hidden="true" />} isPending={pending === "choose"} onPress={choose}>
            {t("preset.choose")}
          </Button>
        </div>
      )}
      {problem && <ProblemNotice problem={problem} />}
    </>
  );
}
