import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useGrowing } from "./growing";

const many = Array.from({ length: 1000 }, (_, number) => number);

/** The lengths of the list as it was drawn. */
function lengths() {
  const seen: number[] = [];
  const shown = renderHook(
    ({ items, of, upTo }) => {
      const list = useGrowing(items, of, upTo);
      expect(list).toEqual(items.slice(0, list.length));
      seen.push(list.length);
      return list;
    },
    { initialProps: { items: many, of: "", upTo: 0 } },
  );
  return { ...shown, take: () => seen.splice(0) };
}

test("begins with what is in sight, and grows to all of it", () => {
  const { take, result } = lengths();
  const seen = take();
  expect(seen[0]).toBeLessThan(100);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(result.current).toBe(many);
});

test("begins anew with another search, and not when the list comes again", () => {
  const { take, rerender } = lengths();
  take();
  rerender({ items: [...many], of: "", upTo: 0 });
  expect(take()).toEqual([1000]);
  act(() => rerender({ items: many.toReversed(), of: "a", upTo: 0 }));
  expect(take()[0]).toBeLessThan(100);
});

test("has at once what is needed", () => {
  const { take, rerender } = lengths();
  take();
  act(() => rerender({ items: many, of: "b", upTo: 700 }));
  expect(take()[0]).toBe(700);
});

test("a short list is the list itself", () => {
  const few = [1, 2, 3];
  const { result } = renderHook(() => useGrowing(few, ""));
  expect(result.current).toBe(few);
});
