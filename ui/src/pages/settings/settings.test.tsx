import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { FakePlatform } from "../../platform/fake";
import { button, expectAccessible, openApp, runIn, testMemory } from "../../test/app";

async function openSettings(platform = new FakePlatform(), memory = testMemory()) {
  const app = await openApp(platform, memory);
  await app.user.click(screen.getByRole("link", { name: "Settings" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Settings" })).toHaveFocus();
  return app;
}

const notify = () =>
  screen.findByRole("checkbox", {
    name: "Tell me when an export ends while I am not looking at this window",
  });

const radio = (group: string, name: string) =>
  within(screen.getByRole("radiogroup", { name: group })).getByRole("radio", { name });

test("notifications are switched off, and stay so", async () => {
  const { platform, user } = await openSettings();
  expect(await notify()).toBeChecked();
  await expectAccessible();
  await user.click(await notify());
  expect(platform.callsOf("saveSettings")).toEqual([[expect.objectContaining({ notify: false })]]);
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

test("light or dark is chosen, and shown at once", async () => {
  const { platform, user } = await openSettings();
  await notify();
  await user.click(radio("Light or dark", "Dark"));
  expect(document.documentElement).toHaveAttribute("data-appearance", "dark");
  await user.click(radio("Light or dark", "As this computer"));
  expect(document.documentElement).not.toHaveAttribute("data-appearance");
  expect(platform.stored.appearance).toBe("system");
});

test("what becomes of work under way is settled once for all", async () => {
  const { platform, user } = await openSettings();
  await notify();
  await user.click(
    radio("When the window is closed while an export is under way", "Keep working in the background"),
  );
  expect(platform.stored.whenClosed).toBe("background");
});

test("how long an export may take is said in hours, within bounds", async () => {
  const { platform, user } = await openSettings();
  const hours = await screen.findByRole("textbox", { name: "Hours to wait for an export" });
  expect(hours).toHaveValue("6");
  await user.clear(hours);
  await user.type(hours, "500{Enter}");
  expect(platform.stored.jobPatienceHours).toBe(168);
});

test("the folder of save dialogs is chosen in the system’s own dialog, and taken back", async () => {
  const { platform, user } = await openSettings();
  expect(await screen.findByText("Downloads, unless the dialog remembers another")).toBeVisible();
  await user.click(button("Choose a folder"));
  expect(await screen.findByText("/home/ayse/Reports")).toBeVisible();
  await user.click(await screen.findByRole("button", { name: "Use the usual one" }));
  expect(await screen.findByText("Downloads, unless the dialog remembers another")).toBeVisible();
  expect(platform.folder).toBeNull();
});

test("the separator goes to the exports that are being made up, and to those to come", async () => {
  const { platform, user } = await openApp();
  await user.click(screen.getByRole("radio", { name: "CSV" }));
  expect(radio("Between the values", "Commas")).toBeChecked();
  await user.click(screen.getByRole("link", { name: "Settings" }));
  await notify();
  await user.click(radio("Separator of CSV for Excel", "Semicolons"));
  expect(platform.stored.csvSeparator).toBe("semicolon");
  await user.click(screen.getByRole("link", { name: "Export" }));
  await screen.findByRole("heading", { level: 1, name: "User export" });
  expect(radio("Between the values", "Semicolons")).toBeChecked();
});

test("the log files are shown, and the version is told", async () => {
  const { platform, user } = await openSettings();
  expect(await screen.findByText("Care Exporter 0.1.0")).toBeVisible();
  await user.click(button("Show log files"));
  expect(platform.callsOf("openLogFolder")).toEqual([[]]);
});

test("the list of exports is emptied, and brought back", async () => {
  const platform = new FakePlatform();
  platform.runs = [runIn("saved"), { ...runIn("failed"), id: "run-2" }];
  const { user } = await openSettings(platform);
  expect(await screen.findByText("2 exports in the list")).toBeVisible();
  await user.click(button("Remove the exports from the list"));
  expect(await screen.findByText("No export in the list")).toBeVisible();
  expect(button("Remove the exports from the list")).toBeDisabled();
  await user.click(button("Undo"));
  expect(await screen.findByText("2 exports in the list")).toBeVisible();
});

test.each([
  ["Remove the learned columns", "Remove the learned columns?", "columns", "No column learned"],
  ["Remove the log files", "Remove the log files?", "logs", "Nothing in the log files"],
])("%s asks first, and what is kept is said anew", async (name, question, part, nothing) => {
  const { platform, user } = await openSettings();
  await user.click(await screen.findByRole("button", { name }));
  const dialog = await screen.findByRole("alertdialog", { name: question });
  expect(within(dialog).getByRole("button", { name: "Keep" })).toHaveFocus();
  await expectAccessible();
  await user.keyboard("{Escape}");
  expect(platform.callsOf("removeKept")).toEqual([]);
  await user.click(button(name));
  await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Remove" }));
  expect(platform.callsOf("removeKept")).toEqual([[part]]);
  await waitFor(() => expect(button(name)).toBeDisabled());
  expect(screen.getByText(nothing)).toBeVisible();
});

test("everything goes, and the window begins as at its first start", async () => {
  const memory = testMemory();
  const { platform, user } = await openSettings(new FakePlatform(), memory);
  memory.write("zones", ["Europe/Berlin"]);
  await user.click(await screen.findByRole("button", { name: "Remove everything" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Remove everything?" });
  expect(dialog).toHaveTextContent("Files that you saved stay.");
  await user.click(within(dialog).getByRole("button", { name: "Remove everything" }));
  expect(await screen.findByRole("button", { name: "Connect your account" })).toBeVisible();
  expect(platform.callsOf("removeKept")).toEqual([["everything"]]);
  expect(memory.read("zones")).toBeNull();
});

test("everything stays when it can’t go, and says why", async () => {
  const platform = new FakePlatform();
  platform.refuse("removeKept", { code: "keychain_locked" });
  const { user } = await openSettings(platform);
  await user.click(await screen.findByRole("button", { name: "Remove everything" }));
  const dialog = await screen.findByRole("alertdialog");
  await user.click(within(dialog).getByRole("button", { name: "Remove everything" }));
  expect(await within(dialog).findByText("This computer’s keychain is locked.")).toBeVisible();
});

test("while an export is under way not everything can go", async () => {
  const platform = new FakePlatform();
  platform.runs = [runIn("waiting")];
  await openSettings(platform);
  expect(await screen.findByText(/Everything can be removed once they are done/)).toBeVisible();
  expect(button("Remove everything")).toBeDisabled();
  act(() => platform.advance(runIn("waiting"), { phase: "saved" }, 1));
  await waitFor(() => expect(button("Remove everything")).toBeEnabled());
});
