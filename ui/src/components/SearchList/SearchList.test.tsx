import { act, fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { SearchList } from "./SearchList";

const items = ["İlkay", "Zoë", "José"].map((label, index) => ({ id: String(index), label }));

function open(picked: string[]) {
  const onChange = vi.fn();
  const shown = show(
    <Held value={picked} onChange={onChange}>
      {(ids, change) => (
        <SearchList
          searchLabel="Search agents"
          label="Agents"
          items={items}
          picked={ids}
          onChange={change}
          empty="Nobody fits."
        />
      )}
    </Held>,
  );
  return { ...shown, onChange, search: screen.getByRole("searchbox", { name: "Search agents" }) };
}

test("arrows and Enter pick while the search keeps the focus", async () => {
  const { user, onChange, search } = open([]);
  await user.tab();
  expect(search).toHaveFocus();
  await user.keyboard("{ArrowDown}{Enter}");
  expect(onChange).toHaveBeenLastCalledWith(["0"]);
  expect(search).toHaveFocus();
  await expectAccessible();
});

test("finds names however they are written, and says when nothing fits", async () => {
  const { user, search } = open([]);
  expect(screen.getByRole("listbox", { name: "Agents" })).toBeVisible();
  await user.type(search, "ilkay");
  expect(screen.queryByText("Nobody fits.")).toBeNull();
  await user.type(search, "x");
  expect(screen.getByText("Nobody fits.")).toBeVisible();
});

test("after one is picked, the next search takes the place of the last", async () => {
  const { user, onChange, search } = open([]);
  await user.tab();
  await user.keyboard("ilk{Enter}zo{Enter}");
  expect(search).toHaveValue("zo");
  expect(onChange).toHaveBeenLastCalledWith(["0", "1"]);
});

test("what the list lacks stays picked", async () => {
  const { user, onChange } = open(["gone"]);
  await user.tab();
  await user.keyboard("{ArrowDown}{Enter}");
  expect(onChange).toHaveBeenLastCalledWith(["gone", "0"]);
});

test("an Enter that overtakes the list picks from the answers to what was typed", () => {
  const { onChange, search } = open([]);
  act(() => search.focus());
  act(() => {
    fireEvent(search, new InputEvent("beforeinput", { inputType: "insertText", bubbles: true }));
    fireEvent.input(search, { target: { value: "jos" } });
    fireEvent.keyDown(search, { key: "Enter" });
    fireEvent.keyUp(search, { key: "Enter" });
  });
  expect(onChange).toHaveBeenLastCalledWith(["2"]);
});
