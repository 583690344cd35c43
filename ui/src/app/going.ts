/** Where the person is going: the page is still being made, and what leads there shows at once that it was heard. */
import { createContext, useContext } from "react";
import type { Route } from "./route";

const GoingContext = createContext<Route | null>(null);

export const GoingProvider = GoingContext.Provider;

/** Where the person is going; null before they went anywhere. */
export const useGoing = (): Route | null => useContext(GoingContext);
