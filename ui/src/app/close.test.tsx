import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { button, expectAccessible, openApp } from "../test/app";

async function asked() {
  const opened = await openApp();
  act(() => opened.platform.requestClose());
  await screen.findByRole("alertdialog", { name: "Close while an export is under way?" });
  return opened;
}

test("going on without the window is the answer at hand", async () => {
  const { platform, user } = await asked();
  expect(button("Keep working in the background")).toHaveFocus();
  await expectAccessible();
  await user.keyboard("{Enter}");
  expect(platform.callsOf("answerClose")).toEqual([["background"]]);
  expect(screen.queryByRole("alertdialog")).toBeNull();
});

test("Escape stays", async () => {
  const { platform, user } = await asked();
  await user.keyboard("{Escape}");
  expect(platform.callsOf("answerClose")).toEqual([["stay"]]);
});

test.each([
  ["Stay", "stay"],
  ["Stop, and resume next time", "stop"],
])("%s is one press", async (name, answer) => {
  const { platform, user } = await asked();
  await user.click(button(name));
  expect(platform.callsOf("answerClose")).toEqual([[answer]]);
});
