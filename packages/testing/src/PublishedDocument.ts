/**
 * The published OpenAPI document, which is not part of the repository, as an independent validator reads it. Its objects
 * are closed, so that a field too many is told.
 */
import { readFileSync } from "node:fs"
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js"

/** Where a body is not as the document says: the place in it, and what is wrong there. */
export interface Problem {
  readonly at: string
  readonly what: string
}

export interface PublishedDocument {
  /** What is wrong with the body of a request. `path` may be a real one, or one with `{names}` in it. */
  readonly request: (method: string, path: string, body: unknown) => ReadonlyArray<Problem>
  /** The statuses that an operation can have by the document. */
  readonly statuses: (method: string, path: string) => ReadonlyArray<number>
  /** What is wrong with the body of an answer. */
  readonly answer: (method: string, path: string, status: number, body: unknown) => ReadonlyArray<Problem>
}

/** Properties to add to schemas of the document, by the name of the schema. */
export type Additions = Readonly<Record<string, Readonly<Record<string, object>>>>

/** The document leaves its objects open. */
const close = (schema: unknown): void => {
  if (typeof schema !== "object" || schema === null) return
  for (const inner of Object.values(schema)) close(inner)
  if ("properties" in schema && !("additionalProperties" in schema)) {
    Object.assign(schema, { additionalProperties: false })
  }
}

const segments = (path: string): ReadonlyArray<string> => path.replace(/\/$/, "").split("/")

/** The path of the document that a real path is one of. */
const templateOf = (document: AnySchemaObject, path: string): string => {
  const given = segments(path)
  const found = Object.keys(document.paths).filter((template) => {
    const parts = segments(template)
    return (
      parts.length === given.length &&
      parts.every((part, index) => part === given[index] || part.startsWith("{"))
    )
  })
  const exact = found.sort((one, other) => one.split("{").length - other.split("{").length)[0]
  if (exact === undefined) throw new Error(`the document has no path for ${path}`)
  return exact
}

/** The document in a file, for a validator. */
export const read = (file: string, additions: Additions = {}): PublishedDocument => {
  const document = JSON.parse(readFileSync(file, "utf8")) as AnySchemaObject
  for (const [name, properties] of Object.entries(additions)) {
    Object.assign(document.components.schemas[name].properties, properties)
  }
  close(document.components.schemas)
  close(document.paths)
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    formats: {
      password: true,
      // The service takes addresses as well.
      hostname: true,
      uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
      "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
    },
  })
  ajv.addSchema(document, "document")
  const validate = (
    method: string,
    path: string,
    holder: ReadonlyArray<string>,
    body: unknown,
  ): ReadonlyArray<Problem> => {
    const media = ["content", "application/json", "schema"]
    const pointer = ["paths", templateOf(document, path), method.toLowerCase(), ...holder, ...media]
      .map((step) => step.replaceAll("/", "~1"))
      .map(encodeURIComponent)
      .join("/")
    const check = ajv.getSchema(`document#/${pointer}`)
    if (check === undefined) throw new Error(`the document has no ${holder.join(" ")} of ${method} ${path}`)
    check(body)
    return (check.errors ?? []).map(({ instancePath, message = "is wrong", params }) => ({
      at: instancePath,
      what: "additionalProperty" in params ? `${message}: ${params.additionalProperty}` : message,
    }))
  }
  return {
    statuses: (method, path) =>
      Object.keys(document.paths[templateOf(document, path)][method.toLowerCase()].responses).map(Number),
    request: (method, path, body) => validate(method, path, ["requestBody"], body),
    answer: (method, path, status, body) => validate(method, path, ["responses", String(status)], body),
  }
}
