import { act, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { FakePlatform } from "../../platform/fake";
import { button, expectAccessible, openApp } from "../../test/app";

test("the guide is read from the menu, and calls things what the window calls them", async () => {
  const { platform } = await openApp();
  act(() => platform.pickInMenu("guide"));
  expect(await screen.findByRole("heading", { level: 1, name: "Guide" })).toHaveFocus();
  const first = screen.getByRole("region", { name: "Your first file" });
  expect(within(first).getAllByRole("listitem")).toHaveLength(4);
  expect(first).toHaveTextContent("press “Try it with the practice company”");
  expect(screen.getByRole("region", { name: "When something goes wrong" })).toHaveTextContent(
    "press “Look whether it is there”",
  );
  await expectAccessible();
});

test("whoever has nothing yet reads it and comes back", async () => {
  const { user } = await openApp(new FakePlatform([]));
  await user.click(button("Guide"));
  expect(await screen.findByRole("heading", { level: 1, name: "Guide" })).toBeVisible();
  await user.click(button("Back"));
  expect(await screen.findByRole("button", { name: "Connect your account" })).toBeVisible();
});
