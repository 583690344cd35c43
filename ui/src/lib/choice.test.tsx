import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RadioCards } from "../components/RadioCards/RadioCards";
import { Held, show } from "../test/show";
import { afterPaint } from "./painting";

const CHOICES = [
  { value: "excel", label: "Excel" },
  { value: "csv", label: "CSV" },
];

/** Paints the next frame, unless it was left. */
let paint: (() => void) | undefined;

beforeEach(() => {
  paint = undefined;
  vi.mocked(afterPaint).mockImplementation((then) => {
    paint = then;
    return () => {
      paint = undefined;
    };
  });
});

afterEach(() => vi.mocked(afterPaint).mockReset());

const radio = (name: string) => screen.getByRole("radio", { name });

function showCards() {
  const told: string[] = [];
  const shown = show(
    <Held value="excel" onChange={(value) => told.push(value)}>
      {(value, change) => (
        <RadioCards label="Kind of file" value={value} onChange={change} choices={CHOICES} />
      )}
    </Held>,
  );
  return { ...shown, told };
}

test("it is told once its mark is painted", async () => {
  const { user, told } = showCards();
  await user.click(radio("CSV"));
  expect(radio("CSV")).toBeChecked();
  expect(told).toEqual([]);
  act(() => paint?.());
  expect(radio("CSV")).toBeChecked();
  expect(told).toEqual(["csv"]);
});

test("what is pressed before the frame finds the choice told", async () => {
  const { user, told } = showCards();
  await user.click(radio("CSV"));
  const toldAtKey: string[][] = [];
  const onKey = () => toldAtKey.push([...told]);
  document.body.addEventListener("keydown", onKey);
  await user.keyboard("{Control>}{Enter}{/Control}");
  document.body.removeEventListener("keydown", onKey);
  expect(toldAtKey[0]).toEqual(["csv"]);
  await user.click(radio("Excel"));
  await user.click(radio("CSV"));
  expect(told).toEqual(["csv", "excel"]);
  act(() => paint?.());
  expect(told).toEqual(["csv", "excel", "csv"]);
});

test("a choice is told even if its field goes before the frame", async () => {
  const { user, view, told } = showCards();
  await user.click(radio("CSV"));
  view.unmount();
  expect(told).toEqual(["csv"]);
  expect(paint).toBeUndefined();
});
