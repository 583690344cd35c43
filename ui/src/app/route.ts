import type { MessageKey } from "../messages";

/** Where the person is in the window. */
export type Route =
  | { page: "export" }
  /** `run` is the one to begin with; the latest, when there is none. */
  | { page: "activity"; run?: string }
  | { page: "connections"; note?: { key: MessageKey; name: string } }
  | { page: "settings" }
  /** The form of one connection; `id` is null for a new one, `next` is where saving leads. */
  | { page: "connection"; id: string | null; next: Route };

export type OnRoute = (route: Route) => void;
