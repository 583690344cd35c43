import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { IdPicker } from "./IdPicker";

const items = [
  { id: "1", label: "Zoë" },
  { id: "2", label: "İlkay" },
];
const words = {
  search: "Search agents",
  list: "Agents",
  empty: "Nobody fits.",
  ids: "Agent IDs",
  idsHint: "Separated by commas.",
  count: (count: number) => `${count} picked`,
  unlisted: (count: number) => `${count} not listed`,
};

function open(picked: string[], listed: typeof items | null = items) {
  const onChange = vi.fn();
  const shown = show(
    <Held value={picked} onChange={onChange}>
      {(ids, change) => <IdPicker items={listed} picked={ids} onChange={change} error={null} words={words} />}
    </Held>,
  );
  return { ...shown, onChange };
}

test("ids are typed and pasted, and those that the list has are picked in it", async () => {
  const { user, onChange } = open([]);
  await user.type(screen.getByRole("textbox", { name: "Agent IDs" }), "2,4711{Enter}");
  expect(onChange).toHaveBeenLastCalledWith(["2", "4711"]);
  expect(screen.getByText("1 picked")).toBeVisible();
  expect(screen.getByText("1 not listed")).toBeVisible();
  await expectAccessible();
});

test("picking none leaves what the list lacks", async () => {
  const { user, onChange } = open(["1", "4711"]);
  await user.click(screen.getByRole("button", { name: "Pick none" }));
  expect(onChange).toHaveBeenLastCalledWith(["4711"]);
});

test("without a list the ids alone are there", () => {
  open(["1"], null);
  expect(screen.queryByRole("listbox")).toBeNull();
  expect(screen.getByText("1 not listed")).toBeVisible();
});
