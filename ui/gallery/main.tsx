import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../src/app/App";
import { applyLook, cataloguesIn, languageIn, lookOf, wordsIn } from "./looks";
import { pressAll } from "./press";
import { scenes } from "./scenes";

const address = new URLSearchParams(location.search);
const scene = scenes[address.get("scene") ?? ""];
const root = createRoot(document.getElementById("root") as HTMLElement);
const look = lookOf(address);
applyLook(look);
if (scene) {
  root.render(
    <StrictMode>
      <App platform={scene.platform()} systemLanguage={languageIn(look)} catalogues={cataloguesIn(look)} />
    </StrictMode>,
  );
  const { t } = await wordsIn(look);
  void pressAll(scene.press ?? [], t);
} else {
  const { Gallery } = await import("./Gallery");
  const { catalogue, locale } = await wordsIn(look);
  root.render(
    <StrictMode>
      <Gallery catalogue={catalogue} locale={locale} />
    </StrictMode>,
  );
}
