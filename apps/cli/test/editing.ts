/** The fullest pipe of every kind in the emulator, each of its fields edited, and the run that makes it so. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpServer from "@effect/platform/HttpServer"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Bind from "@pipewright/core/Bind"
import { nothingAllowed } from "@pipewright/core/Change"
import * as Field from "@pipewright/core/Field"
import * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import type { SourceKind } from "@pipewright/core/SourceKind"
import { Emulator } from "@pipewright/emulator/Emulator"
import { isError } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { Approval } from "@pipewright/runtime/Approval"
import * as Executor from "@pipewright/runtime/Executor"
import * as Planner from "@pipewright/runtime/Planner"
import { Progress } from "@pipewright/runtime/Progress"
import { SecretHash } from "@pipewright/runtime/SecretHash"
import { StateStore } from "@pipewright/runtime/StateStore"
import { ValueReader } from "@pipewright/runtime/ValueReader"
import { contracts } from "@pipewright/sources/Contracts"
import { catalog } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { assert } from "vitest"

const sources = fileURLToPath(new URL("../../../packages/sources/src/", import.meta.url))

export const full = ({ name }: SourceKind): Ir.Pipe => {
  const text = readFileSync(`${sources}${name}/cases/full/main.pipe`, "utf8")
  const { program, diagnostics } = Bind.bind([Parser.parse(Source.make("main.pipe", text)).file], catalog)
  assert.deepStrictEqual(diagnostics.filter(isError), [])
  return program.pipes[0]!
}

export const service = { organizationId: "org", serviceId: "svc" }

/** Of one test: what it makes is remembered on a disk. Every secret is a canary. */
export const layer = (disk: Map<string, string> = new Map()) =>
  Layer.mergeAll(
    Layer.unwrapEffect(
      HttpServer.addressWith((address) =>
        Effect.succeed(
          CloudApiClient.layer({
            baseUrl: address._tag === "TcpAddress" ? `http://127.0.0.1:${address.port}` : "",
            keyId: "id",
            keySecret: Redacted.make("secret"),
            userAgent: "pipewright/test",
            rate: "unlimited",
          }).pipe(Layer.provide(FetchHttpClient.layer)),
        ),
      ),
    ),
    Emulator.serve({ contracts, keyId: "id", keySecret: Redacted.make("secret"), pace: 0 }),
    StateStore.layerMemory(disk),
    SecretHash.layer,
    Approval.layerGranted,
    Progress.layerSilent,
    Layer.succeed(ValueReader, {
      read: ({ reader, secret }) =>
        Effect.succeed(
          Redacted.make(
            reader._tag === "File"
              ? `-----BEGIN CERTIFICATE-----\n${reader.path}\n`
              : reader._tag === "Given"
                ? Redacted.value(reader.value)
                : `${secret ? "canary-" : ""}${reader.name}`,
          ),
        ),
    }),
  ).pipe(Layer.provideMerge(NodeHttpServer.layerTest))

export const planOf = (pipe: Ir.Pipe) =>
  Effect.gen(function* () {
    const store = yield* StateStore
    const { document } = yield* store.read
    const { hash } = yield* SecretHash
    const yes = () => true
    return yield* Planner.plan({ target: undefined, endpoints: [], pipes: [pipe] }, service, {
      state: document,
      hash,
      permissions: { ...nothingAllowed, replace: yes, resnapshot: yes },
    })
  })

export const options: Executor.Options = {
  owner: { name: "test", host: "here", pid: 1, startedAt: "2026-01-01T00:00:00.000Z" },
  concurrency: 1,
  wait: "running",
  poll: "5 millis",
}

/** Carries out what it takes, and then there is nothing left to do. */
export const become = (pipe: Ir.Pipe) =>
  Effect.gen(function* () {
    const plan = yield* planOf(pipe)
    const { pipes } = yield* Executor.apply(plan, service, options)
    const [outcome] = pipes
    assert.include(["settled", "kept"], outcome!._tag, JSON.stringify(outcome))
    const after = yield* planOf(pipe)
    assert.deepStrictEqual(after.changes[0]!.differences, [])
    assert.isTrue(Plan.isEmpty(after), JSON.stringify(after.changes[0]!.steps))
    return plan.changes[0]!
  })

// --------------------------------------------------------------------------------------------------- edits

interface Edit {
  /** As a plan spells the field. */
  readonly path: string
  readonly edit: Field.Edit
  readonly source: Ir.Block
}

/** Another value of a field that it takes, if one is easily found. */
const other = (field: Field.Field, value: Ir.Value): Ir.Value | undefined => {
  const { type } = field
  if (value._tag === "Deferred") return { ...value, reader: { _tag: "Secret", name: "ANOTHER" } }
  if (value._tag === "List") {
    const [first, ...rest] = value.items
    return first !== undefined && rest.length > 0 ? { ...value, items: [first] } : undefined
  }
  if (value._tag !== "Literal") return undefined
  const of = (it: string | number | boolean): Ir.Value => ({ ...value, value: it })
  switch (type._tag) {
    case "Boolean":
      return of(value.value !== true)
    case "Number":
      return of(
        value.value === type.minimum ? Number(value.value) + 1 : (type.minimum ?? Number(value.value) + 1),
      )
    case "Enum": {
      const next = type.members.find((it) => it !== value.value)
      return next === undefined ? undefined : of(next)
    }
    case "String": {
      const fits = (it: string) =>
        it !== value.value && (type.pattern === undefined || new RegExp(type.pattern.source).test(it))
      const found = [`${value.value}x`, field.example ?? ""].find((it) => it !== "" && fits(it))
      return found === undefined ? undefined : of(found)
    }
    default:
      return undefined
  }
}

const put = (block: Ir.Block, key: string, value: Ir.Value | undefined): Ir.Block => {
  const fields = new Map(block.fields)
  if (value === undefined) fields.delete(key)
  else fields.set(key, value)
  return { ...block, fields }
}

/** Each field of a block with another value and, where an edit can take it away, without one. */
const editsOf = (fields: Field.Fields, block: Ir.Block, path: string): ReadonlyArray<Edit> =>
  Object.entries(fields).flatMap(([name, field]): ReadonlyArray<Edit> => {
    const key = Field.wireName(name, field)
    const value = block.fields.get(key)
    if (value === undefined) return []
    const here = `${path}.${key}`
    if (field.type._tag === "Mappings") return rowEdits(field, field.type, value, here, block)
    if (field.type._tag === "Block" && value._tag === "Block")
      return editsOf(field.type.fields, value, here).map((it) => ({
        ...it,
        source: put(block, key, it.source),
      }))
    const changed = other(field, value)
    return [
      ...(changed === undefined ? [] : [{ path: here, edit: field.edit, source: put(block, key, changed) }]),
      ...(Field.isClearable(field) && Ir.literal(value) !== field.default
        ? [{ path: here, edit: field.edit, source: put(block, key, undefined) }]
        : []),
    ]
  })

/** A row more, a row less, and a row that says something else. */
const rowEdits = (
  field: Field.Field,
  type: Field.MappingsType,
  value: Ir.Value,
  path: string,
  block: Ir.Block,
): ReadonlyArray<Edit> => {
  if (value._tag !== "List") return []
  const [first, ...rest] = value.items.filter((it) => it._tag === "Block")
  if (first === undefined) return []
  const named = (row: Ir.Block, key: string, text: string) =>
    put(row, key, { _tag: "Literal", value: text, origin: row.origin })
  const more = named(named(first, type.source[1], "one more"), "targetTable", "one_more")
  const lists = [
    [...value.items, more],
    [named(first, "targetTable", "elsewhere"), ...rest, more],
    ...(rest.length === 0 ? [] : [[first]]),
  ]
  return lists.map((items) => ({
    path: `${path}[`,
    edit: field.edit,
    source: put(block, type.key, { ...value, items }),
  }))
}

const isRight = (pipe: Ir.Pipe): boolean => !pipe.kind.check.some((check) => check(pipe).some(isError))

/** The edits of the source that break no rule, and those of settings and sizes, each with the pipe after it. */
export const allEdits = (pipe: Ir.Pipe) => {
  const { kind, source, settings, scaling } = pipe
  const of = (fields: Field.Fields | undefined, block: Ir.Block | undefined, path: string) =>
    block === undefined ? [] : editsOf(fields ?? {}, block, path)
  return [
    ...of(kind.fields, source, `source.${kind.arm}`).map((it) => ({
      ...it,
      pipe: { ...pipe, source: it.source },
    })),
    ...of(kind.settings, settings, "settings").map((it) => ({
      ...it,
      pipe: { ...pipe, settings: it.source },
    })),
    ...of(kind.scaling, scaling, "scaling").map((it) => ({ ...it, pipe: { ...pipe, scaling: it.source } })),
    {
      path: "name",
      edit: "live" as Field.Edit,
      pipe: { ...pipe, name: `${pipe.name} anew`, movedFrom: named(pipe) },
    },
  ].filter((it) => isRight(it.pipe))
}

export const named = ({ name, origin }: Ir.Pipe): Ir.Literal => ({ _tag: "Literal", value: name, origin })
