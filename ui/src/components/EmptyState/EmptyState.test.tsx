import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { Button } from "../Button/Button";
import { EmptyState } from "./EmptyState";

test("says what is missing and offers what to do", async () => {
  show(
    <>
      <h1>Activity</h1>
      <EmptyState icon={<svg />} title="No exports yet" text="Each export shows up here.">
        <Button>New export</Button>
      </EmptyState>
    </>,
  );
  expect(screen.getByRole("heading", { level: 2 })).toHaveTextContent("No exports yet");
  expect(screen.getByRole("button", { name: "New export" })).toBeVisible();
  await expectAccessible();
});
