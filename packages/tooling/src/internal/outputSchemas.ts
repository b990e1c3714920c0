/** The published schemas of what commands print with `--format json`, and the page that says the same to people. */
import * as JSONSchema from "effect/JSONSchema"
import type * as Schema from "effect/Schema"

export interface Published {
  /** Of the file, without its ending. */
  readonly name: string
  readonly title: string
  readonly schema: JsonSchema
}

export interface JsonSchema {
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: ReadonlyArray<string>
  readonly items?: JsonSchema
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly allOf?: ReadonlyArray<JsonSchema>
  readonly enum?: ReadonlyArray<string | number | boolean | null>
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly [key: string]: unknown
}

const definitionPath = "#/$defs/"

/** Objects are open, for new keys may come without a new version. */
export const publish = (name: string, title: string, schema: Schema.Schema.AnyNoContext): Published => {
  const definitions: Record<string, JSONSchema.JsonSchema7> = {}
  const root = JSONSchema.fromAST(schema.ast, {
    definitions,
    definitionPath,
    target: "jsonSchema2020-12",
    additionalPropertiesStrategy: "allow",
  })
  const { $schema: _, ...rest } = tidy({
    ...root,
    ...(Object.keys(definitions).length === 0 ? {} : { $defs: definitions }),
  }) as JsonSchema
  const made = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:pipewright:json:${name}:1`,
    title,
    ...rest,
  }
  return { name, title, schema: made }
}

/** What is so by default is not said. */
const tidy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(tidy)
  if (typeof value !== "object" || value === null) return value
  // The library gives the schema that takes any value an id, which may stand in a document once.
  if ("$id" in value && value.$id === "/schemas/unknown") {
    const { description } = value as JsonSchema
    return description === undefined ? {} : { description }
  }
  const entries = Object.entries(value).filter(([key, it]) => key !== "additionalProperties" || it !== true)
  const tidied = Object.fromEntries(entries.map(([key, it]) => [key, tidy(it)]))
  const { allOf, ...rest } = tidied
  return Array.isArray(allOf) && allOf.length === 1 ? { ...allOf[0], ...rest } : tidied
}

interface Row {
  readonly path: string
  readonly isOptional: boolean
  readonly type: string
  readonly doc: string
}

/** Every form that a schema has a name for. */
type Forms = ReadonlyMap<string, JsonSchema>

const rows = (schema: JsonSchema, prefix: string): ReadonlyArray<Row> =>
  (schema.anyOf ?? [schema]).flatMap((branch) =>
    Object.entries(branch.properties ?? {}).flatMap(([key, it]) => {
      const path = `${prefix}${key}`
      const isOptional = branch.required?.includes(key) !== true
      return [{ path, isOptional, type: typeOf(it), doc: it.description ?? "" }, ...inner(it, path)]
    }),
  )

/** What is in the objects of a value, unless they are of a form with a name. */
const inner = (schema: JsonSchema, path: string): ReadonlyArray<Row> => {
  if (schema.items !== undefined) return inner(schema.items, `${path}[]`)
  if (schema.properties !== undefined) return rows(schema, `${path}.`)
  return (schema.anyOf ?? []).flatMap((branch) => inner(branch, path))
}

const typeOf = (schema: JsonSchema): string => {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(definitionPath.length)
    return `[${name}](#${name.toLowerCase()})`
  }
  if (schema.enum !== undefined) return schema.enum.map((it) => `\`${JSON.stringify(it)}\``).join(", ")
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(" or ")
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`
  return typeof schema.type === "string" ? schema.type : "any"
}

const cell = (text: string): string => text.replaceAll("|", "\\|")

const table = (all: ReadonlyArray<Row>): string =>
  [
    "| key | type | what it is |",
    "| --- | --- | --- |",
    ...all.map(
      ({ path, isOptional, type, doc }) =>
        `| \`${path}\`${isOptional ? "?" : ""} | ${cell(type)} | ${cell(doc)} |`,
    ),
  ].join("\n")

/** A name is of one form, whichever output it stands in. */
const formsOf = (all: ReadonlyArray<Published>): Forms => {
  const forms = new Map<string, JsonSchema>()
  for (const { title, schema } of all) {
    for (const [name, form] of Object.entries(schema.$defs ?? {})) {
      const other = forms.get(name)
      if (other !== undefined && JSON.stringify(other) !== JSON.stringify(form))
        throw new Error(`${name} is something else in ${title} than before`)
      forms.set(name, form)
    }
  }
  return forms
}

/** One table for each output, and one for each form that they share. */
export const page = (all: ReadonlyArray<Published>): string => {
  const outputs = all.map(({ name, title, schema }) =>
    [
      `## ${title}`,
      `[${name}.schema.json](${name}.schema.json)`,
      ...(schema.description === undefined ? [] : [schema.description]),
      schema.anyOf === undefined
        ? table(rows(schema, ""))
        : schema.anyOf.map((it) => `- ${typeOf(it)}`).join("\n"),
    ].join("\n\n"),
  )
  const shared = [...formsOf(all)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, form]) => `## ${name}\n\n${table(rows(form, ""))}`)
  return `${[
    "<!-- Written by `pnpm generate`; do not edit. -->",
    "# What commands print in JSON",
    "With `--format json` a command prints what stands here, to standard output; [the guide](../../guide/exit-codes-and-json.md) says the rest. Each has a JSON Schema of draft 2020-12. A `?` is behind a key that may be absent. A reader has to pass over keys that it does not know: new ones may come without another `version`.",
    ...outputs,
    "# Forms that they share",
    ...shared,
  ].join("\n\n")}\n`
}
