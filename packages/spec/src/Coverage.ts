/**
 * Where each operation and each field of the API is in the language. The fields are those of the contracts and
 * descriptors; that the document has no others is what `SpecCheck` says.
 */
import * as Endpoint from "@pipewright/core/Endpoint"
import type * as Field from "@pipewright/core/Field"
import * as Scaling from "@pipewright/core/Scaling"
import type { SourceKind } from "@pipewright/core/SourceKind"
import * as Sugar from "@pipewright/core/Sugar"
import type { Facts } from "./Facts.ts"
import type { Shape } from "./internal/shape.ts"
import type { KnownDifference } from "./KnownDifferences.ts"

export interface Row {
  /** As on the wire, with `[]` for an element. */
  readonly path: string
  /** Where it is in the language, in Markdown. */
  readonly place: string
  readonly isSent: boolean
  readonly isEdited: boolean
  readonly isReturned: boolean
}

export interface Section {
  readonly title: string
  readonly rows: ReadonlyArray<Row>
}

/** What is done with each operation, by its name in the `HttpApi` value. */
const uses: Readonly<Record<string, string>> = {
  list: "`plan` and `apply` read it to see what is there",
  create: "`apply` sends it for each pipe that is missing; `build` prints it",
  get: "`apply` waits with it until a pipe has settled",
  update: "in the client and the emulator",
  delete: "in the client and the emulator",
  setState: "in the client and the emulator",
  setScaling: "in the client and the emulator",
  getSettings: "in the client and the emulator",
  putSettings: "in the client and the emulator",
  discoverSchema: "in the client and the emulator",
  getCdcScaling: "in the client and the emulator",
  updateCdcScaling: "in the client and the emulator; `build` prints it",
  getOrganizationCdcScaling: "in the client and the emulator",
  updateOrganizationCdcScaling: "in the client and the emulator",
  listEndpoints: "in the client and the emulator",
  createEndpoint: "in the client and the emulator; `build` prints it",
  getEndpoint: "in the client and the emulator",
  updateEndpoint: "in the client and the emulator",
  deleteEndpoint: "in the client and the emulator",
  getService: "in the client and the emulator",
  setServiceState: "in the client and the emulator",
}

export interface Use {
  readonly operation: string
  /** Absent where nobody has said. */
  readonly place: string | undefined
}

export const operations = ({ operations: all }: Facts): ReadonlyArray<Use> =>
  all.map(({ name, method, path }) => ({ operation: `${method} ${path}`, place: uses[name] }))

/** What the document has and this version leaves out, with the reason. */
export const left = (known: ReadonlyArray<KnownDifference>): ReadonlyArray<KnownDifference> =>
  known.filter(
    ({ fact, ours, pointer }, index) =>
      (fact === "operation" || fact === "field") &&
      ours === "absent" &&
      // Outdated keys of a schema have an entry of their own.
      known.findIndex((other) => other.pointer === pointer && other.fact === fact) === index,
  )

// -------------------------------------------------------------------------------------------------------- fields

/** What is returned and has no field of the language. */
const answers: Readonly<Record<string, string>> = {
  id: "names the pipe in later requests; shown by `apply`",
  serviceId: "not read; the target names the service",
  state: "shown by `plan` and `apply`",
  createdAt: "not read",
  updatedAt: "not read",
}

/** The paths of everything in a shape that holds nothing further. */
const leaves = (shape: Shape | undefined, prefix = ""): ReadonlyArray<string> => {
  if (shape === undefined) return []
  const element = shape.item
  if (element !== undefined) {
    return element.properties.size === 0 ? [prefix] : leaves(element, `${prefix}[]`)
  }
  if (shape.properties.size === 0) return [prefix]
  return [...shape.properties].flatMap(([key, inner]) =>
    leaves(inner, prefix === "" ? key : `${prefix}.${key}`),
  )
}

/** The keys of an edit of mappings, as those of the mappings. */
const asMapping = (path: string): string => path.replace(/To(Add|Remove)\[\]/, "[]")

const place = (path: string, kinds: ReadonlyArray<SourceKind>): string => {
  const sugar = Sugar.written(path)
  if (sugar !== undefined) return `\`${sugar}\``
  const [first, second, ...rest] = path.split(".")
  const kind = first === "source" ? kinds.find(({ arm }) => arm === second) : undefined
  if (kind !== undefined) return inSource(kind, rest)
  const name = path.split(".").at(-1) ?? path
  if (first === "settings" || first === "scaling") return `\`${first} { ${name} }\``
  return first === "destination" ? `\`into … { ${name} }\`` : (answers[path] ?? "")
}

const inSource = ({ fields }: SourceKind, path: ReadonlyArray<string>): string => {
  const [list, name] = path
  for (const [written, { type }] of Object.entries(fields)) {
    if (type._tag !== "Mappings" || list !== `${type.key}[]`) continue
    return name !== undefined && type.source.includes(name)
      ? `\`${written} { a.b -> c }\`, before the arrow`
      : `\`${written} { a.b -> c { ${name} } }\``
  }
  const written = path.map((key) => key.replace("[]", ""))
  return `\`${written.join(" { ")}${" }".repeat(written.length - 1)}\``
}

export const sections = (facts: Facts): ReadonlyArray<Section> => {
  const { kinds } = facts
  const find = (name: string) => facts.operations.find((it) => it.name === name)
  const below = (key: string, shape: Shape | undefined) => leaves(shape, key)
  const sent = leaves(find("create")?.request)
  const edited = [
    ...leaves(find("update")?.request),
    ...below("scaling", find("setScaling")?.request),
    ...below("settings", find("putSettings")?.request),
  ].map(asMapping)
  const returned = leaves(find("get")?.response?.properties.get("result"))
  const row = (path: string): Row => ({
    path,
    place: place(path, kinds),
    isSent: sent.includes(path),
    isEdited: edited.includes(path),
    isReturned: returned.includes(path),
  })
  const all = [...new Set([...sent, ...edited, ...returned])]
  const isOf = (path: string, { arm }: SourceKind) => path.startsWith(`source.${arm}.`)
  return [
    { title: "Every pipe", rows: all.filter((path) => !path.startsWith("source.")).map(row) },
    ...kinds.map((kind) => ({
      title: kind.name,
      rows: all.filter((path) => isOf(path, kind)).map(row),
    })),
    { title: "Endpoints", rows: endpointRows() },
    { title: "The size that pipes from databases share", rows: sharedRows() },
  ]
}

const endpointRows = (): ReadonlyArray<Row> => {
  const fields: Field.Fields = Object.assign({}, ...Endpoint.types.map(Endpoint.fields))
  return [
    {
      path: "type",
      place: "`endpoint name: TYPE`",
      isSent: true,
      isEdited: false,
      isReturned: true,
    },
    ...Object.entries(fields).map(([name, { edit, type }]) => ({
      path: type._tag === "List" && type.wrap !== undefined ? `${name}[].${type.wrap}` : name,
      place: `\`endpoint name: TYPE { ${name} }\``,
      isSent: true,
      isEdited: edit === "live",
      isReturned: true,
    })),
    ...Object.entries(Endpoint.attributes).map(([name, { path }]) => ({
      path: path.replace(/\[\d+\]/, ""),
      place: `\`endpoint.name.${name}\``,
      isSent: false,
      isEdited: false,
      isReturned: true,
    })),
    ...["serviceId", "status"].map((path) => ({
      path,
      place: "not read",
      isSent: false,
      isEdited: false,
      isReturned: true,
    })),
  ]
}

const sharedRows = (): ReadonlyArray<Row> =>
  Object.keys(Scaling.shared).map((name) => ({
    path: name,
    place: `\`cdcScaling { ${name} }\` of a target`,
    isSent: false,
    isEdited: true,
    isReturned: true,
  }))

/** The last part of a pointer, for people. */
export const nameOf = (pointer: string): string => {
  const operation = /^\/paths\/(.+)\/(\w+)$/.exec(pointer)
  if (operation !== null) return `${operation[2]!.toUpperCase()} ${operation[1]!.replaceAll("~1", "/")}`
  return pointer.replace("/components/schemas/", "").replaceAll("/properties/", ".")
}
