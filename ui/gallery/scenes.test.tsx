import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { messagesFor } from "../src/messages";
import en from "../src/messages/en.json";
import { expectAccessible, openApp } from "../src/test/app";
import { go } from "./go";
import { scenes } from "./scenes";

/** Where nothing is drawn, each row of a list is, and thousands of them say no more than thirty. */
const CROWDED = ["thousands", "many", "manyPresets"];
const looked = Object.entries(scenes).filter(([name]) => !CROWDED.includes(name));
const { t } = messagesFor(en, "en-GB");

test.each(looked)("axe finds nothing on %s", async (name, scene) => {
  const platform = scene.platform();
  if (name === "unreadable") {
    void openApp(platform).catch(() => {});
    await screen.findByRole("alert");
  } else {
    await openApp(platform);
    await act(() => go(scene, platform, t));
    // Whoever comes by keyboard or screen reader is where the page begins, not lost at the top of the window.
    await waitFor(() => expect(document.activeElement).not.toBe(document.body));
  }
  await expectAccessible();
  // There is one thing to do, at most, that looks like the thing to do.
  expect(document.querySelectorAll(".button-primary").length).toBeLessThanOrEqual(1);
});
