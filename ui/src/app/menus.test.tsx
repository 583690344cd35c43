import { act, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { MenuCommand } from "../platform";
import { FakePlatform } from "../platform/fake";
import { button, expectAccessible, openApp, openRun, panel, runIn } from "../test/app";

async function picked(command: MenuCommand, platform = new FakePlatform()) {
  const app = await openApp(platform);
  act(() => app.platform.pickInMenu(command));
  return app;
}

test("the menus are worded in the language of the window", async () => {
  const { platform } = await openApp();
  const [words] = platform.callsOf("wordMenu").at(-1) as [Record<string, string>];
  expect(words).toMatchObject({ file: "&File", newExport: "New export", zoomReset: "Actual size" });
  expect(Object.values(words).filter((word) => word === "")).toEqual([]);
});

test.each([
  ["presets", "Presets"],
  ["activity", "Activity"],
  ["connections", "Connections"],
  ["settings", "Settings"],
  ["licences", "Licences"],
] as const)("%s shows its page", async (command, title) => {
  await picked(command);
  expect(await screen.findByRole("heading", { level: 1, name: title })).toHaveFocus();
});

test("a new export leaves the one that ended, and none that is under way", async () => {
  const { platform } = await openRun(runIn("saved"));
  act(() => platform.pickInMenu("new_export"));
  expect(panel()).toHaveAttribute("data-phase", "idle");
  act(() => platform.emit({ kind: "run", run: { ...runIn("waiting"), id: "run-2" } }));
  act(() => platform.pickInMenu("new_export"));
  expect(panel()).toHaveAttribute("data-phase", "waiting");
});

test("the choices are kept as a preset from any page, while an export runs too", async () => {
  const { user, platform } = await picked("settings");
  await screen.findByRole("heading", { level: 1, name: "Settings" });
  act(() => platform.pickInMenu("save_preset"));
  const dialog = await screen.findByRole("dialog", { name: "Save as preset" });
  await user.type(within(dialog).getByRole("textbox"), "Monthly{Enter}");
  expect(await screen.findByText(/Monthly/)).toBeVisible();
  expect(platform.presets).toHaveLength(1);

  act(() => platform.emit({ kind: "run", run: runIn("waiting") }));
  await screen.findByRole("button", { name: "Cancel" });
  act(() => platform.pickInMenu("save_preset"));
  expect(await screen.findByRole("dialog", { name: "Save as preset" })).toBeVisible();
});

test("the appearance is chosen, shown at once and stored", async () => {
  const { platform } = await picked("dark");
  expect(document.documentElement).toHaveAttribute("data-appearance", "dark");
  expect(platform.callsOf("saveSettings")).toEqual([[expect.objectContaining({ appearance: "dark" })]]);
  act(() => platform.pickInMenu("system"));
  expect(document.documentElement).not.toHaveAttribute("data-appearance");
});

test("the keys are told", async () => {
  const { user } = await picked("shortcuts");
  const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(dialog).toHaveTextContent("New exportCtrlN");
  expect(dialog).toHaveTextContent("ExportCtrlEnterNext part of the pageF6");
  await expectAccessible();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});

test("the app tells what it is, and leads to the licences", async () => {
  const { user } = await picked("about");
  expect(await screen.findByText("Care Exporter 0.1.0")).toBeVisible();
  await expectAccessible();
  await user.click(button("Licences"));
  expect(await screen.findByRole("heading", { level: 1, name: "Licences" })).toBeVisible();
});

test("at the first start there is nowhere to go, and the rest works", async () => {
  const { platform } = await picked("activity", new FakePlatform([]));
  expect(screen.getByRole("button", { name: "Connect your account" })).toBeVisible();
  act(() => platform.pickInMenu("about"));
  expect(await screen.findByText("Care Exporter 0.1.0")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Licences" })).not.toBeInTheDocument();
});

test("a menu is heard from the moment that the window is there", async () => {
  const platform = new FakePlatform([]);
  const watch = new MutationObserver(() => {
    if (document.querySelector("h1")) {
      watch.disconnect();
      platform.pickInMenu("about");
    }
  });
  watch.observe(document, { childList: true, subtree: true });
  await openApp(platform);
  expect(await screen.findByText("Care Exporter 0.1.0")).toBeVisible();
});

test.each([
  ["{Control>}+{/Control}", "in"],
  ["{Control>}[NumpadAdd]{/Control}", "in"],
  ["{Control>}[NumpadSubtract]{/Control}", "out"],
  ["{Control>}[Numpad0]{/Control}", "reset"],
])("%s zooms, although no menu shows it", async (keys, step) => {
  const { platform, user } = await openApp();
  await user.keyboard(keys);
  expect(platform.callsOf("zoom")).toEqual([[step]]);
  await user.keyboard("+");
  expect(platform.callsOf("zoom")).toHaveLength(1);
});
