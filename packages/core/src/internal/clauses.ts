/** What a pipe is made of: its own clauses over those of its template. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import * as Blocks from "./blocks.ts"
import { at, type Context, related, type Sourced, within } from "./context.ts"
import * as Merge from "./merge.ts"
import * as Templates from "./templates.ts"

export interface Clauses {
  readonly from: Blocks.Clause<Ast.From> | undefined
  readonly into: Blocks.Clause<Ast.Into> | undefined
  /** Of the pipe alone: a name is not something that pipes have in common. */
  readonly moved: Sourced<Ast.Moved> | undefined
  /** What stands beside them. */
  readonly settings: ReadonlyArray<Setting>
}

export type Setting = Blocks.Written & { readonly node: Ast.Attribute | Ast.Section }

/** Reports what is there twice or not at all. */
export const of = (context: Context, pipe: Sourced<Ast.Pipe>, name: string): Clauses => {
  const found = Templates.of(context, pipe)
  const template = typeof found === "string" ? undefined : found
  const broken = found === "unknown" || template?.node.broken === true
  const clause = <K extends "From" | "Into">(tag: K): Blocks.Clause<Tags[K]> | undefined => {
    const below = template === undefined ? undefined : single(context, template, tag)
    const own = single(context, pipe, tag)
    if (own === undefined && below === undefined && !pipe.node.broken && !broken) {
      context.diagnostics.push(
        Findings.report("missing-clause", at(pipe, pipe.node.name.span), { clause: words[tag], pipe: name }),
      )
    }
    return completed(own, below, broken)
  }
  const settings = Merge.over(
    template === undefined ? [] : settingsOf(template),
    settingsOf(pipe),
  ) as ReadonlyArray<Setting>
  const below = template === undefined ? undefined : single(context, template, "Moved")
  if (below !== undefined) {
    context.diagnostics.push(
      Findings.report("field-elsewhere", at(below, below.node.span), {
        name: words.Moved,
        place: "a template",
        where: "the pipe whose name has changed",
      }),
    )
  }
  return {
    from: clause("From"),
    into: clause("Into"),
    moved: single(context, pipe, "Moved"),
    settings,
  }
}

interface Tags {
  readonly From: Ast.From
  readonly Into: Ast.Into
  readonly Moved: Ast.Moved
}

const words: Readonly<Record<keyof Tags, string>> = { From: "from", Into: "into", Moved: "moved from" }

type Items = Sourced<{ readonly items: ReadonlyArray<Ast.PipeItem> }>

const settingsOf = (declaration: Items): ReadonlyArray<Setting> =>
  declaration.node.items.flatMap((it) =>
    it._tag === "Attribute" || it._tag === "Section" ? [within(declaration, it)] : [],
  )

const single = <K extends keyof Tags>(
  context: Context,
  declaration: Items,
  tag: K,
): Sourced<Tags[K]> | undefined => {
  const [first, second] = declaration.node.items.filter((it): it is Tags[K] & Ast.PipeItem => it._tag === tag)
  if (second !== undefined) {
    context.diagnostics.push(
      Findings.report(
        "duplicate-clause",
        at(declaration, second.span),
        { clause: words[tag] },
        { related: [related("the first one is here", within(declaration, first!))] },
      ),
    )
  }
  return first === undefined ? undefined : within(declaration, first)
}

/** The pipe's own clause names the source or the destination, and its block is merged over the template's. */
const completed = <A extends Ast.From | Ast.Into>(
  own: Sourced<A> | undefined,
  below: Sourced<A> | undefined,
  broken: boolean,
): Blocks.Clause<A> | undefined => {
  const top = own ?? below
  if (top === undefined) return undefined
  return {
    ...top,
    entries: Merge.over(entriesOf(below), entriesOf(own)),
    broken: broken || own?.node.block?.broken === true || below?.node.block?.broken === true,
  }
}

const entriesOf = (clause: Sourced<Ast.From | Ast.Into> | undefined): ReadonlyArray<Blocks.Written> =>
  clause?.node.block === undefined ? [] : Blocks.entriesOf(within(clause, clause.node.block))
