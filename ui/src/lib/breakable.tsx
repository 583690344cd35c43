import { Fragment, type ReactNode } from "react";
import { hyphenated } from "./unbroken";

/** A text whose technical names break after an underscore before they break within a word. */
export const breakable = (name: string): ReactNode =>
  [...name.matchAll(/[^_]*_|[^_]+/g)].map(({ 0: part, index }) => (
    <Fragment key={index}>
      {hyphenated(part)}
      <wbr />
    </Fragment>
  ));
