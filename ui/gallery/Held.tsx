import { type ReactNode, useState } from "react";

type Props<V> = { value: V; children: (value: V, onChange: (value: V) => void) => ReactNode };

/** Holds the value of what it shows, so that this can be used. */
export function Held<V>({ value, children }: Props<V>) {
  const [held, setHeld] = useState(value);
  return children(held, setHeld);
}
