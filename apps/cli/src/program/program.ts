/** A loaded program with all its findings, and its pipes as a target sees them. */
import * as Bind from "@pipewright/core/Bind"
import { isOwn } from "@pipewright/core/LintRule"
import * as Rule from "@pipewright/core/Rule"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import type { Source } from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import { hide, silent, silentOn } from "./hidden.ts"
import type { Loaded } from "./load.ts"

export { knowing, type Loaded, load, NoProgram } from "./load.ts"

/**
 * All findings of a program as it judges them, whatever the target, sorted by place. `found` is what is found where its
 * names and values are bound; whoever has done that hands it in.
 */
export const findings = (
  loaded: Loaded,
  found = Bind.check(loaded.files, catalog),
): ReadonlyArray<Diagnostic.Diagnostic> =>
  Diagnostic.sort([...loaded.diagnostics, ...Rule.judge(loaded.configuration.rules, found)])

/** The program as a target sees it, or as it is without one, with its findings. */
export const bound = (loaded: Loaded, target: string | undefined): Bind.Bound => {
  const found = Bind.bind(loaded.files, catalog, target)
  return { ...found, diagnostics: Rule.judge(loaded.configuration.rules, found.diagnostics) }
}

export const targets = (loaded: Loaded): ReadonlyArray<string> => Bind.targets(loaded.files)

/** The target that `plan` would take, or the first one where it would ask for one. */
export const defaultTarget = (loaded: Loaded): string | undefined => {
  const names = targets(loaded)
  const configured = loaded.configuration.target
  return configured !== undefined && names.includes(configured) ? configured : names[0]
}

/** What a rule that comes with the program found, or what is told of one. */
const isOfOwn = ({ code }: Diagnostic.Diagnostic): boolean => isOwn({ name: code }) || code === "failed-rule"

/** Findings with paths as seen from where the command was called, and the texts they are about. */
export const displayed = (loaded: Loaded, diagnostics: ReadonlyArray<Diagnostic.Diagnostic>) => {
  const sources = new Map<string, Source>()
  const hidden = new Map((diagnostics.length === 0 ? [] : hide(loaded.sources())).map((it) => [it.file, it]))
  const place = <A extends Diagnostic.Location>(at: A): A => {
    const file = loaded.display(at.file)
    const source = hidden.get(at.file)
    if (source !== undefined) sources.set(file, source)
    return { ...at, file }
  }
  const ofOwn = silentOn(diagnostics.some(isOfOwn) ? hidden.values() : [])
  return {
    diagnostics: diagnostics
      .map((it) => silent(isOfOwn(it) ? ofOwn(it) : it))
      .map((diagnostic) => ({
        ...place(diagnostic),
        ...(diagnostic.related === undefined ? {} : { related: diagnostic.related.map(place) }),
      })),
    lookup: (file: string) => sources.get(file),
  }
}
