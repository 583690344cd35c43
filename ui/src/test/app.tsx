import { act, render, screen, within } from "@testing-library/react";
import userEvent, { PointerEventsCheckLevel } from "@testing-library/user-event";
import { App } from "../app/App";
import type { Clock } from "../lib/clock";
import type { Memory } from "../lib/memory";
import type { Run } from "../platform";
import { FakePlatform } from "../platform/fake";
import { NOW, runIn } from "./run";

export { NOW, request, runIn } from "./run";
export { expectAccessible } from "./show";

/** A clock that stands still until it is told otherwise. */
export class TestClock implements Clock {
  private time = NOW;
  private readonly ticks = new Set<() => void>();
  now = () => this.time;
  zone = () => "Europe/Istanbul";
  every = (_: number, tick: () => void) => {
    this.ticks.add(tick);
    return () => void this.ticks.delete(tick);
  };
  /** What is to happen a moment later happens at once: no test is about the moment. */
  after = (_: number, then: () => void) => {
    let waits = true;
    queueMicrotask(() => waits && act(then));
    return () => {
      waits = false;
    };
  };
  /** Lets seconds pass. */
  pass(seconds: number): void {
    this.time += seconds * 1000;
    act(() => {
      for (const tick of this.ticks) {
        tick();
      }
    });
  }
}

/** A memory of its own for each test. */
export function testMemory(): Memory {
  const kept = new Map<string, string>();
  return {
    read: (key) => JSON.parse(kept.get(key) ?? "null"),
    write: (key, value) => void kept.set(key, JSON.stringify(value)),
    clear: () => kept.clear(),
  };
}

/** Opens the whole window on a fake app. */
export async function openApp(
  platform = new FakePlatform(),
  memory = testMemory(),
  systemLanguage = "en-GB",
) {
  const clock = new TestClock();
  platform.clock = clock;
  // Nothing is drawn, so nothing can cover what is pressed; looking it up takes a third of the time.
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
  const view = render(
    <App platform={platform} systemLanguage={systemLanguage} clock={clock} memory={memory} />,
  );
  await screen.findByRole("heading", { level: 1 });
  return { platform, clock, user, view, memory };
}

/** The panel that says what happens. */
export const panel = () => screen.getByRole("region", { name: "This export" });

export const inPanel = () => within(panel());

export const button = (name: string) => screen.getByRole("button", { name });

/** Opens the export page with a run under way, and then brings it to where the test wants it. */
export async function openRun(run: Run) {
  const platform = new FakePlatform();
  platform.runs = [runIn("waiting")];
  const app = await openApp(platform);
  await inPanel().findByRole("button", { name: "Cancel" });
  await act(async () => {
    platform.runs = [run];
    platform.emit({ kind: "run", run });
  });
  return app;
}
