/** `columns { … }` of a destination: rows of a name, a type and perhaps a field of the source. */
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic, Extras } from "@pipewright/language/Diagnostic"
import type { Span } from "@pipewright/language/Source"
import * as ClickHouseType from "../ClickHouseType.ts"
import { Findings } from "../errors.ts"
import type * as Ir from "../Ir.ts"
import * as Blocks from "./blocks.ts"
import { at, type Context, origin, related, type Sourced, within } from "./context.ts"
import { Pair } from "./pair.ts"
import * as References from "./references.ts"

/** The rows of `columns`. */
export interface Columns {
  readonly list: Ir.List | undefined
  readonly mappings: Ir.List | undefined
  readonly types: ReadonlyMap<string, Sourced<Ast.Type>>
  /** All rows parsed, so a name that is not among them does not exist. */
  readonly complete: boolean
}

/** The words after `into`, where what it lacks is told. */
export const pathSpan = (into: Ast.Into): Span => ({
  start: into.path[0]!.span.start,
  end: into.path.at(-1)!.span.end,
})

/** Names and types that many columns have, each kept once. */
const texts = new Map<string, string>()

/** As many as a program says again and again; what comes later is kept as often as it is said. */
const textLimit = 10_000

const shared = (text: string): string => {
  const known = texts.get(text)
  if (known === undefined && texts.size < textLimit) texts.set(text, text)
  return known ?? text
}

/** The rows as a list, by their names, and as mappings where a row has `from`. */
export const bind = (
  context: Context,
  into: Sourced<Ast.Into>,
  entries: ReadonlyArray<Blocks.Written>,
  broken: boolean,
): Columns => {
  const section = entries.find((entry) => Blocks.isNamed(entry, "columns") && entry.node._tag === "Section")
  if (section === undefined || section.node._tag !== "Section") {
    if (!broken && !entries.some((entry) => Blocks.isNamed(entry, "columns"))) {
      context.diagnostics.push(
        Findings.report("columns-expected", at(into, pathSpan(into.node)), {
          table: into.node.path.at(-1)!.text,
        }),
      )
    }
    return { list: undefined, mappings: undefined, types: new Map(), complete: false }
  }
  const { block } = section.node
  const rows = new Map<string, Sourced<Ast.Column>>()
  const spelled = new Map<Sourced<Ast.Column>, string>()
  let complete = !block.broken
  for (const written of section.merged ?? Blocks.entriesOf(within(section, block))) {
    const entry = written.node
    if (entry._tag !== "Column") {
      context.diagnostics.push(
        Findings.report("column-row-expected", at(written, entry.span), undefined, rowFix(entry)),
      )
      complete = false
      continue
    }
    const name = References.nameText(context, within(written, entry.name))
    if (name === undefined) {
      complete = false
      continue
    }
    const row = within(written, {
      ...entry,
      name: { _tag: "Name", span: entry.name.span, text: shared(name) },
    } as const)
    const first = rows.get(name)
    if (first !== undefined) {
      context.diagnostics.push(
        Findings.report(
          "duplicate-column",
          at(row, entry.name.span),
          { name },
          {
            related: [related("first here", within(first, first.node.name))],
          },
        ),
      )
      continue
    }
    const emptyName = entry.name.text === "" ? entry.name : undefined
    const emptySource = entry.from?.parts.every((part) => part === "") === true ? entry.from : undefined
    for (const empty of [emptyName, emptySource]) {
      if (empty === undefined) continue
      const parameters = { name: "columns", claim: "rows of names that are not empty" }
      context.diagnostics.push(Findings.report("text-does-not-fit", at(row, empty.span), parameters))
    }
    const { known, problems } = ClickHouseType.judge(entry.type)
    for (const problem of problems) context.diagnostics.push(ofType(row, problem))
    rows.set(name, row)
    spelled.set(row, shared(known.text))
  }
  if (rows.size === 0 && complete) {
    context.diagnostics.push(
      Findings.report("columns-expected", at(section, section.node.name.span), {
        table: into.node.path.at(-1)!.text,
      }),
    )
  }
  const pair = (at: Ir.Origin, first: [string, Ir.Value], second: [string, Ir.Value]): Ir.Block => ({
    _tag: "Block",
    fields: new Pair(...first, ...second),
    origin: at,
  })
  const literal = (row: Sourced<Ast.Column>, value: string, node: { readonly span: Span }): Ir.Literal => ({
    _tag: "Literal",
    value,
    origin: origin(within(row, node)),
  })
  // Both lists say most of a row alike: columns are the most of a program, and what is made twice takes its room twice.
  const all = [...rows.values()].map((row) => ({
    row,
    at: origin(row),
    name: literal(row, row.node.name.text, row.node.name),
  }))
  const list: Ir.List = {
    _tag: "List",
    origin: origin(within(section, block)),
    items: all.map(({ row, at, name }) =>
      pair(at, ["name", name], ["type", literal(row, spelled.get(row)!, row.node.type)]),
    ),
  }
  const renamed = all.some(({ row }) => row.node.from !== undefined)
  const mappings: Ir.List | undefined = renamed
    ? {
        _tag: "List",
        origin: origin(within(section, block)),
        items: all.map(({ row, at, name }) => {
          const { from } = row.node
          const field =
            from === undefined ? name : literal(row, References.text(context, within(row, from)) ?? "", from)
          return pair(at, ["sourceField", field], ["destinationField", name])
        }),
      }
    : undefined
  const types = new Map([...rows].map(([name, row]) => [name, within(row, row.node.type)]))
  return { list, mappings, types, complete }
}

/** `id = UInt64` is a row once it has no sign. */
const rowFix = (entry: Ast.Entry): Pick<Extras, "fixes"> => {
  if (entry._tag !== "Attribute" || (entry.value._tag !== "Word" && entry.value._tag !== "Call")) return {}
  const gap = { start: entry.name.span.end, end: entry.value.span.start }
  return { fixes: [{ title: "Remove the `=`", safe: true, edits: [{ span: gap, text: " " }] }] }
}

const ofType = (row: Sourced<unknown>, problem: ClickHouseType.Problem): Diagnostic => {
  const { code, span, parameters, first, fix } = problem
  const extras: Extras = {
    ...(first === undefined ? {} : { related: [{ message: "first here", ...at(row, first) }] }),
    ...(fix === undefined ? {} : { fixes: [fix] }),
  }
  // Code and parameters belong together by the type of `Problem`, which is lost when they are taken apart.
  return Findings.report(code, at(row, span), parameters as never, extras)
}
