import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** The most JavaScript that the window may load before its first page, in bytes as gzip packs them. */
const MOST_AT_START = 200_000;

type Chunk = { code: string; imports: string[]; dynamicImports: string[]; isEntry: boolean };

/** How much is loaded at the start: the entry, what it begins with, all that these import, and the longest of the catalogues. */
export function weightAtStart(
  chunks: ReadonlyMap<string, Chunk>,
  isCatalogue: (name: string) => boolean,
): number {
  const loaded = new Set<string>();
  const load = (name: string) => {
    const chunk = chunks.get(name);
    if (chunk && !loaded.has(name)) {
      loaded.add(name);
      chunk.imports.forEach(load);
    }
  };
  for (const [name, { isEntry, dynamicImports }] of chunks) {
    if (isEntry) {
      load(name);
      dynamicImports.forEach(load);
    }
  }
  const weightOf = (name: string) => gzipSync(chunks.get(name)?.code ?? "").length;
  const catalogues = [...chunks.keys()].filter(isCatalogue).map(weightOf);
  return [...loaded].reduce((sum, name) => sum + weightOf(name), Math.max(0, ...catalogues));
}

/** Fails a build whose window would start with more than its budget. */
export const budget = (): Plugin => ({
  name: "budget",
  apply: "build",
  generateBundle(_, bundle) {
    const chunks = new Map<string, Chunk>();
    for (const [name, output] of Object.entries(bundle)) {
      if (output.type === "chunk") {
        chunks.set(name, output);
      }
    }
    const weight = weightAtStart(chunks, (name) => /\/(de|en|es|fr|tr)-[^/]*\.js$/.test(name));
    const words = `${Math.ceil(weight / 1000)} kB of JavaScript at the start, of ${MOST_AT_START / 1000}`;
    if (weight > MOST_AT_START) {
      this.error(words);
    }
    this.info(words);
  },
});
