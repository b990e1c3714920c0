/** Where the values of a program come from, without reading any of them. */
import type { Location } from "@pipewright/language/Diagnostic"
import * as Redacted from "effect/Redacted"
import * as Compile from "./Compile.ts"
import * as Evaluate from "./Evaluate.ts"
import type * as Ir from "./Ir.ts"
import * as Sugar from "./Sugar.ts"

/** A place on the way of a value; without a label it is where the value stands. */
export interface Station extends Location {
  readonly label?: string
  /** What stands there is a secret of the pipe. */
  readonly guarded?: true
}

export type Value =
  | { readonly _tag: "Known"; readonly json: Evaluate.Json }
  /** It is read when it is sent, as in `env("X")`, or told by the service, as in `${endpoint.x.id}`; the text says how. */
  | { readonly _tag: "Read"; readonly text: string }

export interface Explained {
  /** As the API names it, such as `scaling.replicas` or `destination.columns[0].type`. */
  readonly path: string
  readonly value: Value
  /** There is a secret or a login in what was written, so that no text on the way may be shown. */
  readonly guarded: boolean
  /** From the pipe to the text: through which loop, template or connection, where it stands, and what that leads to. */
  readonly way: ReadonlyArray<Station>
}

/** What has values of its own; `name` is what it is asked for by. */
export interface Subject {
  readonly kind: "pipe" | "endpoint" | "cdcScaling"
  readonly name: string
  readonly values: () => ReadonlyArray<Explained>
}

/** All that a program makes or sets: its pipes by their names, then `endpoint.NAME`, then `cdcScaling`. */
export const subjects = ({ pipes, endpoints, target }: Ir.Program): ReadonlyArray<Subject> => [
  ...pipes.map((pipe): Subject => ({ kind: "pipe", name: pipe.name, values: () => values(pipe) })),
  ...endpoints.map(
    (endpoint): Subject => ({
      kind: "endpoint",
      name: `endpoint.${endpoint.name}`,
      values: () => ofRequest(Compile.createEndpoint(endpoint, Compile.noIds), endpoint.origin, []),
    }),
  ),
  ...(target?.cdcScaling === undefined ? [] : [sharedSize(target.cdcScaling)]),
]

const sharedSize = (scaling: Ir.Block): Subject => ({
  kind: "cdcScaling",
  name: "cdcScaling",
  values: () => ofRequest(Compile.scale(scaling, Compile.noIds), scaling.origin, []),
})

/** Every value of the request that creates the pipe, in its order, and what is said of the pipe besides. */
export const values = (pipe: Ir.Pipe): ReadonlyArray<Explained> =>
  ofRequest(Compile.create(pipe, Compile.noIds), pipe.origin, [
    ["state", pipe.state],
    ...[...(pipe.lifecycle?.fields ?? [])].map(([name, it]) => [`lifecycle.${name}`, it] as const),
    ["moved from", pipe.movedFrom],
  ])

const ofRequest = (
  { body, origins }: Compile.Request,
  above: Ir.Origin,
  /** What is said and is in no body. */
  beside: ReadonlyArray<readonly [string, Ir.Value | undefined]>,
): ReadonlyArray<Explained> => {
  const found: Array<Explained> = []
  const add = (path: string, value: Pick<Explained, "value" | "guarded">, origin: Ir.Origin) =>
    found.push({ path, ...value, way: way(origin) })
  const visit = (value: Compile.Body, path: string, pointer: string, above: Ir.Origin): void => {
    const origin = origins.get(pointer) ?? above
    if (value instanceof Compile.Late) {
      add(path, late(value), together(origin, pointer, origins))
    } else if (Array.isArray(value) && !value.some(isComposed)) {
      // Elements that come by other ways than their list are told one by one.
      const apart = value.some(
        (_, index) => (origins.get(`${pointer}/${index}`) ?? origin).via.length > origin.via.length,
      )
      if (!apart) add(path, known(value as Evaluate.Json), origin)
      else
        for (const [index, item] of value.entries())
          visit(item, `${path}[${index}]`, `${pointer}/${index}`, origin)
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries())
        visit(item, `${path}[${index}]`, `${pointer}/${index}`, origin)
    } else if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
      for (const [key, item] of Object.entries(value)) {
        const step = /^[\w$-]+$/.test(key) ? `${path === "" ? "" : "."}${key}` : `[${JSON.stringify(key)}]`
        visit(item, `${path}${step}`, Compile.pointer(pointer, key), origin)
      }
    } else add(path, known(value as Evaluate.Json), together(origin, pointer, origins))
  }
  visit(body, "", "", above)
  for (const [path, it] of beside) if (it?._tag === "Literal") add(path, known(it.value), it.origin)
  const given = Evaluate.deferred(body).flatMap(({ reader }) =>
    reader._tag === "Given" ? [Redacted.value(reader.value)] : [],
  )
  return given.length === 0 ? found : found.map((it) => ({ ...it, way: it.way.map(withoutSecret(given)) }))
}

/** The element of a loop is told on the way of all values of its pipe, and may be what is secret in one of them. */
const withoutSecret =
  (secrets: ReadonlyArray<string>) =>
  (station: Station): Station => {
    const told = secrets.map((text) => ` = ${JSON.stringify(text)}`).find((it) => station.label?.endsWith(it))
    return told === undefined
      ? station
      : { ...station, label: `${station.label!.slice(0, -told.length)} = ${Evaluate.hidden}`, guarded: true }
  }

/** The elements of a list that the API takes as one string are told in one, with the ways of all. */
const together = (origin: Ir.Origin, pointer: string, origins: Compile.Origins): Ir.Origin => {
  const via = [...origin.via]
  for (let index = 0; ; index++) {
    const item = origins.get(`${pointer}/${index}`)
    if (item === undefined) return { ...origin, via }
    for (const step of item.via)
      if (
        !via.some(
          (it) => it.file === step.file && it.span.start === step.span.start && it.label === step.label,
        )
      )
        via.push(step)
  }
}

const isComposed = (value: Compile.Body): boolean => typeof value === "object" && value !== null

const known = (json: Evaluate.Json): Pick<Explained, "value" | "guarded"> => {
  const shown = Evaluate.withoutLogins(json)
  return { value: { _tag: "Known", json: shown }, guarded: JSON.stringify(shown) !== JSON.stringify(json) }
}

const late = ({ parts }: Compile.Late): Pick<Explained, "value" | "guarded"> => ({
  value: {
    _tag: "Read",
    text: parts.map((part) => (typeof part === "string" ? part : spell(part))).join(", "),
  },
  guarded: parts.some((part) =>
    typeof part === "string"
      ? false
      : part._tag === "Pending"
        ? hasLogin(Evaluate.template(part.parts))
        : part.reader._tag === "Given",
  ),
})

const hasLogin = (text: string): boolean => Evaluate.withoutLogins(text) !== text

const spell = (part: Ir.Deferred | Ir.Pending): string => {
  if (part._tag === "Pending") return String(Evaluate.withoutLogins(Evaluate.template(part.parts)))
  const { reader, base64 } = part
  if (reader._tag === "Given") return Evaluate.hidden
  const call = `${reader._tag.toLowerCase()}(${JSON.stringify(reader._tag === "File" ? reader.path : reader.name)})`
  return base64 ? `base64(${call})` : call
}

/**
 * A parameter or an argument is what the text leads to; through anything else the text came into the pipe. So it did
 * through all that stands before the element of a loop: the list may be a parameter's.
 */
const way = ({ file, span, via }: Ir.Origin): ReadonlyArray<Station> => {
  const loop = via.findLastIndex((step) => step.label.startsWith("each ")) + 1
  const leads = (step: Ir.Step): boolean => /^(param|arg) /.test(step.label)
  const rest = via.slice(loop)
  return [
    ...via.slice(0, loop),
    ...rest.filter((step) => !leads(step)),
    { file, span },
    ...rest.filter(leads),
  ]
}

/** The values at or below a path; a part of one, such as `credentials`, is enough, and so is a word of the language. */
export const select = (all: ReadonlyArray<Explained>, path: string): ReadonlyArray<Explained> => {
  const wanted = parts(path)
  const at = (it: Explained, start: number): boolean => {
    const own = parts(it.path)
    return wanted.every((part, index) => own[start + index] === part)
  }
  const below = all.filter((it) => at(it, 0))
  if (below.length > 0) return below
  const within = all.filter((it) => parts(it.path).some((_, start) => at(it, start)))
  return within.length > 0 ? within : all.filter((it) => wordOf(it.path) === path)
}

/** The word that a value is written with, where it is not the API's: `orderBy`. */
const wordOf = (path: string): string | undefined => Sugar.written(path)?.split(" ")[0]

const parts = (path: string): ReadonlyArray<string> => path.split(/\.|(?=\[)/).filter((part) => part !== "")
