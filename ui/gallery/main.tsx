import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../src/app/App";
import { applyLook, lookOf } from "./looks";
import { pressAll } from "./press";
import { scenes } from "./scenes";

const address = new URLSearchParams(location.search);
const scene = scenes[address.get("scene") ?? ""];
const root = createRoot(document.getElementById("root") as HTMLElement);
applyLook(lookOf(address));
if (scene) {
  root.render(
    <StrictMode>
      <App platform={scene.platform()} systemLanguage={address.get("language") ?? navigator.language} />
    </StrictMode>,
  );
  void pressAll(scene.press ?? []);
} else {
  const { Gallery } = await import("./Gallery");
  root.render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  );
}
