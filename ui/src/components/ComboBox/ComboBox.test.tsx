import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { ComboBox } from "./ComboBox";

const options = [
  { id: "1", label: "Istanbul", detail: "UTC+3" },
  { id: "2", label: "Berlin" },
];

test("opens with the arrow and picks with Enter", async () => {
  const onSelectionChange = vi.fn();
  const { user } = show(
    <ComboBox label="Time zone" options={options} onSelectionChange={onSelectionChange} />,
  );
  await user.tab();
  expect(screen.getByRole("combobox", { name: "Time zone" })).toHaveFocus();
  await user.keyboard("{ArrowDown}");
  expect(screen.getByRole("listbox")).toBeVisible();
  expect(screen.getByRole("option", { name: "Istanbul" })).toHaveAccessibleDescription("UTC+3");
  await expectAccessible();
  await user.keyboard("{Enter}");
  expect(onSelectionChange).toHaveBeenLastCalledWith("1");
  expect(screen.getByRole("combobox")).toHaveFocus();
});

test("says what is wrong and what there is to know, as belonging to it", () => {
  show(<ComboBox label="Time zone" hint="Of the person." error="Pick one." options={options} />);
  expect(screen.getByRole("combobox")).toBeInvalid();
  expect(screen.getByRole("combobox")).toHaveAccessibleDescription("Of the person. Pick one.");
});
