import { type ReactNode, useLayoutEffect, useRef } from "react";

type Props = {
  /** As the widgets mark it: `hovered`, `pressed`, `focus-visible`. */
  state: string;
  /** What is in that state. */
  on: string;
  children: ReactNode;
};

/** Shows what only a pointer or the focus would bring. */
export function Forced({ state, on, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    for (const element of box.current?.querySelectorAll(on) ?? []) {
      element.setAttribute(`data-${state}`, "true");
    }
  });
  return <div ref={box}>{children}</div>;
}
