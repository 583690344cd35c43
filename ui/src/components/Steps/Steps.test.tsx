import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { Steps } from "./Steps";

test("tells what is done and where one is, without colour", async () => {
  show(<Steps label="Three steps" steps={["Connect", "Pick", "Save"]} current={1} />);
  const steps = within(screen.getByRole("list", { name: "Three steps" })).getAllByRole("listitem");
  expect(steps.map((step) => step.getAttribute("aria-current"))).toEqual([null, "step", null]);
  expect(within(steps[0] as HTMLElement).getByRole("img", { name: "Done" })).toBeVisible();
  expect(screen.getAllByRole("img")).toHaveLength(1);
  await expectAccessible();
});

test("once all is done no step is the current one", () => {
  show(<Steps label="Three steps" steps={["Connect", "Pick", "Save"]} current={3} />);
  expect(screen.getAllByRole("img", { name: "Done" })).toHaveLength(3);
  expect(document.querySelector("[aria-current]")).toBeNull();
});
