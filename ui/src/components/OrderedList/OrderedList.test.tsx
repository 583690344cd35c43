import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { OrderedList } from "./OrderedList";

const NAMES = ["Ann", "Ben", "Cem"];

function open(first = NAMES) {
  const onChange = vi.fn();
  const shown = show(
    <Held value={first} onChange={onChange}>
      {(ids, change) => (
        <OrderedList
          label="Order"
          items={ids.map((id) => ({ id, label: id }))}
          onChange={(edit) => change(edit(ids))}
          empty="Nothing picked."
        />
      )}
    </Held>,
  );
  return { ...shown, onChange };
}

const row = (name: string) => screen.getByRole("row", { name });

test("Alt with the arrows moves a row, which keeps the focus and is heard", async () => {
  const { user, onChange } = open();
  await user.tab();
  expect(row("Ann")).toHaveFocus();
  await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
  expect(onChange).toHaveBeenLastCalledWith(["Ben", "Ann", "Cem"]);
  expect(row("Ann")).toHaveFocus();
  expect(screen.getByRole("status")).toHaveTextContent("Ann");
  await user.keyboard("{Alt>}{ArrowUp}{ArrowUp}{/Alt}");
  expect(onChange).toHaveBeenLastCalledWith(NAMES);
  await expectAccessible();
});

test("what is removed leaves the focus with the next, and with the one before at the end", async () => {
  const { user, onChange } = open();
  await user.tab();
  await user.keyboard("{Delete}");
  expect(onChange).toHaveBeenLastCalledWith(["Ben", "Cem"]);
  expect(row("Ben")).toHaveFocus();
  await user.keyboard("{ArrowDown}{Delete}");
  expect(row("Ben")).toHaveFocus();
});

test("its buttons do the same", async () => {
  const { user, onChange } = open();
  await user.click(screen.getByRole("button", { name: "Move Cem up" }));
  expect(onChange).toHaveBeenLastCalledWith(["Ann", "Cem", "Ben"]);
  expect(screen.getByRole("button", { name: "Move Cem up" })).toHaveFocus();
  await user.click(screen.getByRole("button", { name: "Remove Cem" }));
  expect(onChange).toHaveBeenLastCalledWith(["Ann", "Ben"]);
});

test("Tab leads to a row and past the list, and Shift with Tab back to a row, never to a button in one", async () => {
  const { user } = open();
  const after = document.body.appendChild(document.createElement("button"));
  after.focus();
  await user.tab({ shift: true });
  expect(row("Cem")).toHaveFocus();
  await user.keyboard("{ArrowUp}");
  await user.tab();
  expect(after).toHaveFocus();
  await user.tab({ shift: true });
  expect(row("Ben")).toHaveFocus();
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(screen.getByRole("button", { name: "Move Ben up" })).toHaveFocus();
  after.remove();
});

test("a technical name breaks after its underscores", () => {
  open(["practice_employee_number"]);
  const label = row("practice_employee_number").querySelector(".ordered-label");
  expect(label?.innerHTML).toBe("practice_<wbr>employee_<wbr>number<wbr>");
});

test("says what to do when there is nothing", () => {
  open([]);
  expect(screen.getByText("Nothing picked.")).toBeVisible();
});
