/** Programs that give a canary to every secret field of every kind, in every way in which a value can come to a field. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type * as Field from "@pipewright/core/Field"
import type * as Ast from "@pipewright/language/Ast"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { kinds } from "@pipewright/sources/Kinds"

const sources = join(import.meta.dirname, "../../../packages/sources/src")

const secretsOf = (fields: Field.Fields): ReadonlyArray<string> =>
  Object.entries(fields).flatMap(([name, { type, secret }]) => [
    ...(secret === true ? [name] : []),
    ...(type._tag === "Block" ? secretsOf(type.fields) : []),
  ])

/** The secret fields of each kind, by the folder of the kind. */
export const secretFields: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  kinds.map(({ name, fields }) => [name, new Set(secretsOf(fields))]),
)

/** What no output may hold: the texts themselves, and what they are in base64. */
export const texts = ["secret", "env", "file", "param", "target", "each", "arg", "default", "literal"].map(
  (form) => `canary-${form}-7f3a`,
)

export const files: Readonly<Record<string, string>> = { "canary.txt": "canary-file-7f3a" }

export const env: Readonly<Record<string, string>> = {
  CANARY_SECRET: "canary-secret-7f3a",
  CANARY_ENV: "canary-env-7f3a",
}

export const leaks = (output: string): ReadonlyArray<string> =>
  texts.flatMap((text) => {
    const encoded = Buffer.from(text).toString("base64").replace(/=*$/, "").slice(0, -1)
    return output.includes(text) || output.includes(encoded) ? [text] : []
  })

export const declarations = `param canary: string = "canary-param-7f3a"
param canary_of_target: string
param canary_by_way: string = param.canary

target test {
  organization = "11111111-1111-4111-8111-111111111111"
  service      = "22222222-2222-4222-8222-222222222222"
  params { canary_of_target = "canary-target-7f3a" }
}
`

/** How a value is written; what is around the pipe follows from the name of the form. */
export const forms: Readonly<Record<string, string>> = {
  secret: 'secret("CANARY_SECRET")',
  env: 'env("CANARY_ENV")',
  file: 'file("canary.txt")',
  "base64 of a secret": 'base64(secret("CANARY_SECRET"))',
  "base64 of the environment": 'base64(env("CANARY_ENV"))',
  "base64 of a file": 'base64(file("canary.txt"))',
  "a param": "param.canary",
  "a param by way of another": "param.canary_by_way",
  "a param in a string": '"${param.canary}"',
  "a param of the target": "param.canary_of_target",
  "an element": "each.canary",
  "an argument": "arg.canary",
  "a default": "arg.canary",
  "a connection": 'secret("CANARY_SECRET")',
  "a literal": '"canary-literal-7f3a"',
}

interface Found {
  readonly pipe: Ast.Pipe
  readonly from: Ast.From
  readonly source: Source.Source
  readonly kind: string
  /** The places of the values of secret fields. */
  readonly secrets: ReadonlyArray<Source.Span>
  readonly names: ReadonlyArray<string>
}

const secretValues = (block: Ast.Block, names: ReadonlySet<string>): ReadonlyArray<Ast.Attribute> =>
  block.entries.flatMap((entry) =>
    entry._tag === "Attribute" && names.has(entry.name.text)
      ? [entry]
      : entry._tag === "Section"
        ? secretValues(entry.block, names)
        : [],
  )

/** The pipes of the cases that have a secret field. */
export const pipes: ReadonlyArray<Found> = readdirSync(sources).flatMap((kind) => {
  const names = secretFields.get(kind)
  if (names === undefined) return []
  const text = readFileSync(join(sources, kind, "cases/full/main.pipe"), "utf8")
  const source = Source.make("main.pipe", text)
  return Parser.parse(source).file.declarations.flatMap((pipe): ReadonlyArray<Found> => {
    if (pipe._tag !== "Pipe") return []
    const from = pipe.items.find((item) => item._tag === "From")
    if (from === undefined) return []
    const found = secretValues(from.block, names)
    if (found.length === 0) return []
    return [
      {
        pipe,
        from,
        source,
        kind,
        secrets: found.map(({ value }) => value.span),
        names: found.map(({ name }) => name.text),
      },
    ]
  })
})

/** What the cases read besides. */
export const otherFiles: ReadonlyArray<string> = [
  ...new Set(
    pipes.flatMap(({ source }) =>
      Array.from(source.text.matchAll(/file\("([^"]+)"\)/g), ([, path]) => path!),
    ),
  ),
]

/** A piece of a case with the values of its secrets replaced. */
const slice = ({ source, secrets }: Found, { start, end }: Source.Span, value: string): string =>
  secrets
    .filter((span) => span.start >= start && span.end <= end)
    .toReversed()
    .reduce(
      (text, span) => text.slice(0, span.start - start) + value + text.slice(span.end - start),
      source.text.slice(start, end),
    )

/** What the pipe with a number is called in a form. */
export const nameOf = (form: string, index: number): string => `${form.replaceAll(" ", "_")}_${index}`

/** Every pipe of the cases in one form, each under a name of its own. */
export const program = (form: string): string =>
  pipes
    .map((found, index) => {
      const { pipe, from, source } = found
      const id = nameOf(form, index)
      const value = forms[form]!
      const rest = pipe.items.filter((item) => item._tag !== "From")
      const others = rest.map((item) => `  ${source.text.slice(item.span.start, item.span.end)}\n`).join("")
      const clause = `  ${slice(found, from.span, value)}\n`
      if (form === "a connection") {
        const connection = `connection c_${id}: ${from.source.text} ${slice(found, from.block.span, value)}\n`
        return `${connection}pipe "${id}" {\n  from c_${id} { }\n${others}}\n`
      }
      if (form === "an element")
        return `pipe "${id}" for canary in ["canary-each-7f3a"] {\n${clause}${others}}\n`
      if (form === "an argument" || form === "a default") {
        const [fallback, handed] =
          form === "a default" ? [' = "canary-default-7f3a"', ""] : ["", '(canary: "canary-arg-7f3a")']
        const template = `template t_${id}(canary: string${fallback}) {\n${clause}}\n`
        return `${template}pipe "${id}" extends t_${id}${handed} {\n${others}}\n`
      }
      return `pipe "${id}" {\n${clause}${others}}\n`
    })
    .join("\n")
