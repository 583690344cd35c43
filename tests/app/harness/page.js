// What a person perceives in the page, for the tests: elements by their role and accessible name.

const SELECTORS = {
  button: "button, [role=button]",
  textbox:
    "input:not([type]), input[type=text], input[type=email], input[type=password], input[type=url], input[type=search], textarea",
  link: "a[href], [role=link]",
  radio: "input[type=radio], [role=radio]",
  checkbox: "input[type=checkbox], [role=checkbox], [role=switch]",
  option: "[role=option]",
  region: "section, [role=region]",
  row: "[role=row]",
  menuitem: "[role=menuitem]",
};

const tidy = (text) => (text || "").replace(/\s+/g, " ").trim();

function nameOf(element) {
  const ids = element.getAttribute("aria-labelledby");
  if (ids) {
    const parts = ids.split(/\s+/).map((id) => document.getElementById(id));
    return tidy(parts.map((part) => part && (part.getAttribute("aria-label") || part.textContent)).join(" "));
  }
  if (element.getAttribute("aria-label")) return tidy(element.getAttribute("aria-label"));
  if (element.labels && element.labels.length) {
    return tidy(Array.from(element.labels, (label) => label.textContent).join(" "));
  }
  const label = element.closest("label");
  return tidy((label || element).textContent);
}

// Radios and checkboxes are drawn by their label; the input itself lies hidden in it.
const shown = (element) => (element.matches("input[type=radio], input[type=checkbox]") && element.closest("label")) || element;

/** The first visible element of a role with exactly this name; null when there is none. */
function find(role, name) {
  const found = Array.from(document.querySelectorAll(SELECTORS[role])).find(
    (element) =>
      nameOf(element) === name && !element.closest("[inert], [aria-hidden=true]") && shown(element).checkVisibility(),
  );
  return found ? shown(found) : null;
}

/** Whether an element can be used; a label stands for the control in it. */
function usable(element) {
  const control = element.querySelector("input") || element;
  return !control.disabled && control.getAttribute("aria-disabled") !== "true";
}

/** Whether the keyboard is at the element of this role and name. */
function hasKeyboard(role, name) {
  const active = document.activeElement;
  return active.matches(SELECTORS[role]) && nameOf(active) === name;
}

/** Has nothing move on the page. */
function hold() {
  for (const animation of document.getAnimations()) {
    try {
      animation.finish();
    } catch {
      animation.cancel(); // It would never be finished.
    }
  }
  if (!document.adoptedStyleSheets.includes(window.heldStyle)) {
    window.heldStyle = new CSSStyleSheet();
    // Scroll bars lie over the page, and fade away after a while.
    window.heldStyle.replaceSync(
      "* { caret-color: transparent !important; transition: none !important; scrollbar-width: none !important; }",
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, window.heldStyle];
  }
}
