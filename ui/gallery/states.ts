import type { ComponentType } from "react";

/** The states of a component, by what they are called: each a component that draws it. */
export type States = Record<string, ComponentType>;

const modules = import.meta.glob<{ states: States }>("./components/*.tsx", { eager: true });

/** Each component of the design system with its states, by the name of its folder. */
export const components: [string, States][] = Object.entries(modules).map(([path, { states }]) => [
  path.replace(/^.*\/|\.tsx$/g, ""),
  states,
]);
