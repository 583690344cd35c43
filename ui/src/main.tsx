import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { tauriPlatform } from "./platform/tauri";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App platform={tauriPlatform()} systemLanguage={navigator.language} />
    </StrictMode>,
  );
}
