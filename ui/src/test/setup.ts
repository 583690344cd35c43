import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Pages are loaded when they are opened; the first time can take a while on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

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
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
}
