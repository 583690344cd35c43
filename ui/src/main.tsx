import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { hearPressesAfterDrags } from "./lib/presses";
import { tauriPlatform } from "./platform/tauri";

const root = document.getElementById("root");
if (root) {
  hearPressesAfterDrags(window);
  createRoot(root).render(
    <StrictMode>
      <App platform={tauriPlatform()} systemLanguage={navigator.language} />
    </StrictMode>,
  );
}
