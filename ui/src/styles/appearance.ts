/** How the window looks: as the computer is set, or as the person chose. */
export type Appearance = "system" | "light" | "dark";

/** Applies it to the whole page at once; tokens.css does the rest. More contrast and less motion are the computer's to say. */
export function applyAppearance(appearance: Appearance, root: HTMLElement = document.documentElement): void {
  if (appearance === "system") {
    delete root.dataset.appearance;
  } else {
    root.dataset.appearance = appearance;
  }
}
