import { listen } from "@tauri-apps/api/event";
import { commands, type EngineEvent, type MenuCommand } from "./bindings";
import { type Platform, toProblem } from "./index";

/** The platform of the real window: commands and events of the shell. */
export function tauriPlatform(): Platform {
  return {
    ...withProblems(commands),
    onEngineEvent: (listener) => on<EngineEvent>("engine-event", listener),
    onFilesOpened: (listener) => on<null>("files-opened", listener),
    onFilesDragged: (listener) => on<boolean>("files-dragged", listener),
    onCloseRequested: (listener) => on<null>("close-requested", listener),
    onMenuCommand: (listener) => on<MenuCommand>("menu-command", listener),
  };
}

type AnyCommand = (...args: never[]) => Promise<unknown>;

function withProblems<C extends Record<string, AnyCommand>>(all: C): C {
  const wrapped = Object.entries(all).map(([name, command]) => [
    name,
    (...args: never[]) =>
      command(...args).catch((rejection: unknown) => {
        throw toProblem(rejection);
      }),
  ]);
  return Object.fromEntries(wrapped) as C;
}

function on<T>(name: string, listener: (payload: T) => void): () => void {
  let listening = true;
  const registered = listen<T>(name, ({ payload }) => {
    // An event that was on its way when the listener left must not reach it.
    if (listening) {
      listener(payload);
    }
  });
  return () => {
    listening = false;
    registered.then((unlisten) => unlisten()).catch(() => {});
  };
}
