import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import { FakePlatform, problem } from "../platform/fake";
import { button, openApp, panel } from "../test/app";

test("an answer that comes after its run has ended does not bring the beginning back", async () => {
  const platform = new FakePlatform();
  let answer = () => {};
  platform.answer("startExport", (request) => {
    const queued = platform.newRun(request, 0);
    return new Promise((resolve) => {
      answer = () => {
        platform.advance(queued, { phase: "failed", problem: problem({ code: "sign_in_refused" }) }, 1);
        resolve(queued);
      };
    });
  });
  const { user } = await openApp(platform);
  await user.click(button("Export"));
  await act(async () => answer());
  expect(panel()).toHaveAttribute("data-phase", "failed");
});
