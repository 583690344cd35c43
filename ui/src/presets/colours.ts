import type { MessageKey } from "../messages";
import type { PresetColour } from "../platform";
import "./colours.css";

/** The colours by which presets can be told apart, and what each is called. */
export const COLOURS: { id: PresetColour; name: MessageKey }[] = [
  { id: "grey", name: "colour.grey" },
  { id: "red", name: "colour.red" },
  { id: "orange", name: "colour.orange" },
  { id: "yellow", name: "colour.yellow" },
  { id: "green", name: "colour.green" },
  { id: "blue", name: "colour.blue" },
  { id: "purple", name: "colour.purple" },
];
