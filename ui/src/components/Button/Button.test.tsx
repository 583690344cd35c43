import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { Button } from "./Button";

test("is pressed by pointer, Enter and Space", async () => {
  const onPress = vi.fn();
  const { user } = show(<Button onPress={onPress}>Save</Button>);
  await user.click(screen.getByRole("button", { name: "Save" }));
  await user.keyboard("{Enter} ");
  expect(onPress).toHaveBeenCalledTimes(3);
  await expectAccessible();
});

test("while what it does is under way it keeps the focus and does nothing more", async () => {
  const onPress = vi.fn();
  const { user } = show(
    <Button isPending onPress={onPress}>
      Save
    </Button>,
  );
  await user.tab();
  await user.keyboard("{Enter}");
  expect(screen.getByRole("button", { name: "Save" })).toHaveFocus();
  expect(screen.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
  expect(onPress).not.toHaveBeenCalled();
  await expectAccessible();
});

test("a disabled one is passed over", async () => {
  const { user } = show(
    <>
      <Button isDisabled>Save</Button>
      <Button>Cancel</Button>
    </>,
  );
  await user.tab();
  expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus();
});
