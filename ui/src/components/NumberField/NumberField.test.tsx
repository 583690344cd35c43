import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { NumberField } from "./NumberField";

function open(value: number) {
  const onChange = vi.fn();
  const shown = show(
    <Held value={value} onChange={onChange}>
      {(held, change) => <NumberField label="Days" value={held} least={1} most={30} onChange={change} />}
    </Held>,
  );
  return { ...shown, onChange, field: screen.getByRole("textbox", { name: "Days" }) };
}

test("is stepped with the arrows, and goes no further than it may", async () => {
  const { user, field, onChange } = open(29);
  await user.click(field);
  await user.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}");
  expect(field).toHaveValue("30");
  expect(onChange).toHaveBeenCalledTimes(1);
  await user.keyboard("{Home}");
  expect(field).toHaveValue("1");
  await expectAccessible();
});

test("what is no number goes back to what it was", async () => {
  const { user, field, onChange } = open(7);
  await user.clear(field);
  await user.tab();
  expect(field).toHaveValue("7");
  expect(onChange).not.toHaveBeenCalled();
});
