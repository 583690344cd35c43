import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { SearchBox } from "./SearchBox";

test("says what is typed, and Escape empties it", async () => {
  const onChange = vi.fn();
  const { user } = show(
    <Held value="" onChange={onChange}>
      {(held, change) => <SearchBox label="Search presets" value={held} onChange={change} />}
    </Held>,
  );
  const field = screen.getByRole("searchbox", { name: "Search presets" });
  await user.type(field, "ay");
  expect(onChange).toHaveBeenLastCalledWith("ay");
  await expectAccessible();
  await user.keyboard("{Escape}");
  expect(field).toHaveValue("");
});
