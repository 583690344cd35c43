import { type FormEvent, useState } from "react";
import { Button } from "../components/Button/Button";
import { Dialog } from "../components/Dialog/Dialog";
import { ProblemNotice } from "../components/ProblemNotice/ProblemNotice";
import { TextField } from "../components/TextField/TextField";
import { useAttempt } from "../lib/attempt";
import { useMessages } from "../messages";
import { fieldMessage } from "../problems";

type Props = {
  title: string;
  /** The name to begin with. */
  name: string;
  isOpen: boolean;
  onClose: () => void;
  /** Saves under the name; why it can't be is what it rejects with. */
  onSave: (name: string) => Promise<unknown>;
};

/** Asks for the name of a preset. */
export function NameDialog(props: Props) {
  return (
    <Dialog role="dialog" title={props.title} isOpen={props.isOpen} onClose={props.onClose}>
      <NameForm {...props} />
    </Dialog>
  );
}

function NameForm({ name: first, onClose, onSave }: Props) {
  const { t } = useMessages();
  const [name, setName] = useState(first);
  const { pending, problem, attempt } = useAttempt();
  const refused = problem?.code === "invalid_field" && problem.field === "preset_name" ? problem : null;

  function save(event: FormEvent) {
    event.preventDefault();
    void attempt("save", async () => {
      await onSave(name);
      onClose();
    });
  }

  return (
    <form className="dialog" onSubmit={save}>
      <TextField
        label={t("preset.name")}
        value={name}
        onChange={setName}
        error={refused && t(fieldMessage(refused.field, refused.fault))}
        autoFocus
      />
      {problem && !refused && <ProblemNotice problem={problem} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" variant="primary" isPending={pending !== null}>
          {t("action.save")}
        </Button>
      </div>
    </form>
  );
}
