/**
 * Somebody else edits what `apply` made, in every way that the API lets them: `drift` shows each edit, `apply` puts it
 * right, and after that there is no drift. Somebody else is a run with a state of its own.
 */
import { it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Bind from "@pipewright/core/Bind"
import * as Changes from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import * as Diff from "@pipewright/core/Diff"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import { isError } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Executor from "@pipewright/runtime/Executor"
import * as Planner from "@pipewright/runtime/Planner"
import { StateStore } from "@pipewright/runtime/StateStore"
import { catalog, kinds } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import { assert, describe } from "vitest"
import * as Human from "../src/views/drift.human.ts"
import * as Machine from "../src/views/drift.json.ts"
import { allEdits, become, full, layer, options, service } from "./editing.ts"

/** The drift, of which nothing that is printed has a secret in it. */
const driftOf = (program: Ir.Program) =>
  Effect.gen(function* () {
    const { document } = yield* (yield* StateStore).read
    const drift = yield* Planner.drift(program, service, { state: document, catalog })
    const session = { target: "test", service, program, api: "http://127.0.0.1", embedded: false }
    const drifted = { drift, session, place: ({ file }: Ir.Origin) => file, path: undefined }
    for (const text of [Human.drift(drifted, { color: false }), Machine.drift(drifted)])
      assert.notInclude(text, "canary-")
    return drift
  })

const programOf = (...pipes: ReadonlyArray<Ir.Pipe>): Ir.Program => ({
  target: undefined,
  endpoints: [],
  pipes,
})

const assertNone = (program: Ir.Program) =>
  Effect.gen(function* () {
    const { items } = yield* driftOf(program)
    assert.isNotEmpty(items)
    for (const { name, what, differences } of items)
      assert.deepStrictEqual([name, what, differences], [name, "asApplied", []])
  })

/** Whether the API tells what it has in one place of a pipe. */
const isTold = (pipe: Ir.Pipe, path: string) =>
  Effect.gen(function* () {
    const live = (yield* (yield* CloudApiClient).listPipes(service)).find(({ name }) => name === pipe.name)
    const told = new Map<string, Json>()
    Diff.compare({ pipe, request: Compile.create(pipe, service), live: live as unknown as JsonObject, told })
    return [...told.keys()].some((it) => it.startsWith(path))
  })

describe.each(kinds)("the fullest pipe of the kind $name that somebody else edits", (kind) => {
  const disk = new Map<string, string>()

  it.scopedLive(
    "has each edit shown by drift and put right by apply",
    () =>
      Effect.gen(function* () {
        const { origin, ...rest } = full(kind)
        const pipe: Ir.Pipe = { ...rest, origin, state: { _tag: "Literal", value: "running", origin } }
        const program = programOf(pipe)
        yield* become(pipe)
        yield* assertNone(program)
        const edits = allEdits(pipe).filter(({ edit }) => edit !== "replace")
        let seen = 0
        for (const { path, pipe: edited } of edits) {
          yield* become(edited).pipe(Effect.provide(StateStore.layerMemory(new Map(disk))))
          const [item] = (yield* driftOf(program)).items
          const found = item!.differences.filter((it) => it.path.startsWith(path))
          // One that is done with its work can only be made anew.
          if (found.length > 0 || item!.what === "gone") seen += 1
          else assert.isFalse(yield* isTold(pipe, path), `${path} is told, and not in the drift`)
          for (const { declared } of found)
            assert.deepStrictEqual([path, declared], [path, { _tag: "asApplied" }])
          yield* become(pipe)
          yield* assertNone(program)
        }
        assert.isAbove(seen, 0)
      }).pipe(Effect.provide(layer(disk))),
    { timeout: 120_000 },
  )

  it.scopedLive("has it shown that it was stopped, and that it is gone, and runs again", () =>
    Effect.gen(function* () {
      const { origin, ...rest } = full(kind)
      const pipe: Ir.Pipe = { ...rest, origin, state: { _tag: "Literal", value: "running", origin } }
      const program = programOf(pipe)
      const client = yield* CloudApiClient
      yield* become(pipe)
      const now = Effect.map(client.listPipes(service), ([it]) => it!)
      const idOf = Effect.map(now, ({ id }) => id)
      yield* client.setState({ ...service, pipeId: yield* idOf, command: "stop" })
      const [stopped] = (yield* driftOf(program)).items
      assert.deepStrictEqual(
        stopped!.differences.map(({ path, applied }) => [path, applied]),
        // One that is done with its work has nothing to stop.
        (yield* now).state === "Completed" ? [] : [["state", "running"]],
      )
      yield* become(pipe)
      yield* assertNone(program)

      yield* client.deletePipe({ ...service, pipeId: yield* idOf })
      assert.deepStrictEqual(
        (yield* driftOf(program)).items.map(({ what }) => what),
        ["gone"],
      )
      yield* become(pipe)
      yield* assertNone(program)
    }).pipe(Effect.provide(layer())),
  )
})

describe("an endpoint and the shared size that somebody else changes", () => {
  const text = `target test {
  organization = "org"
  service      = "svc"
  cdcScaling { replicaCpuMillicores = 2000, replicaMemoryGb = 8 }
}

endpoint orders: VPC_RESOURCE {
  description                = "the orders network"
  vpcResourceConfigurationId = "rcfg-1"
  vpcResourceShareArn        = "arn:aws:ram:us-east-1:123456789012:resource-share/1"
  customPrivateDnsMappings   = ["db.example.com"]
}

pipe "orders" {
  from postgres {
    host     = "db.example.com"
    database = "shop"
    credentials { username = "replicator", password = secret("DB_PASSWORD") }
    settings { replicationMode = cdc }
    tables { public.orders -> orders }
  }
  into analytics.*
}
`
  const { program, diagnostics } = Bind.bind(
    [Parser.parse(Source.make("main.pipe", text)).file],
    catalog,
    "test",
  )

  const apply = Effect.gen(function* () {
    const { document } = yield* (yield* StateStore).read
    const plan = yield* Planner.plan(program, service, {
      state: document,
      permissions: { ...Changes.nothingAllowed, replace: () => true },
    })
    const outcome = yield* Executor.apply(plan, service, options)
    const all = [
      ...outcome.endpoints,
      ...outcome.pipes,
      ...(outcome.cdcScaling === undefined ? [] : [outcome.cdcScaling]),
    ]
    for (const it of all) assert.include(["settled", "kept", "done"], it._tag, JSON.stringify(it))
    const after = (yield* (yield* StateStore).read).document
    const next = yield* Planner.plan(program, service, { state: after })
    assert.isTrue(
      Plan.isEmpty(next),
      JSON.stringify(Plan.all(next).map(({ action, steps }) => [action, steps])),
    )
  })

  const moved = Effect.map(driftOf(program), ({ items }) =>
    items
      .filter(({ what }) => what !== "asApplied")
      .map(({ of, name, what, differences }) => [of, name, what, differences.map(({ path }) => path)]),
  )

  it.scopedLive("has each change shown by drift and put right by apply", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(diagnostics.filter(isError), [])
      const client = yield* CloudApiClient
      yield* apply
      yield* assertNone(program)
      const endpointId = Effect.map(client.listEndpoints(service), (all) => all.at(-1)!.id)

      const names = (...all: ReadonlyArray<string>) => ({
        customPrivateDnsMappings: all.map((privateDnsName) => ({ privateDnsName })),
      })
      for (const body of [names("other.example.com"), names("db.example.com", "two.example.com"), names()]) {
        yield* client.updateEndpoint({ ...service, endpointId: yield* endpointId, body })
        assert.deepStrictEqual(yield* moved, [
          ["endpoint", "orders", "changed", ["customPrivateDnsMappings"]],
        ])
        yield* apply
        yield* assertNone(program)
      }

      yield* client.updateCdcScaling({
        ...service,
        scaling: { replicaCpuMillicores: 4000, replicaMemoryGb: 16 },
      })
      assert.deepStrictEqual(yield* moved, [
        ["cdcScaling", "cdcScaling", "changed", ["replicaCpuMillicores", "replicaMemoryGb"]],
      ])
      yield* apply
      yield* assertNone(program)

      yield* client.deleteEndpoint({ ...service, endpointId: yield* endpointId })
      assert.deepStrictEqual(yield* moved, [["endpoint", "orders", "gone", []]])
      yield* apply
      yield* assertNone(program)
    }).pipe(Effect.provide(layer())),
  )
})
