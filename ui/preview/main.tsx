import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../src/app/App";
import { scenes } from "./scenes";

const asked = new URLSearchParams(location.search).get("scene") ?? "export";
const scene = scenes[asked];
const root = document.getElementById("root");
if (root && scene) {
  createRoot(root).render(
    <StrictMode>
      <App platform={scene()} systemLanguage={navigator.language} />
    </StrictMode>,
  );
} else {
  document.body.textContent = `Scenes: ${Object.keys(scenes).join(", ")}`;
}
