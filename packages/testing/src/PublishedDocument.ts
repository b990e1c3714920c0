/**
 * The published OpenAPI document, which is not part of the repository, as an independent validator reads it. Its objects
 * are closed, so that a field too many is told.
 */
import { readFileSync } from "node:fs"
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js"
import { close } from "./internal/closed.ts"

/** Where a body is not as the document says: the place in it, and what is wrong there. */
interface Problem {
  readonly at: string
  readonly what: string
}

/** What is wrong, each as `request POST /path /place/in/body what`, with `{id}` and `[]` for what there are many of. */
export type Problems = ReadonlyArray<string>

export interface PublishedDocument {
  /** What is wrong with the body of a request. `path` may be a real one, or one with `{names}` in it. */
  readonly request: (method: string, path: string, body: unknown) => Problems
  /** The statuses that an operation can have by the document. */
  readonly statuses: (method: string, path: string) => ReadonlyArray<number>
  /** What is wrong with the body of an answer. */
  readonly answer: (method: string, path: string, status: number, body: unknown) => Problems
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

/** Where no branch fits, each says so, and so does what holds them: what is deepest says why. */
const isEcho = ({ at, what }: Problem, all: ReadonlyArray<Problem>): boolean =>
  /^must be null$|oneOf$/.test(what) &&
  all.some((other) => other.at.startsWith(`${at}/`) || (other.at === at && !/null$|oneOf$/.test(other.what)))

/** Ids in a path, and places in lists, are all alike. */
export const alike = (text: string): string =>
  text.replace(/\{\w+\}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "{id}").replace(/\/\d+(?=\/| |$)/g, "[]")

const told = (where: string, problems: ReadonlyArray<Problem>): Problems =>
  problems.filter((it) => !isEcho(it, problems)).map(({ at, what }) => alike(`${where} ${at} ${what}`))

/** The document in a file, for a validator. */
export const read = (file: string): PublishedDocument => {
  const document = JSON.parse(readFileSync(file, "utf8")) as AnySchemaObject
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
    request: (method, path, body) =>
      told(`request ${method} ${path}`, validate(method, path, ["requestBody"], body)),
    answer: (method, path, status, body) =>
      told(`${status} ${method} ${path}`, validate(method, path, ["responses", String(status)], body)),
  }
}

/** What crosses the wire otherwise than in the document, and why. */
export interface Deviation {
  readonly found: RegExp
  readonly reason: string
}

export const deviations: ReadonlyArray<Deviation> = [
  {
    found: /^200 (GET|PATCH) \S*services\/\{id\}(\/state)? \/result must have required property '\w+'$/,
    reason: "Of a service the emulator answers what waking needs and nothing else.",
  },
  {
    found: / must NOT have additional properties: kafka_read_committed$/,
    reason: "A setting of newer services that other tools send.",
  },
  {
    found: /^request PATCH \S* \/source\/\w+\/authentication must be equal to one of the allowed values$/,
    reason: "The type in the document takes `null` in an edit, and its list of words does not have it.",
  },
  {
    found: /^request PATCH \S* \/source\/\w+\/(accessKey|serviceAccountKey) (must be null|.*oneOf)$/,
    reason:
      "`null` clears the key in an edit. It fits both branches of the document, of which one has to fit.",
  },
  {
    found: /^request PATCH \S* \/source\/pubsub must have required property 'serviceAccountKey'$/,
    reason: "An edit of something else does not need the key again.",
  },
  {
    found: /^request PATCH \S* \/source\/(mongodb|mysql) must have required property '\w+'$/,
    reason:
      "An edit of tables alone does not send the connection: without its login the service would refuse it.",
  },
  ...[401, 404, 409, 424].map((status) => ({
    found: new RegExp(`^status ${status}$`),
    reason: "The document lists 200, 400 and 500. Those who call the API meet the others as well.",
  })),
]

/** The problems that nobody has given a reason for. */
export const unexplained = (problems: Problems): Problems =>
  problems.filter((problem) => !deviations.some(({ found }) => found.test(problem)))
