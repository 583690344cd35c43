import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, show } from "../../test/show";
import { Section } from "./Section";

test("is a region under its own heading", async () => {
  show(
    <>
      <h1>Settings</h1>
      <Section title="Notifications">
        <p>What belongs together.</p>
      </Section>
    </>,
  );
  expect(screen.getByRole("region", { name: "Notifications" })).toContainElement(
    screen.getByRole("heading", { level: 2, name: "Notifications" }),
  );
  await expectAccessible();
});
