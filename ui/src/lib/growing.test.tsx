import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useGrowing } from "./growing";

const many = Array.from({ length: 1000 }, (_, number) => number);

const open = () =>
  renderHook(
    ({ items, of, upTo }) => {
      const [drawn, more] = useGrowing(items, of, upTo);
      expect(drawn).toEqual(items.slice(0, drawn.length));
      return { drawn, more };
    },
    { initialProps: { items: many, of: "", upTo: 0 } },
  );

test("begins with what is in sight, and grows to all of it as its end comes near", () => {
  const { result } = open();
  expect(result.current.drawn.length).toBeLessThan(100);
  const lengths = [result.current.drawn.length];
  while (result.current.more) {
    act(result.current.more);
    lengths.push(result.current.drawn.length);
  }
  expect(lengths).toEqual([...new Set(lengths)].toSorted((a, b) => a - b));
  expect(result.current.drawn).toBe(many);
});

test("stays as long as it is when the list comes again, and begins anew with another search", () => {
  const { result, rerender } = open();
  act(() => result.current.more?.());
  const { length } = result.current.drawn;
  rerender({ items: [...many], of: "", upTo: 0 });
  expect(result.current.drawn).toHaveLength(length);
  rerender({ items: many.toReversed(), of: "a", upTo: 0 });
  expect(result.current.drawn.length).toBeLessThan(length);
});

test("has at once what is needed", () => {
  const { result, rerender } = open();
  rerender({ items: many, of: "", upTo: 700 });
  expect(result.current.drawn).toHaveLength(700);
});

test("a short list is the list itself", () => {
  const few = [1, 2, 3];
  const { result } = renderHook(() => useGrowing(few, ""));
  expect(result.current).toEqual([few, undefined]);
});
