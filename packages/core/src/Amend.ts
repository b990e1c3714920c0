/**
 * What the service has and the program says otherwise, written into the program at its place. An edit is made only where
 * it was tried: with it the program is right, the pipe is as the service has it, and every other pipe is as before.
 */
import type * as Ast from "@pipewright/language/Ast"
import { isError } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Bind from "./Bind.ts"
import type { Change, Difference } from "./Change.ts"
import * as Compile from "./Compile.ts"
import * as Diff from "./Diff.ts"
import type { JsonObject } from "./Evaluate.ts"
import * as Evaluate from "./Evaluate.ts"
import * as Edits from "./internal/pull/edits.ts"
import * as Fields from "./internal/pull/fields.ts"
import * as Renaming from "./internal/pull/renaming.ts"
import * as Shared from "./internal/pull/scaling.ts"
import type * as Plan from "./Plan.ts"
import * as Scaling from "./Scaling.ts"
import type { SourceCatalog } from "./SourceCatalog.ts"
import * as State from "./State.ts"

export interface Given {
  readonly files: ReadonlyArray<Ast.File>
  readonly catalog: SourceCatalog
  readonly target: string | undefined
  readonly plan: Plan.Plan
  readonly isMeant: (name: string) => boolean
  /** The size that database pipes share; `undefined` where nothing is to be said of it. */
  readonly cdcScaling: JsonObject | undefined
}

/** A file with another text, and the pipes that it is for. */
export interface File {
  readonly file: string
  readonly text: string
  readonly pipes: ReadonlyArray<string>
}

/**
 * What differs and stays as it is declared, `detail` being its path; `cdcScaling` has the id and the name of no pipe. A
 * pipe or an endpoint is left whole where it was deleted in the service.
 */
export interface Left {
  readonly what: "field" | "cdcScaling" | "pipe" | "endpoint"
  readonly id: string
  readonly name: string
  readonly why: Fields.Why | "gone"
  readonly detail?: string
}

export interface Amended {
  readonly files: ReadonlyArray<File>
  readonly left: ReadonlyArray<Left>
}

export const make = (given: Given): Amended => {
  const files = new Map(given.files.map((file) => [file.source.file, file]))
  const left: Array<Left> = [...gone(given)]
  const edits: Array<Edits.Edit & { readonly pipe?: string }> = [...shared(given, files, left)]
  const before = once(() => bodies(given, given.files))
  for (const change of given.plan.changes) {
    const { live, pipe, name } = change
    if (live === undefined || pipe === undefined || !given.isMeant(name)) continue
    const leave = (why: Fields.Why, { path }: Difference) =>
      left.push({ what: "field", id: live.id, name, why, detail: path })
    const made: Array<Edits.Edit> = []
    const taken: Array<Difference> = []
    for (const difference of change.differences.filter(isOfService)) {
      const found =
        difference.path === "name" && difference.movedBy !== "both"
          ? Renaming.edits(files, change, live)
          : Fields.edit({ files, pipe, live }, difference)
      if (typeof found === "string") {
        leave(found, difference)
        continue
      }
      taken.push(difference)
      for (const edit of "file" in found ? [found] : found)
        if (!made.some((it) => isSame(it, edit))) made.push(edit)
    }
    if (made.length === 0) continue
    if (holds(given, files, change, made, taken, before()))
      edits.push(...made.map((it) => ({ ...it, pipe: name })))
    else for (const difference of taken) leave("by-hand", difference)
  }
  const touched = [...new Set(edits.map(({ file }) => file))]
  return {
    files: touched.map((file) => {
      const own = edits.filter((it) => it.file === file)
      return {
        file,
        text: Edits.applied(files.get(file)!.source, own),
        pipes: [...new Set(own.flatMap(({ pipe }) => pipe ?? []))],
      }
    }),
    left,
  }
}

/**
 * What the program has changed itself is for `apply`, and secrets are not told. A name without a record of the pipe is
 * one that `moved from` is to give up.
 */
const isOfService = ({ secret, movedBy, path }: Difference): boolean =>
  secret !== true && movedBy !== "program" && (path !== "name" || movedBy !== "unknown")

/** What was there once, and is not any more. */
const gone = ({ plan, isMeant }: Given): ReadonlyArray<Left> => [
  ...plan.changes.flatMap(
    ({ name, pipe, live, record }): ReadonlyArray<Left> =>
      pipe !== undefined && live === undefined && record !== undefined && isMeant(name)
        ? [{ what: "pipe", id: record.id, name, why: "gone" }]
        : [],
  ),
  ...plan.endpoints.flatMap(
    ({ name, endpoint, action, record }): ReadonlyArray<Left> =>
      endpoint !== undefined && action === "create" && record !== undefined && isMeant(`endpoint.${name}`)
        ? [{ what: "endpoint", id: record.id, name, why: "gone" }]
        : [],
  ),
]

/** The size that database pipes share, where it is as the service has it with these edits. */
const shared = (
  given: Given,
  files: ReadonlyMap<string, Ast.File>,
  left: Array<Left>,
): ReadonlyArray<Edits.Edit> => {
  const { plan, target, cdcScaling } = given
  if (cdcScaling === undefined) return []
  if (plan.cdcScaling === undefined) return Shared.added(given.files, target, cdcScaling)
  const leave = (why: Fields.Why, path: string) =>
    left.push({ what: "cdcScaling", id: "", name: "", why, detail: path })
  const taken = Shared.changed(files, plan.cdcScaling).flatMap(({ path, edit }) => {
    if (typeof edit !== "string") return [{ path, edit }]
    leave(edit, path)
    return []
  })
  const edits = taken.map(({ edit }) => edit)
  const after = edits.length === 0 ? undefined : tried(given, files, edits)
  const scaling = after?.isRight === true ? after.bound.program.target?.cdcScaling : undefined
  if (scaling !== undefined) {
    const request = Compile.scale(scaling, nowhere)
    const { differences } = Diff.compareFields(Scaling.shared, { request, live: cdcScaling })
    if (taken.every(({ path }) => differences.every((it) => it.path !== path))) return edits
  }
  for (const { path } of taken) leave("by-hand", path)
  return []
}

const isSame = (a: Edits.Edit, b: Edits.Edit): boolean =>
  a.file === b.file && a.text === b.text && a.span.start === b.span.start && a.span.end === b.span.end

const once = <A>(make: () => A): (() => A) => {
  let made: { readonly it: A } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}

/** What is sent of each pipe, as far as it is no secret. */
const bodies = (
  { catalog, target }: Given,
  files: ReadonlyArray<Ast.File>,
): { readonly isRight: boolean; readonly pipes: ReadonlyMap<string, string>; readonly bound: Bind.Bound } => {
  const bound = Bind.bind(files, catalog, target)
  const pipes = bound.program.pipes.map((pipe) => {
    const shown = Evaluate.shown(Compile.create(pipe, nowhere).body, new Map())
    return [pipe.name, State.canonical(shown)] as const
  })
  return { isRight: !bound.diagnostics.some(isError), pipes: new Map(pipes), bound }
}

const nowhere = { organizationId: "", serviceId: "" }

/** The program with edits; `undefined` where a text does not parse with them. */
const tried = (
  given: Given,
  files: ReadonlyMap<string, Ast.File>,
  edits: ReadonlyArray<Edits.Edit>,
): ReturnType<typeof bodies> | undefined => {
  const texts = new Set(edits.map(({ file }) => file))
  const parsed = [...texts].map((file) => {
    const source = files.get(file)!.source
    const text = Edits.applied(
      source,
      edits.filter((it) => it.file === file),
    )
    return Parser.parse(Source.make(file, text))
  })
  if (parsed.some(({ diagnostics }) => diagnostics.some(isError))) return undefined
  return bodies(given, [
    ...given.files.filter(({ source }) => !texts.has(source.file)),
    ...parsed.map(({ file }) => file),
  ])
}

const holds = (
  given: Given,
  files: ReadonlyMap<string, Ast.File>,
  { name, live }: Change,
  edits: ReadonlyArray<Edits.Edit>,
  taken: ReadonlyArray<Difference>,
  before: ReturnType<typeof bodies>,
): boolean => {
  const after = tried(given, files, edits)
  const paths = new Set(taken.map(({ path }) => path))
  const named = paths.has("name") ? live!.name : name
  const others = [...before.pipes].every(([it, body]) => it === name || after?.pipes.get(it) === body)
  const pipe = after?.bound.program.pipes.find((it) => it.name === named)
  if (after?.isRight !== true || !others || pipe === undefined || after.pipes.size !== before.pipes.size)
    return false
  const request = Compile.create(pipe, nowhere)
  return Diff.compare({ pipe, request, live: live!.object }).differences.every(({ path }) => !paths.has(path))
}
