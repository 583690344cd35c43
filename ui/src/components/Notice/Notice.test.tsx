import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { Notice } from "./Notice";

test("is said as it appears only when it is to be", async () => {
  show(
    <>
      <Notice tone="danger" announce>
        <p>The disk is full.</p>
      </Notice>
      <Notice tone="info">
        <p>Two sheets.</p>
      </Notice>
    </>,
  );
  expect(screen.getByRole("alert")).toHaveTextContent(/^The disk is full\.$/);
  expect(screen.getByText("Two sheets.")).toBeVisible();
  await expectAccessible();
});
