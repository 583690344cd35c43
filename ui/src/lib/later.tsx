import { type ReactNode, useDeferredValue } from "react";

/** What takes long to draw: it comes right after the rest of its page, so that going to the page is answered at once. */
export function Later({ children }: { children: ReactNode }) {
  return useDeferredValue(true, false) ? children : <div className="later" aria-busy="true" />;
}
