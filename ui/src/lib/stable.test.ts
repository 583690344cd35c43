import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useSame, useStable } from "./stable";

test("stays the same function, and does what the newest does", () => {
  const { result, rerender } = renderHook(({ by }) => useStable((number: number) => number * by), {
    initialProps: { by: 2 },
  });
  const first = result.current;
  expect(first(4)).toBe(8);
  rerender({ by: 3 });
  expect(result.current).toBe(first);
  expect(first(4)).toBe(12);
});

test("a list stays the same object while the same is in it", () => {
  const { result, rerender } = renderHook(({ list }) => useSame(list), {
    initialProps: { list: ["a", "b"] },
  });
  const first = result.current;
  rerender({ list: ["a", "b"] });
  expect(result.current).toBe(first);
  for (const list of [["a"], ["a", "c"], ["c", "a"], []]) {
    rerender({ list });
    expect(result.current).toEqual(list);
  }
});
