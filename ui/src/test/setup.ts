import "@testing-library/jest-dom/vitest";
import { cleanup, configure, getConfig } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// Nothing is painted here: what comes after a frame comes at once.
vi.mock("../lib/painting", () => ({
  afterPaint: vi.fn((act: () => void) => {
    act();
    return () => {};
  }),
}));

const { asyncWrapper } = getConfig();
configure({
  // Pages are loaded when they are opened; the first time can take a while on a busy machine.
  asyncUtilTimeout: 10_000,
  // What was waited for may stand on a page whose long parts come right after it.
  asyncWrapper: (ask) =>
    asyncWrapper(async () => {
      const answer = await ask();
      while (document.querySelector(".later")) {
        await new Promise((resolve) => setTimeout(resolve));
      }
      return answer;
    }),
});

afterEach(cleanup);

// What jsdom lacks and the widgets call; nothing is drawn here, so there is nothing to scroll.
if (typeof Element !== "undefined") {
  Element.prototype.scrollIntoView ??= () => {};
  // What is dropped is read.
  Blob.prototype.text ??= function text(this: Blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(reader.error);
      reader.readAsText(this);
    });
  };
  // axe asks for it although no rule here looks at pixels.
  HTMLCanvasElement.prototype.getContext = () => null;
  globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, "\\$&") } as typeof CSS;
  globalThis.IntersectionObserver ??= class {
    root = null;
    rootMargin = "";
    scrollMargin = "";
    thresholds = [];
    observe() {}
    unobserve() {}
    disconnect() {}
    takeRecords = () => [];
  };
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
}
