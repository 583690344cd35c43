import { StrictMode } from "react";
import { setInteractionModality } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { hearPressesAfterDrags } from "./lib/presses";
import { tauriPlatform } from "./platform/tauri";

const root = document.getElementById("root");
if (root) {
  hearPressesAfterDrags(window);
  // The widgets draw every list anew when someone goes from keys to the pointer; most begin with the pointer.
  setInteractionModality("pointer");
  createRoot(root).render(
    <StrictMode>
      <App platform={tauriPlatform()} systemLanguage={navigator.language} />
    </StrictMode>,
  );
}
