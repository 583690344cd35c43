import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { RadioCards } from "./RadioCards";

test("the arrows choose, and each choice carries its explanation", async () => {
  const onChange = vi.fn();
  const { user } = show(
    <Held value="excel" onChange={onChange}>
      {(value, change) => (
        <RadioCards
          label="Kind of file"
          value={value}
          onChange={change}
          choices={[
            { value: "excel", label: "Excel", hint: "Opens with a double click." },
            { value: "csv", label: "CSV" },
          ]}
        />
      )}
    </Held>,
  );
  expect(screen.getByRole("radiogroup", { name: "Kind of file" })).toBeVisible();
  expect(screen.getByRole("radio", { name: "Excel" })).toHaveAccessibleDescription(
    "Opens with a double click.",
  );
  await user.tab();
  await user.keyboard("{ArrowRight}");
  expect(onChange).toHaveBeenCalledExactlyOnceWith("csv");
  expect(screen.getByRole("radio", { name: "CSV" })).toBeChecked();
  await expectAccessible();
});
