export { PresetPage } from "./PresetPage";
export { PresetsPage } from "./PresetsPage";
