// @vitest-environment node
import { expect, test } from "vitest";
import type { Phase, Run } from "../platform";
import { runIn } from "../test/run";
import { shareOf } from "./amounts";

const NONE = { bytes: 0, totalBytes: null, current: null, total: null };
const share = (phase: Phase, progress: Partial<Run["progress"]>) =>
  shareOf(runIn(phase, { progress: { ...NONE, ...progress } }));

test("a share is of a known whole", () => {
  expect(share("downloading", { bytes: 50, totalBytes: 200 })).toBe(0.25);
  expect(share("downloading", { bytes: 200, totalBytes: 200 })).toBe(1);
  expect(share("waiting", { current: 3, total: 4 })).toBe(0.75);
});

test("without a known whole, or past it, there is none", () => {
  expect(share("downloading", { bytes: 50 })).toBeNull();
  expect(share("downloading", { bytes: 201, totalBytes: 200 })).toBeNull();
  expect(share("waiting", { current: 5, total: 4 })).toBeNull();
  expect(share("waiting", { current: 0, total: 0 })).toBeNull();
  expect(share("queued", {})).toBeNull();
});
