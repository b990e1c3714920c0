/** `targets = [prod]`: in which targets there is a pipe. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import type { Setting } from "./clauses.ts"
import { at, type Context, type Sourced, within } from "./context.ts"
import * as References from "./references.ts"
import * as Values from "./values.ts"

/** The targets that the pipe is in; `undefined` where that is all of them, and where the list has a mistake. */
export const of = (context: Context, settings: ReadonlyArray<Setting>): ReadonlyArray<string> | undefined => {
  const written = settings.find(({ node }) => node.name.text === "targets")
  if (written === undefined) return undefined
  const { node } = written
  if (node._tag === "Section") {
    context.diagnostics.push(
      Findings.report("value-expected", at(written, node.name.span), { name: "targets" }),
    )
    return undefined
  }
  const found = References.resolve(context, within(written, node.value))
  if (found === undefined) return undefined
  const items = found.node._tag === "List" ? found.node.items.map((item) => within(found, item)) : [found]
  if (items.length === 0) {
    context.diagnostics.push(
      Findings.report("wrong-type", at(found, found.node.span), {
        name: "targets",
        expected: "the names of targets",
        found: "an empty list",
      }),
    )
    return undefined
  }
  const names = items.map((item) => nameOf(context, item))
  return names.includes(undefined) ? undefined : (names as ReadonlyArray<string>)
}

/** Whether a pipe is there in the target in force. Without one it is. */
export const includes = (context: Context, targets: ReadonlyArray<string> | undefined): boolean =>
  targets === undefined || isWithout(context) || targets.includes(context.target!)

/** Whether no declared target is in force, so that pipes of different targets are seen side by side. */
export const isWithout = ({ target, targets }: Context): boolean =>
  target === undefined || !targets.has(target)

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
