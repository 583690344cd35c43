/**
 * The one door to the shell. Pages ask for a {@link Platform} through {@link usePlatform} and never know whether the
 * answers come from Rust or from a test.
 */
import { createContext, useContext } from "react";
import type { commands, EngineEvent, MenuCommand, Problem } from "./bindings";

export type * from "./bindings";
export { reports } from "./reports";

/** Everything the window can ask of the app. A rejected command rejects with a {@link Problem}. */
export type Platform = typeof commands & {
  /** Tells `listener` what the engine reports, until the returned function is called. */
  onEngineEvent(listener: (event: EngineEvent) => void): () => void;
  /** Tells `listener` that files of presets wait to be taken. */
  onFilesOpened(listener: () => void): () => void;
  /** Calls the listener when files come over the window, or leave it or are dropped, where the page does not see them. */
  onFilesDragged(listener: (over: boolean) => void): () => void;
  /** Tells `listener` that the window is being closed while exports are under way; `answerClose` answers. */
  onCloseRequested(listener: () => void): () => void;
  /** Tells `listener` what is picked in the system's menus. */
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
};

const PlatformContext = createContext<Platform | null>(null);

export const PlatformProvider = PlatformContext.Provider;

/** The platform of this window. */
export function usePlatform(): Platform {
  const platform = useContext(PlatformContext);
  if (!platform) {
    throw new Error("usePlatform() needs a <PlatformProvider>");
  }
  return platform;
}

/** A rejection as a {@link Problem}: what is not one, such as a fault of the shell itself, becomes `internal`. */
export function toProblem(rejection: unknown): Problem {
  if (
    typeof rejection === "object" &&
    rejection !== null &&
    "code" in rejection &&
    typeof rejection.code === "string"
  ) {
    return { technical: null, ...rejection } as Problem;
  }
  return { code: "internal", technical: rejection instanceof Error ? rejection.message : String(rejection) };
}
