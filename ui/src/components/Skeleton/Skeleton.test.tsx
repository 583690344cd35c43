import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { type Clock, ClockProvider, systemClock } from "../../lib/clock";
import { expectAccessible, show } from "../../test/show";
import { Skeleton } from "./Skeleton";

test("says nothing of what comes soon, and what is on its way after 300 ms", async () => {
  const later: { milliseconds: number; then: () => void }[] = [];
  const clock: Clock = {
    ...systemClock,
    after: (milliseconds, then) => {
      later.push({ milliseconds, then });
      return () => {};
    },
  };
  show(
    <ClockProvider value={clock}>
      <Skeleton label="Loading teams" />
    </ClockProvider>,
  );
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
  expect(later.map(({ milliseconds }) => milliseconds)).toEqual([300]);
  act(() => later[0]?.then());
  expect(screen.getByRole("status")).toHaveTextContent("Loading teams");
  await expectAccessible();
});
