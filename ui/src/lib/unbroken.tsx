import type { ReactNode } from "react";

/** So many letters stand in one line wherever a range is shown. */
const SHORT = 28;

/** A range as it is drawn: "1–31 October 2026" in one line. A long one may go on in the next, after its dash alone. */
export function unbroken(range: string): ReactNode {
  const dash = range.indexOf("–");
  if (dash < 0) {
    return range;
  }
  if (range.length <= SHORT) {
    return <span className="unbroken">{range}</span>;
  }
  const [first, last] = [range.slice(0, dash + 1), range.slice(dash + 1)];
  return (
    <>
      <span className="unbroken">{first}</span>
      {/^\s/.test(last) ? last[0] : <wbr />}
      <span className="unbroken">{last.trimStart()}</span>
    </>
  );
}

/** The dates in the names of files, and words such as "e-mail". */
const HYPHENATED = /(\d{4}-\d{2}-\d{2}|\be-\p{L}+)/iu;

/** A text whose dates and short prefixes are not broken at their hyphens. */
export const hyphenated = (text: string): ReactNode[] =>
  text.split(HYPHENATED).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text stay in their order.
      <span key={index} className="unbroken">
        {part}
      </span>
    ),
  );

/** A sentence with a range in it, which is drawn as {@link unbroken} draws it. */
export function withRange(sentence: string, range: string | null): ReactNode {
  const at = range === null ? -1 : sentence.indexOf(range);
  if (range === null || at < 0) {
    return sentence;
  }
  return (
    <>
      {sentence.slice(0, at)}
      {unbroken(range)}
      {sentence.slice(at + range.length)}
    </>
  );
}
