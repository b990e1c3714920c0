/** `engine = …` of a table that is made. */
import type * as Ast from "@pipewright/language/Ast"
import type { Extras } from "@pipewright/language/Diagnostic"
import * as Destination from "../Destination.ts"
import { Findings } from "../errors.ts"
import * as Ir from "../Ir.ts"
import * as Blocks from "./blocks.ts"
import type { Columns } from "./columns.ts"
import { at, type Context, origin, type Sourced, within } from "./context.ts"
import * as Deferred from "./deferred.ts"
import * as References from "./references.ts"
import * as Values from "./values.ts"

const engineUsage: Readonly<Record<string, string>> = {
  MergeTree: "engine = MergeTree",
  ReplacingMergeTree: "engine = ReplacingMergeTree(version_column)",
  SummingMergeTree: "engine = SummingMergeTree(column, other_column)",
  Null: "engine = Null",
}

/** `engine = ReplacingMergeTree(updated_at)`: the arguments are the column that decides or the columns to add up. */
export const bind = (
  context: Context,
  entries: ReadonlyArray<Sourced<Ast.Entry>>,
  columns: Columns,
): Ir.Block | undefined => {
  const entry = entries.find((it) => Blocks.isNamed(it, "engine"))
  if (entry === undefined || entry.node._tag !== "Attribute") return undefined
  const found = References.resolve(context, within(entry, entry.node.value))
  if (found === undefined) return undefined
  const { node } = found
  const quoted = node._tag === "String" && node.parts.length === 1 ? String(node.parts[0]) : ""
  if (Destination.engines.includes(quoted.replace(/\(.*$/s, ""))) {
    context.diagnostics.push(
      Findings.report(
        "quoted-member",
        at(found, node.span),
        { name: quoted },
        { fixes: [{ title: "Remove the quotes", safe: true, edits: [{ span: node.span, text: quoted }] }] },
      ),
    )
    return undefined
  }
  if (node._tag === "Call" && Deferred.functions.includes(node.name.text)) {
    context.diagnostics.push(
      Findings.report("deferred-not-allowed", at(found, node.span), { name: "engine" }),
    )
    return undefined
  }
  const engine = node._tag === "Word" ? node.text : node._tag === "Call" ? node.name.text : undefined
  if (engine === undefined) {
    context.diagnostics.push(
      Findings.report("wrong-type", at(found, node.span), {
        name: "engine",
        expected: "a table engine",
        found: Values.describe(node),
      }),
    )
    return undefined
  }
  if (!Destination.engines.includes(engine)) {
    const span = node._tag === "Call" ? node.name.span : node.span
    context.diagnostics.push(
      Findings.report("unknown-engine", at(found, span), { name: engine, known: Destination.engines }),
    )
    return undefined
  }
  const from = origin(found)
  const fields = new Map<string, Ir.Value>([["type", { _tag: "Literal", value: engine, origin: from }]])
  const names: Array<Ir.Literal> = []
  for (const argument of node._tag === "Call" ? node.arguments : []) {
    const column =
      argument._tag === "Word"
        ? argument.text
        : argument._tag === "String"
          ? References.text(context, within(found, argument))
          : undefined
    if (column === undefined) {
      context.diagnostics.push(
        Findings.report(
          "engine-arguments",
          at(found, argument.span),
          { name: engine, usage: engineUsage[engine]! },
          takesNone(engine) ? without(found, engine) : {},
        ),
      )
      return undefined
    }
    names.push({ _tag: "Literal", value: column, origin: origin(within(found, argument)) })
  }
  const most = engine === Destination.replacing ? 1 : takesNone(engine) ? 0 : Number.POSITIVE_INFINITY
  if (names.length > most) {
    context.diagnostics.push(
      Findings.report(
        "engine-arguments",
        at(found, node.span),
        { name: engine, usage: engineUsage[engine]! },
        // Of several versions none is plainly the one that was meant.
        takesNone(engine) ? without(found, engine) : {},
      ),
    )
    return undefined
  }
  if (columns.complete) for (const it of names) unknownColumn(context, it, columns.types)
  if (names.length > 0) {
    if (engine === Destination.replacing) fields.set("versionColumnId", names[0]!)
    else fields.set("columnIds", { _tag: "List", items: names, origin: from })
  }
  return { _tag: "Block", fields, origin: from }
}

const takesNone = (engine: string): boolean =>
  engine !== Destination.replacing && engine !== Destination.summing

/** The engine alone, where it is written at its place. */
const without = ({ node, via }: Sourced<Ast.Value>, engine: string): Pick<Extras, "fixes"> =>
  via.length > 0
    ? {}
    : { fixes: [{ title: `Write \`${engine}\``, safe: false, edits: [{ span: node.span, text: engine }] }] }

const unknownColumn = (context: Context, value: Ir.Value, types: Columns["types"]): void => {
  const column = Ir.literal(value)
  if (typeof column !== "string" || types.has(column)) return
  const { file, span } = value.origin
  context.diagnostics.push(
    Findings.report("unknown-column", { file, span }, { name: column, known: [...types.keys()] }),
  )
}
