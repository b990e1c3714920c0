/** `targets = [prod]`: in which targets there is a pipe. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import type { Setting } from "./clauses.ts"
import { at, type Context, type Sourced, within } from "./context.ts"
import * as References from "./references.ts"
import * as Values from "./values.ts"

/** Whether the pipe is there in the target in force. Without one, and where the list has a mistake, it is. */
export const includes = (context: Context, settings: ReadonlyArray<Setting>): boolean => {
  const written = settings.find(({ node }) => node.name.text === "targets")
  if (written === undefined) return true
  const { node } = written
  if (node._tag === "Section") {
    context.diagnostics.push(
      Findings.report("value-expected", at(written, node.name.span), { name: "targets" }),
    )
    return true
  }
  const found = References.resolve(context, within(written, node.value))
  if (found === undefined) return true
  const items = found.node._tag === "List" ? found.node.items.map((item) => within(found, item)) : [found]
  if (items.length === 0) {
    context.diagnostics.push(
      Findings.report("wrong-type", at(found, found.node.span), {
        name: "targets",
        expected: "the names of targets",
        found: "an empty list",
      }),
    )
    return true
  }
  const names = items.map((item) => nameOf(context, item))
  if (context.target === undefined || !context.targets.has(context.target)) return true
  return names.includes(undefined) || names.includes(context.target)
}

/** The name of a target that is declared. */
const nameOf = (context: Context, item: Sourced<Ast.Value>): string | undefined => {
  const found = References.resolve(context, item)
  if (found === undefined) return undefined
  const known = [...context.targets.keys()]
  const { node } = found
  const name =
    node._tag === "Word"
      ? node.text
      : node._tag === "String"
        ? References.text(context, within(found, node))
        : undefined
  const place = at(found, node.span)
  if (name === undefined) {
    if (node._tag !== "String") {
      context.diagnostics.push(
        Findings.report("wrong-type", place, {
          name: "targets",
          expected: "the names of targets",
          found: Values.describe(node),
        }),
      )
    }
    return undefined
  }
  if (!context.targets.has(name)) {
    if (!context.brokenNames.has(name))
      context.diagnostics.push(Findings.report("unknown-target", place, { name, known }))
    return undefined
  }
  if (
    node._tag === "String" &&
    found.node === item.node &&
    !found.via.some((step) => /^(param|arg) /.test(step.label))
  ) {
    const fixes = [{ title: "Remove the quotes", safe: true, edits: [{ span: node.span, text: name }] }]
    context.diagnostics.push(Findings.report("quoted-member", place, { name }, { fixes }))
  }
  return name
}
