import type { MessageKey } from "../messages";
import type { ExportRequest } from "../platform";

/** Where the person is in the window. */
export type Route =
  /** `ask` is what to ask for at once. */
  | { page: "export"; ask?: "preset" }
  /** `run` is the one to begin with; the latest, when there is none. */
  | { page: "activity"; run?: string }
  | { page: "connections"; note?: { key: MessageKey; name: string } }
  | { page: "settings" }
  | { page: "licences" }
  | { page: "guide" }
  /** `preset` is the one to go on with. */
  | { page: "presets"; preset?: string; ask?: "import" }
  /** The form of one preset; `id` is null for a new one, `like` the export that it is to be like. */
  | { page: "preset"; id: string | null; like?: ExportRequest }
  /** The form of one connection; `id` is null for a new one, `next` is where saving leads. */
  | { page: "connection"; id: string | null; next: Route };

export type OnRoute = (route: Route) => void;
