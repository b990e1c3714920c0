/** `template t(…) { … }` and `extends t(…)`: what a pipe takes over, and with which arguments. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import * as Suggest from "../Suggest.ts"
import { at, type Context, type Names, related, type Sourced, within } from "./context.ts"
import * as Params from "./params.ts"
import * as References from "./references.ts"

/** The declarations by themselves, and whether there is a pipe for each. */
export const check = (context: Context, pipes: ReadonlyArray<Sourced<Ast.Pipe>>): void => {
  const used = new Set(pipes.map(({ node }) => node.extends?.template.text))
  for (const [name, template] of context.templates) {
    const declared = new Map<string, Ast.Param>()
    for (const param of template.node.params) {
      const first = declared.get(param.name.text)
      if (first === undefined) declared.set(param.name.text, param)
      else {
        context.diagnostics.push(
          Findings.report(
            "duplicate-declaration",
            at(template, param.name.span),
            { what: "param", name: param.name.text },
            { related: [related("the other one is here", within(template, first.name))] },
          ),
        )
      }
      Params.checkType(context, within(template, param))
      if (param.default === undefined) continue
      const initial = within(template, param.default)
      if (Params.checkValue(context, param.name.text, param, initial))
        References.explore(context, `${name}(${param.name.text})`, initial)
    }
    // The pipe that extends it may be one that did not parse.
    if (!used.has(name) && context.brokenNames.size === 0) {
      context.diagnostics.push(
        Findings.report("unused-template", at(template, template.node.name.span), { name }),
      )
    }
  }
}

/** The template of a pipe, in which `arg` has a meaning; `unknown` where there is none of the name, which is reported. */
export const of = (context: Context, pipe: Sourced<Ast.Pipe>): Sourced<Ast.Template> | "none" | "unknown" => {
  const clause = pipe.node.extends
  if (clause === undefined) return "none"
  const { text: name, span } = clause.template
  const template = context.templates.get(name)
  if (template === undefined) {
    if (!context.brokenNames.has(name)) {
      context.diagnostics.push(
        Findings.report("unknown-template", at(pipe, span), { name, known: [...context.templates.keys()] }),
      )
    }
    return "unknown"
  }
  const step = { label: `template ${name}`, ...at(pipe, span) }
  return { ...template, via: [...pipe.via, step], names: names(context, template, within(pipe, clause)) }
}

const names = (context: Context, template: Sourced<Ast.Template>, clause: Sourced<Ast.Extends>): Names => {
  const here = { related: [related("declared here", within(template, template.node.name))] }
  const handed = new Map<string, Sourced<Ast.Argument>>()
  // An argument that is misspelt is not missing as well.
  const meant = new Set<string | undefined>()
  for (const node of clause.node.arguments) {
    const name = node.name.text
    const first = handed.get(name)
    if (!template.node.params.some((it) => it.name.text === name)) {
      const known = template.node.params.map((it) => it.name.text)
      meant.add(Suggest.nearest(name, known))
      context.diagnostics.push(
        Findings.report(
          "unknown-argument",
          at(clause, node.name.span),
          { name, known, template: template.node.name.text },
          here,
        ),
      )
    } else if (first !== undefined) {
      const extras = { related: [related("first set here", within(first, first.node.name))] }
      context.diagnostics.push(
        Findings.report("duplicate-field", at(clause, node.name.span), { name }, extras),
      )
    } else handed.set(name, within(clause, node))
  }
  return new Map(
    template.node.params.map((param) => {
      const name = param.name.text
      if (!handed.has(name) && meant.has(name)) return [`arg.${name}`, undefined]
      return [`arg.${name}`, value(context, template, clause, param, handed.get(name))]
    }),
  )
}

const value = (
  context: Context,
  template: Sourced<Ast.Template>,
  clause: Sourced<Ast.Extends>,
  param: Ast.Param,
  handed: Sourced<Ast.Argument> | undefined,
): Sourced<Ast.Value> | undefined => {
  const name = param.name.text
  const here = { related: [related("declared here", within(template, param.name))] }
  if (handed === undefined && param.default === undefined) {
    context.diagnostics.push(
      Findings.report(
        "missing-argument",
        at(clause, clause.node.template.span),
        { name, template: template.node.name.text },
        here,
      ),
    )
    return undefined
  }
  const found = handed === undefined ? within(template, param.default!) : within(handed, handed.node.value)
  // A default that does not fit is reported where it is declared.
  if (handed !== undefined && !Params.checkValue(context, name, param, found, here)) return undefined
  const label = handed === undefined ? `arg ${name}, its default` : `arg ${name}`
  return { ...found, via: [...found.via, { label, ...at(found, found.node.span) }] }
}
