/** The functions whose value is read when it is needed, and not before. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import type * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import { at, type Context, origin, type Sourced, within } from "./context.ts"
import * as References from "./references.ts"

const examples: ReadonlyMap<string, string> = new Map(
  Object.entries({
    secret: 'secret("DATABASE_PASSWORD")',
    env: 'env("DATABASE_USER")',
    file: 'file("keys/ca.pem")',
    base64: 'base64(file("keys/account.json"))',
  }),
)

export const functions: ReadonlyArray<string> = [...examples.keys()]

/** A call of one of the functions as a value of a field; `use` is where it was asked for. */
export const bind = (
  context: Context,
  name: string,
  field: Field.Field,
  call: Sourced<Ast.CallValue>,
  use: Sourced<Ast.Value>,
): Ir.Deferred | undefined => {
  const read = reader(context, call)
  if (read === undefined) return undefined
  // What is read late is a text. A number, a choice or a switch decides what else is right, so it is checked now.
  if (field.type._tag !== "String") {
    context.diagnostics.push(Findings.report("deferred-not-allowed", at(call, call.node.span), { name }))
    return undefined
  }
  // What the API never returns may be a secret if the author says so, such as the id of a key.
  const isSecret = field.secret === true || (field.writeOnly === true && read.reader._tag === "Secret")
  if (read.reader._tag === "Secret" && !isSecret) {
    context.diagnostics.push(Findings.report("secret-not-allowed", at(call, call.node.span), { name }))
    return undefined
  }
  return { _tag: "Deferred", ...read, secret: isSecret, origin: { ...origin(use), via: call.via } }
}

const reader = (
  context: Context,
  call: Sourced<Ast.CallValue>,
): { readonly reader: Ir.Reader; readonly base64: boolean } | undefined => {
  const name = call.node.name.text
  const usage = examples.get(name)
  if (usage === undefined) {
    context.diagnostics.push(
      Findings.report("unknown-function", at(call, call.node.name.span), { name, known: functions }),
    )
    return undefined
  }
  const [argument, ...more] = call.node.arguments
  if (name === "base64" && argument?._tag === "Call" && more.length === 0) {
    const inner = reader(context, within(call, argument))
    return inner === undefined ? undefined : { ...inner, base64: true }
  }
  const text =
    argument?._tag === "String" && argument.parts.every((part) => typeof part === "string")
      ? References.text(context, within(call, argument))
      : undefined
  if (name === "base64" || text === undefined || text === "" || more.length > 0) {
    context.diagnostics.push(Findings.report("wrong-arguments", at(call, call.node.span), { name, usage }))
    return undefined
  }
  if (name === "secret") return { reader: { _tag: "Secret", name: text }, base64: false }
  if (name === "env") return { reader: { _tag: "Env", name: text }, base64: false }
  if (escapes(call.file, text)) {
    context.diagnostics.push(Findings.report("file-outside-program", at(call, argument!.span), undefined))
    return undefined
  }
  return { reader: { _tag: "File", path: text, from: call.file }, base64: false }
}

/** Whether a path, from the directory of a file of the program, leads out of the program. */
const escapes = (file: string, path: string): boolean => {
  if (/^([/\\~]|[A-Za-z]:)/.test(path)) return true
  let depth = file.split("/").length - 1
  for (const part of path.split(/[/\\]/)) {
    if (part === "..") depth -= 1
    else if (part !== "." && part !== "") depth += 1
    if (depth < 0) return true
  }
  return false
}
