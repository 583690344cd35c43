import { act, fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, Held, show } from "../../test/show";
import { PickBox } from "./PickBox";

const options = ["Istanbul", "Berlin", "Bergen"].map((label) => ({ id: label, label }));
const search = (query: string) =>
  options.filter(({ label }) => label.toLowerCase().startsWith(query.toLowerCase()));

function open() {
  const onPick = vi.fn();
  const shown = show(
    <Held value="Istanbul" onChange={onPick}>
      {(id, pick) => (
        <PickBox
          label="Time zone"
          picked={options.find((option) => option.id === id) ?? null}
          onPick={pick}
          search={search}
          empty="Nothing fits."
        />
      )}
    </Held>,
  );
  return { ...shown, onPick, box: screen.getByRole("combobox", { name: "Time zone" }) };
}

test("Enter takes the best of what fits", async () => {
  const { user, onPick, box } = open();
  await user.clear(box);
  await user.type(box, "ber{Enter}");
  expect(onPick).toHaveBeenCalledExactlyOnceWith("Berlin");
  expect(box).toHaveValue("Berlin");
  await expectAccessible();
});

test("going on to what comes next takes the best as well", async () => {
  const { user, onPick, box } = open();
  await user.clear(box);
  await user.type(box, "ber");
  await user.tab();
  expect(onPick).toHaveBeenCalledExactlyOnceWith("Berlin");
  expect(box).toHaveValue("Berlin");
  expect(box).not.toHaveFocus();
});

test("going back, or away by mouse, restores what was picked", async () => {
  const { user, onPick, box } = open();
  for (const leave of [() => user.tab({ shift: true }), () => user.click(document.body)]) {
    await user.clear(box);
    await user.type(box, "ber");
    await leave();
    expect(box).toHaveValue("Istanbul");
  }
  expect(onPick).not.toHaveBeenCalled();
});

test("when nothing fits, leaving it restores what is picked", async () => {
  const { user, onPick, box } = open();
  await user.clear(box);
  await user.type(box, "xyz");
  expect(screen.getByText("Nothing fits.")).toBeVisible();
  await user.tab();
  expect(box).toHaveValue("Istanbul");
  expect(onPick).not.toHaveBeenCalled();
});

test("Escape closes the list and restores what is picked", async () => {
  const { user, onPick, box } = open();
  await user.clear(box);
  await user.type(box, "ber");
  expect(screen.getByRole("option", { name: "Berlin" })).toBeVisible();
  await user.keyboard("{Escape}");
  expect(box).toHaveValue("Istanbul");
  expect(box).toHaveAttribute("aria-expanded", "false");
  expect(box).toHaveFocus();
  expect(onPick).not.toHaveBeenCalled();
});

test("a page that scrolls under the list takes nothing of what is typed away", async () => {
  const { user, onPick, box } = open();
  await user.clear(box);
  await user.type(box, "b");
  fireEvent.scroll(document);
  await user.keyboard("e");
  fireEvent.scroll(document);
  expect(box).toHaveValue("be");
  expect(screen.getByRole("option", { name: "Berlin" })).toBeVisible();
  await user.keyboard("{Enter}");
  expect(onPick).toHaveBeenCalledExactlyOnceWith("Berlin");
});

test.each(["{Enter}", "{Tab}"])("%s on what is already picked ends the search", async (end) => {
  const { user, onPick, box } = open();
  await user.clear(box);
  await user.type(box, "ist{ArrowDown}");
  await user.keyboard(end);
  expect(box).toHaveValue("Istanbul");
  expect(box).toHaveAttribute("aria-expanded", "false");
  expect(onPick).not.toHaveBeenCalled();
});

test("a click on what is already picked ends the search", async () => {
  const { user, onPick, box } = open();
  await user.clear(box);
  await user.type(box, "ist");
  await user.click(screen.getByRole("option", { name: "Istanbul" }));
  expect(box).toHaveValue("Istanbul");
  expect(box).toHaveAttribute("aria-expanded", "false");
  expect(onPick).not.toHaveBeenCalled();
});

test("Enter where nothing fits restores what is picked", async () => {
  const { user, onPick, box } = open();
  await user.clear(box);
  await user.type(box, "xyz{Enter}");
  expect(box).toHaveValue("Istanbul");
  expect(onPick).not.toHaveBeenCalled();
});

test("keys that overtake the list mean the answers to what was typed", () => {
  const { onPick, box } = open();
  act(() => box.focus());
  const type = (value: string) => fireEvent.input(box, { target: { value } });
  act(() => {
    type("berg");
    fireEvent.keyDown(box, { key: "Enter" });
  });
  expect(onPick).toHaveBeenLastCalledWith("Bergen");
  expect(box).toHaveValue("Bergen");
  expect(box).toHaveAttribute("aria-expanded", "false");
  act(() => {
    type("berl");
    fireEvent.keyDown(box, { key: "ArrowDown" });
  });
  expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toEqual(["Berlin"]);
  act(() => {
    type("berg");
    fireEvent.keyDown(box, { key: "Escape" });
  });
  expect(box).toHaveValue("Bergen");
  expect(box).toHaveAttribute("aria-expanded", "false");
});
