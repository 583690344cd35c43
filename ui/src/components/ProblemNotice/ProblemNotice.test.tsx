import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { problem } from "../../platform/fake";
import { expectAccessible, show } from "../../test/show";
import { ProblemNotice } from "./ProblemNotice";

const lost = problem({ code: "network", fault: "reset" }, "GET /status: connection reset");

test("says what happened first, and the technical detail when it is asked for", async () => {
  const onRetry = vi.fn();
  const { user } = show(<ProblemNotice problem={lost} onRetry={onRetry} />);
  const alert = screen.getByRole("alert");
  expect(alert.querySelector("p")?.textContent).not.toMatch(/GET|reset/);
  expect(screen.getByText("GET /status: connection reset")).not.toBeVisible();
  await expectAccessible();
  await user.click(screen.getByText("Technical detail"));
  expect(screen.getByText("GET /status: connection reset")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test("the detail is copied, or selected where nothing may be copied", async () => {
  const { user } = show(<ProblemNotice problem={lost} />);
  await user.click(screen.getByText("Technical detail"));
  const writeText = vi.spyOn(navigator.clipboard, "writeText").mockRejectedValueOnce(new Error("denied"));
  await user.click(screen.getByRole("button", { name: "Copy" }));
  expect(getSelection()?.toString()).toBe("GET /status: connection reset");
  await user.click(screen.getByRole("button", { name: "Copy" }));
  expect(writeText).toHaveBeenLastCalledWith("GET /status: connection reset");
  expect(screen.getByText("Copied.")).toBeVisible();
});
