import { type ReactNode, startTransition, useEffect, useState } from "react";
import { afterPaint } from "./painting";

/** A value as it was before the last frame: what takes long to draw is made of it, and comes after what is quick. */
export function useLater<T>(value: T, first: T = value): T {
  const [settled, settle] = useState<T>(() => first);
  useEffect(() => afterPaint(() => startTransition(() => settle(() => value))), [value]);
  return settled;
}

/** What takes long to draw: it comes right after the rest of its page, so that going to the page is answered at once. */
export function Later({ children }: { children: ReactNode }) {
  return useLater(true, false) ? children : <div className="later" aria-busy="true" />;
}
