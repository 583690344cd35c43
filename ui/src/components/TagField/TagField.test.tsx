import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { TagField } from "./TagField";

function open(first: string[] = []) {
  const onChange = vi.fn();
  const shown = show(
    <Held value={first} onChange={onChange}>
      {(tags, change) => (
        <TagField
          label="IDs"
          listLabel="Entered IDs"
          tags={tags}
          has={(entry) => tags.includes(entry)}
          onAdd={(entries) => change([...tags, ...entries])}
          onRemove={(gone) => change(tags.filter((tag) => !gone.includes(tag)))}
          split={(text) => text.split(/[\s,]+/).filter(Boolean)}
          endKeys={[","]}
        />
      )}
    </Held>,
  );
  return { ...shown, onChange, field: screen.getByRole("textbox", { name: "IDs" }) };
}

test("an entry ends with Enter or its key, and one that is there already is said", async () => {
  const { user, field, onChange } = open();
  await user.type(field, "4711,4712{Enter}");
  expect(onChange).toHaveBeenLastCalledWith(["4711", "4712"]);
  await user.type(field, "4711{Enter}");
  expect(screen.getByRole("status")).toHaveTextContent("4711");
  await expectAccessible();
});

test("several that are pasted are taken at once, and one is left to be typed on", () => {
  const { field, onChange } = open();
  fireEvent.paste(field, { clipboardData: { getData: () => "1\n2, 3" } });
  expect(onChange).toHaveBeenLastCalledWith(["1", "2", "3"]);
});

test("Delete removes a tag and the focus stays among them", async () => {
  const { user, onChange } = open(["1", "2", "3"]);
  screen.getByRole("row", { name: "2" }).focus();
  await user.keyboard("{Delete}");
  expect(onChange).toHaveBeenLastCalledWith(["1", "3"]);
  expect(screen.getByRole("grid", { name: "Entered IDs" })).toContainElement(
    document.activeElement as HTMLElement,
  );
});
