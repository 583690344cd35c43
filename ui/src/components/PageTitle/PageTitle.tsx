import { type ReactNode, useLayoutEffect, useRef } from "react";
import "./PageTitle.css";

/** The heading of a page. It takes the focus, so that a page change is heard and Tab goes on from the top. */
export function PageTitle({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // With the page itself: a key that comes right after it begins from here.
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
