/** As much of an OpenAPI document as is read: JSON, references inside it, and its operations. */
import type { JsonObject } from "@pipewright/cloud-api/WireContract"

/** A document that has operations. Everything else in it is read where it is needed. */
export interface Document extends JsonObject {
  readonly paths: JsonObject
}

export interface Operation {
  /** In capitals, as in `PATCH`. */
  readonly method: string
  /** As the document spells it, with `{name}` for what is filled in. */
  readonly path: string
  readonly pointer: string
}

/** The document in a text, or what keeps it from being one. */
export const parse = (text: string): Document | string => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return error instanceof SyntaxError ? "it is not JSON" : String(error)
  }
  if (!isObject(value)) return "it is not an object of JSON"
  return isDocument(value) ? value : "it has no `paths`, as an OpenAPI document has"
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isDocument = (value: JsonObject): value is Document => isObject(value.paths)

const methods = ["get", "put", "post", "delete", "patch"]

export const operations = (document: Document): ReadonlyArray<Operation> =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    isObject(item)
      ? methods
          .filter((method) => isObject(item[method]))
          .map((method) => ({
            method: method.toUpperCase(),
            path,
            pointer: below("/paths", path, method),
          }))
      : [],
  )

/** Where the schema of a JSON body of an operation is, if it has one. */
export const bodyPointer = (
  document: Document,
  operation: Operation,
  body: "request" | "response",
): string | undefined => {
  const responses = at(document, below(operation.pointer, "responses"))
  const success = isObject(responses) ? Object.keys(responses).find((status) => /^2/.test(status)) : undefined
  const holder = body === "request" ? ["requestBody"] : success === undefined ? [] : ["responses", success]
  if (holder.length === 0) return undefined
  const pointer = below(follow(document, below(operation.pointer, ...holder)), ...media)
  return at(document, pointer) === undefined ? undefined : pointer
}

const media = ["content", "application/json", "schema"]

/** Where a reference leads, if that is what is at a pointer. */
const follow = (document: Document, pointer: string): string => {
  const value = at(document, pointer)
  return isObject(value) && typeof value.$ref === "string" ? value.$ref.replace(/^#/, "") : pointer
}

/** A pointer further down, as RFC 6901 spells it. */
export const below = (pointer: string, ...keys: ReadonlyArray<string>): string =>
  [pointer, ...keys.map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1"))].join("/")

/** What is at a pointer; `undefined` where nothing is. */
export const at = (root: unknown, pointer: string): unknown => {
  let value = root
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~")
    if (Array.isArray(value)) value = value[Number(key)]
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[key]
    else return undefined
  }
  return value
}

/** Whether two are one operation. The names of what is filled into a path say nothing. */
export const isSame = (
  one: Pick<Operation, "method" | "path">,
  other: Pick<Operation, "method" | "path">,
): boolean => {
  const bare = (path: string) => path.replace(/\{[^}]*\}/g, "{}").replace(/\/$/, "")
  return one.method === other.method && bare(one.path) === bare(other.path)
}
