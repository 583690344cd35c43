import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../src/app/App";
import { go } from "./go";
import { applyLook, cataloguesIn, languageIn, lookOf, wordsIn } from "./looks";
import { scenes } from "./scenes";

const address = new URLSearchParams(location.search);
const scene = scenes[address.get("scene") ?? ""];
/** Each look begins as the first one did. */
const forgetful = { read: () => null, write: () => {}, clear: () => {} };
const root = createRoot(document.getElementById("root") as HTMLElement);
const look = lookOf(address);
applyLook(look);
if (scene) {
  const platform = scene.platform();
  root.render(
    <StrictMode>
      <App
        platform={platform}
        systemLanguage={languageIn(look)}
        catalogues={cataloguesIn(look)}
        memory={forgetful}
      />
    </StrictMode>,
  );
  await go(scene, platform, (await wordsIn(look)).t);
} else {
  const { Gallery } = await import("./Gallery");
  const { catalogue, locale } = await wordsIn(look);
  root.render(
    <StrictMode>
      <Gallery catalogue={catalogue} locale={locale} />
    </StrictMode>,
  );
}
