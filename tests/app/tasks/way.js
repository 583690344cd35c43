// How a person who knows the window goes through it by keyboard, where the keyboard is, and what lists hold.

const STOPS = "a[href], button, input, textarea, [tabindex]";
const PARTS = "nav, section, [data-part]";
const DIALOG = "[role=dialog], [role=alertdialog]";

const follows = (element, other) => Boolean(element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

// A list of rows is one stop; only rows of presets let Tab into them.
const inRow = (element) => element.closest("[role=row]") && !element.matches("[role=row]") && !element.closest(".preset-list");

const stopsIn = (root) =>
  [...root.querySelectorAll(STOPS)].filter(
    (element) =>
      element.tabIndex >= 0 &&
      !element.matches(":disabled") &&
      !element.closest("[hidden], [inert], [aria-hidden=true]") &&
      shown(element).checkVisibility() &&
      !inRow(element),
  );

/** The fewest keys that lead from where the keyboard is to an element that the Tab key stops at; null while there are none. */
function keysTo(target) {
  const active = document.activeElement;
  if (active === target) return [];
  // What takes long to draw comes later, and a dialog that has closed gives the focus back a moment later.
  if (active === document.body || document.querySelector("[aria-busy=true]")) return null;
  const dialog = document.querySelector(DIALOG);
  const stops = stopsIn(dialog ?? document.body);
  const aim = stops.indexOf(target);
  if (aim < 0) return null;
  const place = stops.includes(active)
    ? stops.indexOf(active)
    : stops.filter((stop) => follows(stop, active)).length - 0.5;
  const tabs = (from) => Array(Math.ceil(Math.abs(aim - from))).fill(aim > from ? "Tab" : "shift+Tab");
  const ways = [tabs(place)];
  if (!dialog) {
    const parts = [...document.querySelectorAll(PARTS)]
      .map((part) => ({ part, stop: stopsIn(part)[0] }))
      .filter(({ stop }) => stop);
    const here = parts.findLastIndex(({ part }) => follows(part, active));
    parts.forEach(({ stop }, index) => {
      const there = stops.indexOf(stop);
      const on = (index - here + parts.length) % parts.length || parts.length;
      const back = (Math.max(here, 0) - index + parts.length) % parts.length || parts.length;
      ways.push([...Array(on).fill("F6"), ...tabs(there)]);
      ways.push([...Array(back).fill("shift+F6"), ...tabs(there)]);
    });
  }
  return ways.reduce((best, way) => (way.length < best.length ? way : best));
}

/** The keys to a thing; null while there is none. */
function keysToThing(role, name) {
  const found = find(role, name);
  return found && keysTo(found.matches("label") ? found.querySelector("input") : found);
}

const radioOf = (name) => [...document.querySelectorAll("input[type=radio]")].find((radio) => nameOf(radio) === name);

/** The keys to the group of a radio, and the arrows from the one that is chosen to it. */
function keysToRadio(name) {
  const radio = radioOf(name);
  if (!radio) return null;
  const group = [...radio.closest("[role=radiogroup]").querySelectorAll("input[type=radio]")];
  const chosen = group.findIndex((one) => one.checked);
  const steps = group.indexOf(radio) - chosen;
  const way = keysTo(group[chosen]);
  return way && [...way, ...Array(Math.abs(steps)).fill(steps > 0 ? "Down" : "Up")];
}

/** Whether a list shows nothing but what was searched for, and the details beside it are of the same. */
const isNarrowed = (list, details, words) =>
  rowsOf(list).length > 0 && [...rowsOf(list), find("region", details)].every((part) => part?.textContent.includes(words));

const rowsOf = (list) =>
  [...document.querySelectorAll("[role=grid], [role=listbox]")]
    .filter((grid) => nameOf(grid) === list)
    .flatMap((grid) => [...grid.querySelectorAll("[role=row], [role=option]")]);

/** The keys to a list, then the arrows to its row. */
function keysToRow(list, name) {
  const rows = rowsOf(list);
  const aim = rows.findIndex((row) => nameOf(row) === name);
  if (aim < 0) return null;
  const active = document.activeElement.closest("[role=row], [role=option]");
  const at = rows.indexOf(active);
  if (at >= 0 && document.activeElement === active) {
    return Array(Math.abs(aim - at)).fill(aim > at ? "Down" : "Up");
  }
  const entry = rows.find((row) => row.tabIndex >= 0) ?? rows[0].closest("[role=grid], [role=listbox]");
  return keysTo(entry);
}

/** Whether what is typed would be added to what the field with the keyboard holds, instead of taking its place. */
function keepsText() {
  const { value, selectionStart, selectionEnd } = document.activeElement;
  return selectionEnd - selectionStart < value.length;
}

/** The colour in which a page marks where the keyboard is. */
function markColour() {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.color = "var(--color-focus)";
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** How far above an element the mark of its focus may be drawn: around a field with its button, a card with its radio. */
const MARKED_ABOVE = 4;

/** What is wrong with where the keyboard is; an empty text when a person sees it. */
function lost() {
  const active = document.activeElement;
  if (!active || active === document.body) return "the focus is nowhere";
  // A page's title has the focus after a page change, and tells by its place at the top.
  if (active.matches("h1, h2")) return "";
  // A dialog that just opened is what there is to see.
  if (active.matches(DIALOG)) return "";
  const colour = markColour();
  const around = [document.getElementById(active.getAttribute("aria-activedescendant"))].filter(Boolean);
  for (let element = active; element && around.length <= MARKED_ABOVE; element = element.parentElement) around.push(element);
  const marked = around.some((element) => {
    const { outlineStyle, outlineColor, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && outlineColor === colour) || boxShadow.includes(colour);
  });
  const { top, bottom } = (active.closest("label") ?? active).getBoundingClientRect();
  const name = `${active.tagName} ${active.getAttribute("role") ?? ""} ${nameOf(active)}`;
  if (!marked) return `nothing marks ${name}`;
  return bottom > 0 && top < innerHeight ? "" : `${name} is out of sight`;
}
