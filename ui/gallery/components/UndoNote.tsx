import { UndoNote } from "../../src/components/UndoNote/UndoNote";
import { LONG } from "../samples";
import type { States } from "../states";

export const states: States = {
  rest: () => <UndoNote onUndo={() => {}}>1 export was taken off the list</UndoNote>,
  "nothing to take back": () => <UndoNote>Saved</UndoNote>,
  "nothing to say": () => <UndoNote>{null}</UndoNote>,
  "long text": () => <UndoNote onUndo={() => {}}>{LONG}</UndoNote>,
};
