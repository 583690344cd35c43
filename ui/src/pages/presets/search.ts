/** Which presets a page shows. */
import { fold, holds, wordsOf } from "../../lib/search";
import type { Preset } from "../../platform";

/** A preset and all by which it is found, folded once. */
export type Searchable = { preset: Preset; folded: string };

export const searchable = (presets: Preset[]): Searchable[] =>
  presets.map((preset) => ({
    preset,
    folded: fold(`${preset.name} ${preset.description} ${preset.tag ?? ""}`),
  }));

/** The presets in which each word of the query occurs and that have the tag, if one is asked for. */
export function found(presets: Searchable[], query: string, tag: string | null): Preset[] {
  const words = wordsOf(query);
  return presets
    .filter(({ preset, folded }) => (tag === null || preset.tag === tag) && holds(folded, words))
    .map(({ preset }) => preset);
}

/** So many tags are offered; the presets of others are found by typing. */
const MOST_TAGS = 8;

/** The tags of most presets, in the order of the alphabet. */
export function tagsOf(presets: Preset[], locale: string): string[] {
  const counts = new Map<string, number>();
  for (const { tag } of presets) {
    if (tag !== null) {
      counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_TAGS)
    .map(([tag]) => tag)
    .sort(new Intl.Collator(locale).compare);
}
