import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { MenuButton } from "./MenuButton";

test("is opened, walked and used by keyboard, and Escape leads back to the button", async () => {
  const onPick = vi.fn();
  const choices = [
    { id: "names", label: "Names", detail: "Name and ID" },
    { id: "times", label: "Times" },
  ];
  const { user } = show(<MenuButton label="Add a set" choices={choices} onPick={onPick} />);
  await user.tab();
  await user.keyboard("{Enter}");
  expect(screen.getByRole("menuitem", { name: "Names" })).toHaveFocus();
  await expectAccessible();
  await user.keyboard("{ArrowDown}{Enter}");
  expect(onPick).toHaveBeenCalledExactlyOnceWith("times");
  const button = () => screen.getByRole("button", { name: "Add a set" });
  await waitFor(() => expect(button()).toHaveFocus());
  await user.keyboard("{Enter}{Escape}");
  await waitFor(() => expect(button()).toHaveFocus());
});
