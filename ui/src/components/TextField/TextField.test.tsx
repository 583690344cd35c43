import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { TextField } from "./TextField";

test("its hint and what is wrong belong to it", async () => {
  show(<TextField label="Company key" hint="As in the address." error="Enter the company key." />);
  const field = screen.getByRole("textbox", { name: "Company key" });
  expect(field).toBeInvalid();
  expect(field).toHaveAccessibleDescription("As in the address. Enter the company key.");
  await expectAccessible();
});

test("without an error it is valid, and names are not corrected", () => {
  show(<TextField label="Company key" />);
  const field = screen.getByRole("textbox", { name: "Company key" });
  expect(field).toBeValid();
  expect(field).toHaveAttribute("spellcheck", "false");
});
