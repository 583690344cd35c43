import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { Button } from "../Button/Button";
import { Dialog } from "./Dialog";

function Asked() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Ask</Button>
      <Dialog title="Is it so?" isOpen={isOpen} onClose={() => setOpen(false)}>
        <Button onPress={() => setOpen(false)}>No</Button>
        <Button autoFocus onPress={() => setOpen(false)}>
          Yes
        </Button>
      </Dialog>
    </>
  );
}

test("keeps the focus while it asks, and gives it back", async () => {
  const { user } = show(<Asked />);
  await user.click(screen.getByRole("button", { name: "Ask" }));
  expect(await screen.findByRole("alertdialog", { name: "Is it so?" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Yes" })).toHaveFocus();
  await user.tab();
  expect(screen.getByRole("button", { name: "No" })).toHaveFocus();
  await expectAccessible();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.getByRole("button", { name: "Ask" })).toHaveFocus());
});

test("Escape leaves it", async () => {
  const { user } = show(<Asked />);
  await user.click(screen.getByRole("button", { name: "Ask" }));
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("alertdialog")).toBeNull();
  await waitFor(() => expect(screen.getByRole("button", { name: "Ask" })).toHaveFocus());
});
