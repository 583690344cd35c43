import { I18nProvider } from "react-aria-components/I18nProvider";
import { type Catalogue, MessagesProvider } from "../src/messages";
import "../src/styles/tokens.css";
import "../src/styles/base.css";
import "./Gallery.css";
import { LOOKS, type Look, lookOf } from "./looks";
import { scenes } from "./scenes";
import { components } from "./states";

/** Every component in every state, and the way to every page in every state. */
export function Gallery({ catalogue, locale }: { catalogue: Catalogue; locale: string }) {
  const address = new URLSearchParams(location.search);
  const only = address.get("component");
  return (
    <I18nProvider locale={locale}>
      <MessagesProvider catalogue={catalogue} locale={locale}>
        <main className="gallery">
          <header className="gallery-bar">
            <h1>Gallery</h1>
            {(Object.keys(LOOKS) as (keyof Look)[]).map((name) => (
              <Choice key={name} name={name} address={address} />
            ))}
          </header>
          <section className="gallery-component">
            <h2>Pages</h2>
            <p className="gallery-links">
              {Object.keys(scenes).map((name) => (
                <a key={name} href={withPart(address, "scene", name)}>
                  {name}
                </a>
              ))}
            </p>
          </section>
          {components
            .filter(([name]) => only === null || name === only)
            .map(([name, states]) => (
              <section key={name} className="gallery-component">
                <h2>{name}</h2>
                <div className="gallery-states">
                  {Object.entries(states).map(([state, State]) => (
                    <div key={state} className="gallery-state" data-state={`${name}: ${state}`}>
                      <p className="soft small">{state}</p>
                      <State />
                    </div>
                  ))}
                </div>
              </section>
            ))}
        </main>
      </MessagesProvider>
    </I18nProvider>
  );
}

/** The address with another part. */
function withPart(address: URLSearchParams, name: string, value: string): string {
  const next = new URLSearchParams(address);
  next.set(name, value);
  return `?${next}`;
}

function Choice({ name, address }: { name: keyof Look; address: URLSearchParams }) {
  const current = lookOf(address)[name];
  return (
    <p className="gallery-choice">
      <span className="soft">{name}</span>
      {LOOKS[name].map((value) => (
        <a key={value} href={withPart(address, name, value)} aria-current={value === current}>
          {value}
        </a>
      ))}
    </p>
  );
}
