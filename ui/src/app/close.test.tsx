import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { button, expectAccessible, openApp } from "../test/app";

async function asked() {
  const opened = await openApp();
  act(() => opened.platform.requestClose());
  await screen.findByRole("alertdialog", { name: "Close while an export is under way?" });
  return opened;
}

test("staying is the answer at hand", async () => {
  const { platform, user } = await asked();
  expect(button("Stay")).toHaveFocus();
  await expectAccessible();
  await user.keyboard("{Enter}");
  expect(platform.callsOf("answerClose")).toEqual([[false]]);
  expect(screen.queryByRole("alertdialog")).toBeNull();
});

test("Escape stays", async () => {
  const { platform, user } = await asked();
  await user.keyboard("{Escape}");
  expect(platform.callsOf("answerClose")).toEqual([[false]]);
});

test("closing is one press", async () => {
  const { platform, user } = await asked();
  await user.click(button("Close"));
  expect(platform.callsOf("answerClose")).toEqual([[true]]);
});
