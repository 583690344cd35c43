/** Text as search compares it: case, accents and the Turkish dotted and dotless i make no difference. */
export function fold(text: string): string {
  return text
    .replace(/[İIı]/g, "i")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/ł/g, "l")
    .replace(/ø/g, "o")
    .replace(/ß/g, "ss")
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae");
}

/** The folded words of a search. */
export const wordsOf = (query: string): string[] => fold(query).split(/\s+/).filter(Boolean);

/** Whether each of the folded `words` occurs in a text that is folded already. */
export const holds = (folded: string, words: string[]): boolean =>
  words.every((word) => folded.includes(word));

/** Whether each word of `query` occurs in `text`. For long lists, fold once and use {@link holds}. */
export const contains = (text: string, query: string): boolean => holds(fold(text), wordsOf(query));
