import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { show } from "../test/show";
import { Later } from "./later";

test("comes after what stands beside it", () => {
  const drawn: string[] = [];
  const Drawn = ({ name }: { name: string }) => {
    drawn.push(name);
    return <p>{name}</p>;
  };
  show(
    <>
      <Later>
        <Drawn name="later" />
      </Later>
      <Drawn name="at once" />
    </>,
  );
  expect(drawn[0]).toBe("at once");
  expect(screen.getByText("later")).toBeVisible();
});
