import { render } from "@testing-library/react";
import userEvent, { PointerEventsCheckLevel } from "@testing-library/user-event";
import axe from "axe-core";
import { type ReactNode, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { expect } from "vitest";
import { MessagesProvider } from "../messages";
import en from "../messages/en.json";

/** Draws a part of the window by itself, in English. */
export function show(part: ReactNode) {
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
  const view = render(
    <I18nProvider locale="en-GB">
      <MessagesProvider catalogue={en} locale="en-GB">
        {part}
      </MessagesProvider>
    </I18nProvider>,
  );
  return { user, view };
}

type HeldProps<V> = {
  value: V;
  onChange: (value: V) => void;
  children: (value: V, onChange: (value: V) => void) => ReactNode;
};

/** Holds the value of what it draws, and tells each change. */
export function Held<V>({ value, onChange, children }: HeldProps<V>) {
  const [held, setHeld] = useState(value);
  return children(held, (next) => {
    setHeld(next);
    onChange(next);
  });
}

/** Fails when axe finds anything. jsdom draws nothing, so contrast is measured elsewhere. */
export async function expectAccessible(root: Element = document.body): Promise<void> {
  const { violations } = await axe.run(root, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => ({ id, html: nodes.map(({ html }) => html) }))).toEqual([]);
}
