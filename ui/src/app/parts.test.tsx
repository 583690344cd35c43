import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { button, openApp } from "../test/app";

const focused = () => {
  const { activeElement } = document;
  return activeElement?.closest("label")?.textContent || activeElement?.getAttribute("name") || activeElement;
};

test("F6 goes from part to part of the window and around, Shift and F6 back", async () => {
  const { user } = await openApp();
  const box = (name: string) => screen.getByRole("combobox", { name });
  const stops = [
    () => box("What to export"),
    () => box("Period"),
    () => box("Time zone"),
    () => screen.getByRole("radio", { name: "Everyone" }),
    () => button("Add a set"),
    () => screen.getByRole("radio", { name: "Excel" }),
    () => button("Export"),
    () => screen.getByRole("link", { name: "Export" }),
  ];
  expect(screen.getByRole("heading", { level: 1 })).toHaveFocus();
  for (const stop of [...stops, ...stops.slice(0, 3)]) {
    await user.keyboard("{F6}");
    expect(stop(), `after the key the focus is at ${focused()}`).toHaveFocus();
  }
  for (const stop of [1, 0, -1, -2].map((at) => stops.at(at))) {
    await user.keyboard("{Shift>}{F6}{/Shift}");
    expect(stop?.()).toHaveFocus();
  }
});

test("F6 goes on from between two parts, and from the middle of one", async () => {
  const { user } = await openApp();
  await user.click(screen.getByRole("textbox", { name: "Add a column" }));
  await user.keyboard("{F6}");
  expect(screen.getByRole("radio", { name: "Excel" })).toHaveFocus();
  await user.click(screen.getByRole("checkbox", { name: /disabled/i }));
  await user.keyboard("{Shift>}{F6}{/Shift}");
  expect(screen.getByRole("combobox", { name: "Time zone" })).toHaveFocus();
});

test("F6 takes what was typed in a field with it, and leaves a dialog alone", async () => {
  const { user } = await openApp();
  const zone = screen.getByRole("combobox", { name: "Time zone" });
  await user.click(zone);
  await user.keyboard("berlin{F6}");
  expect(zone).toHaveValue("Berlin (UTC+2)");
  expect(screen.getByRole("radio", { name: "Everyone" })).toHaveFocus();
  await user.click(button("Save as preset"));
  const name = await screen.findByRole("textbox", { name: "Name of the preset" });
  await user.keyboard("{F6}");
  expect(name).toHaveFocus();
});
