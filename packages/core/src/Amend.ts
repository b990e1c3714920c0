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
import * as Decode from "./internal/decode.ts"
import * as Nodes from "./internal/nodes.ts"
import * as Edits from "./internal/pull/edits.ts"
import * as Fields from "./internal/pull/fields.ts"
import * as UnbindValues from "./internal/unbindValues.ts"
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
  /** The size that database pipes share, where the program is to have it. */
  readonly cdcScaling: JsonObject | undefined
}

/** A file with another text, and the pipes that it is for. */
export interface File {
  readonly file: string
  readonly text: string
  readonly pipes: ReadonlyArray<string>
}

/** What differs and stays as it is declared, by its path. */
export interface Left {
  readonly what: "field"
  readonly id: string
  /** Of the pipe. */
  readonly name: string
  readonly why: Fields.Why
  readonly detail: string
}

export interface Amended {
  readonly files: ReadonlyArray<File>
  readonly left: ReadonlyArray<Left>
}

export const make = (given: Given): Amended => {
  const files = new Map(given.files.map((file) => [file.source.file, file]))
  const left: Array<Left> = []
  const edits: Array<Edits.Edit & { readonly pipe?: string }> = [...shared(given)]
  const before = once(() => bodies(given, given.files))
  for (const change of given.plan.changes) {
    const { live, pipe, name } = change
    if (live === undefined || pipe === undefined || !given.isMeant(name)) continue
    const differing = change.differences.filter(isOfService)
    const leave = (why: Fields.Why, { path }: Difference) =>
      left.push({ what: "field", id: live.id, name, why, detail: path })
    const made: Array<Edits.Edit> = []
    const taken: Array<Difference> = []
    for (const difference of differing) {
      const edit = Fields.edit({ files, pipe, live }, difference)
      if (typeof edit === "string") {
        leave(edit, difference)
        continue
      }
      taken.push(difference)
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

/** What the program has changed itself is for `apply`, and secrets are not told. */
const isOfService = ({ secret, movedBy, path }: Difference): boolean =>
  secret !== true && movedBy !== "program" && path !== "name"

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

const holds = (
  given: Given,
  files: ReadonlyMap<string, Ast.File>,
  { name, live }: Change,
  edits: ReadonlyArray<Edits.Edit>,
  taken: ReadonlyArray<Difference>,
  before: ReturnType<typeof bodies>,
): boolean => {
  const texts = new Set(edits.map(({ file }) => file))
  const parsed = [...texts].map((file) => {
    const source = files.get(file)!.source
    const text = Edits.applied(
      source,
      edits.filter((it) => it.file === file),
    )
    return Parser.parse(Source.make(file, text))
  })
  if (parsed.some(({ diagnostics }) => diagnostics.some(isError))) return false
  const after = bodies(given, [
    ...given.files.filter(({ source }) => !texts.has(source.file)),
    ...parsed.map(({ file }) => file),
  ])
  const others = [...before.pipes].every(([it, body]) => it === name || after.pipes.get(it) === body)
  const pipe = after.bound.program.pipes.find((it) => it.name === name)
  if (!after.isRight || !others || pipe === undefined || after.pipes.size !== before.pipes.size) return false
  const request = Compile.create(pipe, nowhere)
  const paths = new Set(taken.map(({ path }) => path))
  return Diff.compare({ pipe, request, live: live!.object }).differences.every(({ path }) => !paths.has(path))
}

/** The shared size, for the target that does not declare it. */
const shared = ({ files, target, cdcScaling }: Given): ReadonlyArray<Edits.Edit> => {
  if (cdcScaling === undefined || target === undefined) return []
  const { fields } = Decode.block({ _tag: "Answer", type: "", pipeId: undefined }, Scaling.shared, cdcScaling)
  if (Object.keys(Scaling.shared).some((key) => !fields.has(key))) return []
  const entries = UnbindValues.entries(Scaling.shared, Decode.blockOf(fields), () => "")
  return files.flatMap(({ source, declarations }) =>
    declarations.flatMap((it) =>
      it._tag === "Target" &&
      it.name.text === target &&
      !it.block.entries.some((entry) => "name" in entry && entry.name.text === "cdcScaling")
        ? [Edits.insertion(source, it.block, Nodes.section("cdcScaling", entries))]
        : [],
    ),
  )
}
