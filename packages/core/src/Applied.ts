/**
 * What is remembered of a pipe once it is as declared: the leaves that were sent, as far as they can be compared, and in
 * the place of secrets what they come to. The last-applied side of every later comparison.
 */
import type { Body, BodyObject, Request } from "./Compile.ts"
import { isObject, Late } from "./Compile.ts"
import * as Diff from "./Diff.ts"
import type { JsonObject } from "./Evaluate.ts"
import * as Evaluate from "./Evaluate.ts"
import * as Ir from "./Ir.ts"
import type * as State from "./State.ts"

/** What is known when something is remembered. */
export interface Knowledge {
  readonly values: Evaluate.Values
  readonly hashes: Diff.Hashes
}

/**
 * The body as it was sent, without secrets. What is not part of a body and yet declared stands beside: the state that the
 * pipe should be in, and whether it is protected.
 */
export const body = (pipe: Ir.Pipe, request: Pick<Request, "body">, values: Evaluate.Values): JsonObject => ({
  ...Evaluate.comparable(request.body, values),
  ...(pipe.state === undefined ? {} : { state: String(Ir.literal(pipe.state)) }),
  ...(isProtected(pipe) ? { protect: true } : {}),
})

export const isProtected = ({ lifecycle }: Ir.Pipe): boolean =>
  Ir.literal(lifecycle?.fields.get("protect")) === true

/** What each secret that could be read comes to, by its path. */
export const secrets = (
  request: Pick<Request, "body">,
  hashes: Diff.Hashes,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    secretsAt(request.body, "").flatMap(([path, parts]) => {
      const hash = Diff.hashOf(parts, hashes)
      return hash === undefined ? [] : [[path, hash]]
    }),
  )

const secretsAt = (
  body: Body,
  path: string,
): ReadonlyArray<readonly [string, ReadonlyArray<Ir.Deferred>]> => {
  if (body instanceof Late) {
    const parts = body.parts.filter((part) => typeof part !== "string")
    const found = parts.filter((part) => part._tag === "Deferred").filter(({ secret }) => secret)
    return found.length === 0 ? [] : [[path, found]]
  }
  if (!isObject(body)) return []
  return Object.entries(body).flatMap(([key, value]) =>
    secretsAt(value, path === "" ? key : `${path}.${key}`),
  )
}

/** The record of a pipe that was just made as declared. */
export const created = (
  pipe: Ir.Pipe,
  request: Pick<Request, "body">,
  id: string,
  { values, hashes }: Knowledge,
  appliedAt: string,
): State.PipeRecord => ({
  id,
  origin: "created",
  arm: pipe.kind.arm,
  applied: body(pipe, request, values),
  secrets: secrets(request, hashes),
  appliedAt,
})

/**
 * The record of a pipe that is now as declared and was there before. Of secrets only those are known that were sent:
 * the others keep what was recorded of them, if anything was.
 */
export const updated = (
  pipe: Ir.Pipe,
  request: Pick<Request, "body">,
  before: Pick<State.PipeRecord, "id" | "origin" | "secrets">,
  sent: ReadonlyArray<BodyObject>,
  { values, hashes }: Knowledge,
  appliedAt: string,
): State.PipeRecord => {
  const declared = new Set(secretsAt(request.body, "").map(([path]) => path))
  const kept = Object.entries(before.secrets).filter(([path]) => declared.has(path))
  return {
    id: before.id,
    origin: before.origin,
    arm: pipe.kind.arm,
    applied: body(pipe, request, values),
    secrets: {
      ...Object.fromEntries(kept),
      ...Object.assign({}, ...sent.map((it) => secrets({ body: it }, hashes))),
    },
    appliedAt,
  }
}
