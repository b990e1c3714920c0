/** A program as it would be with other texts, before anything is written. */
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import type { Loaded } from "./load.ts"

/** `texts` by the path within the program; what is not among its files is one more. */
export const changed = (loaded: Loaded, texts: ReadonlyMap<string, string>): Loaded => {
  const parsed = [...texts].map(([file, text]) => Parser.parse(Source.make(file, text)))
  const sources = new Map([...loaded.sources()].map((source) => [source.file, source]))
  for (const { file } of parsed) sources.set(file.source.file, file.source)
  return {
    ...loaded,
    files: [
      ...loaded.files.filter(({ source }) => !texts.has(source.file)),
      ...parsed.map(({ file }) => file),
    ],
    diagnostics: [
      ...loaded.diagnostics.filter(({ file }) => !texts.has(file)),
      ...parsed.flatMap(({ diagnostics }) => diagnostics),
    ],
    source: (file) => sources.get(file),
    sources: () => sources.values(),
  }
}
