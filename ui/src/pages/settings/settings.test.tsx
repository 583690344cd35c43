import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { FakePlatform } from "../../platform/fake";
import { button, expectAccessible, openApp } from "../../test/app";

async function openSettings(platform = new FakePlatform()) {
  const app = await openApp(platform);
  await app.user.click(screen.getByRole("link", { name: "Settings" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Settings" })).toHaveFocus();
  return app;
}

const notify = () =>
  screen.findByRole("checkbox", {
    name: "Tell me when an export ends while I am not looking at this window",
  });

test("notifications are switched off, and stay so", async () => {
  const { platform, user } = await openSettings();
  expect(await notify()).toBeChecked();
  await expectAccessible();
  await user.click(await notify());
  expect(platform.callsOf("saveSettings")).toEqual([[{ notify: false }]]);
  await user.click(screen.getByRole("link", { name: "Connections" }));
  await screen.findByRole("heading", { level: 1, name: "Connections" });
  await user.click(screen.getByRole("link", { name: "Settings" }));
  expect(await notify()).not.toBeChecked();
});

test("what could not be stored is as it was, and says why", async () => {
  const platform = new FakePlatform();
  platform.refuse("saveSettings", { code: "data_folder" });
  const { user } = await openSettings(platform);
  await user.click(await notify());
  expect(await screen.findByText("The app could not read or write its own data.")).toBeVisible();
  await waitFor(async () => expect(await notify()).toBeChecked());
});

test("the log files are shown, and the version is told", async () => {
  const { platform, user } = await openSettings();
  expect(await screen.findByText("Care Exporter 0.1.0")).toBeVisible();
  await user.click(button("Show log files"));
  expect(platform.callsOf("openLogFolder")).toEqual([[]]);
});
