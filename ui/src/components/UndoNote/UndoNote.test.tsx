import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { UndoNote } from "./UndoNote";

test("says what was done and takes it back", async () => {
  const onUndo = vi.fn();
  const { user } = show(<UndoNote onUndo={onUndo}>1 export was removed</UndoNote>);
  expect(screen.getByRole("status")).toHaveTextContent("1 export was removed");
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(onUndo).toHaveBeenCalledOnce();
  await expectAccessible();
});

test("is there before it has anything to say, so that it is heard when it has", () => {
  show(<UndoNote onUndo={() => {}}>{null}</UndoNote>);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});
