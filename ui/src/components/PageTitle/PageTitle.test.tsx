import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { show } from "../../test/show";
import { PageTitle } from "./PageTitle";

test("takes the focus as its page is opened, and Tab goes on from there", async () => {
  const { user } = show(
    <>
      <button type="button">Before</button>
      <PageTitle>Presets</PageTitle>
      <button type="button">After</button>
    </>,
  );
  expect(screen.getByRole("heading", { level: 1, name: "Presets" })).toHaveFocus();
  await user.tab();
  expect(screen.getByRole("button", { name: "After" })).toHaveFocus();
});
