/** A program as it would be with other texts, before anything is written. */
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import type { Loaded } from "./load.ts"

/**
 * `texts` by the path within the program; what is not among its files is one more, behind them. What is as it was is
 * not parsed again.
 */
export const changed = (loaded: Loaded, texts: ReadonlyMap<string, string>): Loaded => {
  const parsed = new Map(
    [...texts]
      .filter(([file, text]) => loaded.source(file)?.text !== text)
      .map(([file, text]) => [file, Parser.parse(Source.make(file, text))] as const),
  )
  if (parsed.size === 0) return loaded
  const sources = new Map([...loaded.sources()].map((source) => [source.file, source]))
  for (const [file, it] of parsed) sources.set(file, it.file.source)
  const own = new Set(loaded.files.map(({ source }) => source.file))
  return {
    ...loaded,
    files: [
      ...loaded.files.map((file) => parsed.get(file.source.file)?.file ?? file),
      ...[...parsed].flatMap(([name, { file }]) => (own.has(name) ? [] : [file])),
    ],
    diagnostics: [
      ...loaded.diagnostics.filter(({ file }) => !parsed.has(file)),
      ...[...parsed.values()].flatMap(({ diagnostics }) => diagnostics),
    ],
    source: (file) => sources.get(file),
    sources: () => sources.values(),
  }
}
