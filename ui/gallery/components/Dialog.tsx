import { Button } from "../../src/components/Button/Button";
import { Dialog } from "../../src/components/Dialog/Dialog";
import { TextField } from "../../src/components/TextField/TextField";
import { Held } from "../Held";
import { LONG } from "../samples";
import type { States } from "../states";

export const states: States = {
  question: () => (
    <Held value={false}>
      {(isOpen, setOpen) => (
        <>
          <Button onPress={() => setOpen(true)}>Open the question</Button>
          <Dialog title="Close while an export is under way?" isOpen={isOpen} onClose={() => setOpen(false)}>
            <p>It goes on in the background unless you stop it.</p>
            <div className="dialog-actions">
              <Button onPress={() => setOpen(false)}>Stay</Button>
              <Button variant="primary" autoFocus onPress={() => setOpen(false)}>
                Keep working in the background
              </Button>
            </div>
          </Dialog>
        </>
      )}
    </Held>
  ),
  "with a field and a long text": () => (
    <Held value={false}>
      {(isOpen, setOpen) => (
        <>
          <Button onPress={() => setOpen(true)}>Open the form</Button>
          <Dialog title={LONG} role="dialog" isOpen={isOpen} onClose={() => setOpen(false)}>
            <TextField label="Name" autoFocus />
            <div className="dialog-actions">
              <Button onPress={() => setOpen(false)}>Cancel</Button>
              <Button variant="primary" onPress={() => setOpen(false)}>
                Save
              </Button>
            </div>
          </Dialog>
        </>
      )}
    </Held>
  ),
};
