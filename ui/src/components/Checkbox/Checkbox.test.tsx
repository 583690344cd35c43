import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { Checkbox } from "./Checkbox";

test("is ticked by Space and by its words", async () => {
  const onChange = vi.fn();
  const { user } = show(
    <Held value={false} onChange={onChange}>
      {(isSelected, change) => (
        <Checkbox isSelected={isSelected} onChange={change}>
          Include disabled agents
        </Checkbox>
      )}
    </Held>,
  );
  await user.tab();
  await user.keyboard(" ");
  expect(screen.getByRole("checkbox", { name: "Include disabled agents" })).toBeChecked();
  await user.click(screen.getByText("Include disabled agents"));
  expect(onChange.mock.calls).toEqual([[true], [false]]);
  await expectAccessible();
});
