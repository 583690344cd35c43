import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { Segments } from "./Segments";

test("one is always chosen, by pointer or by keyboard", async () => {
  const onChange = vi.fn();
  const { user } = show(
    <Held value="all" onChange={onChange}>
      {(value, change) => (
        <Segments
          label="Which exports"
          value={value}
          onChange={change}
          choices={[
            { id: "all", label: "All" },
            { id: "saved", label: "Saved" },
          ]}
        />
      )}
    </Held>,
  );
  expect(screen.getByRole("radiogroup", { name: "Which exports" })).toBeVisible();
  await user.tab();
  await user.keyboard("{ArrowRight} ");
  expect(onChange).toHaveBeenLastCalledWith("saved");
  await user.click(screen.getByRole("radio", { name: "Saved" }));
  expect(screen.getByRole("radio", { name: "Saved" })).toBeChecked();
  await expectAccessible();
});
