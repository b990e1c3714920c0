/**
 * The published schemas of what commands print in JSON, as an independent validator reads them. Their objects are closed,
 * so that a key that no schema knows is told.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js"
import { close } from "./internal/closed.ts"

export interface OutputSchemas {
  /** The commands that have one, and `failure`. */
  readonly names: ReadonlyArray<string>
  /** What is wrong with an output, each as `/place/in/it what`. */
  readonly problems: (name: string, output: unknown) => ReadonlyArray<string>
}

const ending = ".schema.json"

/** The schemas in a folder. */
export const read = (folder: string): OutputSchemas => {
  const ajv = new Ajv2020({ allErrors: true })
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
  const validators = new Map(
    names.map((name) => {
      const schema = JSON.parse(readFileSync(join(folder, `${name}${ending}`), "utf8")) as AnySchemaObject
      close(schema)
      return [name, ajv.compile(schema)] as const
    }),
  )
  return {
    names,
    problems: (name, output) => {
      const validate = validators.get(name)
      if (validate === undefined) return [`there is no schema of ${name}`]
      if (validate(output)) return []
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
      )
    },
  }
}
