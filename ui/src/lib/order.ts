/** Lists in the order of the alphabet of a language, and by what numbers in names come to: "Team 2" before "Team 10". */
export function inOrder<T>(items: readonly T[], nameOf: (item: T) => string, locale: string): T[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return items.toSorted((a, b) => compare(nameOf(a), nameOf(b)));
}
