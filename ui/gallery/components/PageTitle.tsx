import { PageTitle } from "../../src/components/PageTitle/PageTitle";
import { LONG } from "../samples";
import type { States } from "../states";

export const states: States = {
  rest: () => <PageTitle>Connections</PageTitle>,
  "long text": () => <PageTitle>{LONG}</PageTitle>,
};
