import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpServer from "@effect/platform/HttpServer"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Configuration from "@pipewright/core/Configuration"
import * as Decompile from "@pipewright/core/Decompile"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as JsonSchema from "@pipewright/core/JsonSchema"
import * as Rule from "@pipewright/core/Rule"
import * as SourceCatalog from "@pipewright/core/SourceCatalog"
import * as Unbind from "@pipewright/core/Unbind"
import { Emulator } from "@pipewright/emulator/Emulator"
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
import { kinds } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { assert, expect } from "vitest"
import * as KindPage from "../../src/internal/kindPage.ts"
import { lighthouse } from "./lighthouse.ts"
import { wire } from "./wire.ts"

const catalog = SourceCatalog.make([...kinds, lighthouse])

const here = import.meta.dirname
const text = (path: string) => readFileSync(join(here, path), "utf8")

const minimal = text("cases/minimal/main.pipe")
const full = text("cases/full/main.pipe")
const mistakes = text("cases/mistakes/main.pipe")

/** A pipe of one of the other kinds, to be in the same program. */
const other = `
pipe "clicks" {
  from s3 { url = "https://clicks.s3.amazonaws.com/*.json", format = JSONEachRow }
  into clicks { engine = Null, columns { id UInt64 } }
}
`

const read = (text: string) => {
  const parsed = Parser.parse(Source.make("main.pipe", text))
  const { program, diagnostics } = Bind.bind([parsed.file], catalog)
  return { program, diagnostics: [...parsed.diagnostics, ...diagnostics] }
}

const codes = (text: string) =>
  read(text).diagnostics.map(
    ({ code, span }) => `${code} at ${JSON.stringify(text.slice(span.start, span.end))}`,
  )

const service = { organizationId: "org", serviceId: "svc" }
const key = { keyId: "id", keySecret: Redacted.make("secret") }

const clientLayer = Layer.unwrapEffect(
  HttpServer.addressWith((address) =>
    Effect.succeed(
      CloudApiClient.layer({
        baseUrl: address._tag === "TcpAddress" ? `http://127.0.0.1:${address.port}` : "",
        userAgent: "pipewright/test",
        ...key,
      }).pipe(Layer.provide(FetchHttpClient.layer)),
    ),
  ),
)

const cloud = Layer.merge(
  Emulator.serve({ contracts: [...contracts, wire], pace: 0, ...key }),
  clientLayer,
).pipe(Layer.provideMerge(NodeHttpServer.layerTest))

const owner = { name: "ada", host: "elsewhere.example", pid: 1, startedAt: "2026-11-24T12:00:00.000Z" }
const wait = { owner, concurrency: 2, wait: "running", timeout: "20 seconds" } as const

const remembering = () => Layer.merge(StateStore.layerMemory(), SecretHash.layer)

const values = Layer.succeed(ValueReader, {
  read: () => Effect.succeed(Redacted.make("canary-of-the-lamp")),
})

describe("A ninth kind", () => {
  it("is checked: its names, its types and its own rules", () => {
    expect(codes(minimal)).toEqual([])
    expect(codes(full)).toEqual([])
    expect(codes(mistakes)).toEqual(['lamp-without-key at "gas"'])
    expect(codes(full.replace("height", "hieght"))).toEqual(['unknown-field at "hieght"'])
    expect(codes(full.replace("40", "201"))).toEqual(['number-out-of-range at "201"'])
    expect(codes(full.replace("gas", "gass"))).toEqual(['unknown-member at "gass"'])
    expect(codes(full.replace("lightship", "lightshp"))).toEqual(['unknown-source-type at "lightshp"'])
    expect(codes(full.replace("5s", "1ms"))).toEqual(['number-out-of-range at "1ms"'])
  })

  it("has rules that the configuration can judge otherwise, also in its schema", () => {
    const { diagnostics } = read(full.replace("40", "5"))
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning tower-too-low"])
    expect(Rule.judge(new Map([["tower-too-low", "off"]]), diagnostics)).toEqual([])
    const schema = JSON.stringify(JsonSchema.object(Configuration.fields(Rule.all(catalog))))
    expect(schema).toContain("tower-too-low")
  })

  it("is compiled to a body without its secret", () => {
    const [pipe] = read(full).program.pipes
    expect(Evaluate.show(Compile.create(pipe!, Compile.noIds).body)).toEqual({
      name: "ships",
      source: {
        lighthouse: {
          type: "lightship",
          tower: "eddystone",
          lamp: "gas",
          height: 40,
          seas: "north,baltic",
          key: "(secret)",
        },
      },
      destination: {
        database: "sea",
        table: "ships",
        managedTable: true,
        tableDefinition: { engine: { type: "MergeTree" }, sortingKey: ["id"] },
        columns: [
          { name: "id", type: "UInt64" },
          { name: "name", type: "String" },
        ],
      },
      fieldMappings: [
        { sourceField: "id", destinationField: "id" },
        { sourceField: "ship.name", destinationField: "name" },
      ],
      scaling: { replicaCpuMillicores: 500, replicaMemoryGb: 2 },
      settings: { flash_interval_ms: 5000 },
    })
  })

  it("comes back from what the API returns, as a text that means the same", () => {
    const [pipe] = read(full).program.pipes
    const body = Evaluate.show(Compile.create(pipe!, Compile.noIds).body) as Evaluate.JsonObject
    const { key, ...returned } = (body.source as { lighthouse: Evaluate.JsonObject }).lighthouse
    expect(key).toBe("(secret)")
    const answer = { ...body, id: "id", state: "Running", source: { lighthouse: returned } }
    const [found] = Decompile.answers([answer], catalog)
    if (found?._tag !== "Readable") throw new Error(`unreadable: ${found?.why}`)
    const again = read(Unbind.text([found.pipe]))
    expect(again.diagnostics).toEqual([])
    expect(Evaluate.show(Compile.create(again.program.pipes[0]!, Compile.noIds).body)).toEqual(body)
  })

  it.scopedLive("is planned and made beside the other eight, and is then as it should be", () =>
    Effect.gen(function* () {
      const declared = read(full + other).program
      const first = yield* Planner.plan(declared, service)
      assert.deepStrictEqual(
        first.changes.map(({ action }) => action),
        ["create", "create"],
      )
      const { pipes: outcomes } = yield* Executor.apply(first, service, wait)
      assert.deepStrictEqual(
        outcomes.map((it) => it._tag),
        ["settled", "settled"],
      )
      const second = yield* Planner.plan(declared, service)
      assert.deepStrictEqual(
        second.changes.map(({ differences }) => differences),
        [[], []],
      )
      const live = yield* (yield* CloudApiClient).listPipes(service)
      assert.include(JSON.stringify(live), "eddystone")
      assert.notInclude(JSON.stringify(live), "canary")
    }).pipe(
      Effect.provide(
        Layer.mergeAll(cloud, values, remembering(), Approval.layerGranted, Progress.layerSilent),
      ),
    ),
  )

  it.scopedLive("differs where it is edited, with how the edit would reach it", () =>
    Effect.gen(function* () {
      yield* Executor.apply(yield* Planner.plan(read(full).program, service), service, wait)
      const edited = full
        .replace("eddystone", "fastnet")
        .replace("40", "30")
        .replace("size = M", "size = L")
        .replace("5s", "6s")
      const again = yield* Planner.plan(read(edited).program, service)
      assert.deepStrictEqual(
        again.changes[0]!.differences.map(({ path, edit }) => `${path} (${edit})`),
        [
          "source.lighthouse.tower (replace)",
          "source.lighthouse.height (live)",
          "scaling.replicaCpuMillicores (scaling)",
          "scaling.replicaMemoryGb (scaling)",
          "settings.flash_interval_ms (settings)",
        ],
      )
    }).pipe(
      Effect.provide(
        Layer.mergeAll(cloud, values, remembering(), Approval.layerGranted, Progress.layerSilent),
      ),
    ),
  )

  it("has its reference page and its place in the list of sources", () => {
    const page = KindPage.render(lighthouse, {
      page: text("lighthouse.md"),
      minimal,
      full,
      mistakes: [mistakes],
    })
    for (const part of [minimal, full, "After `from`: `lighthouse`, `lightship`.", "`lamp-without-key`"])
      expect(page).toContain(part.trim())
    for (const field of ["tower", "lamp", "height", "seas", "key", "flash_interval_ms", "replicas"])
      expect(page).toContain(`| \`${field}\``)
    expect(KindPage.index(catalog.kinds, ({ name }) => name)).toContain(
      "| [lighthouse](lighthouse.md) | Reads the ships that pass a lighthouse. | `lighthouse`, `lightship` |",
    )
  })

  it("is known nowhere outside of its folder", () => {
    const root = join(here, "../../../..")
    const files = globSync("{packages,apps,docs,examples,scripts}/**/*.{ts,md,mjs,json,pipe}", {
      cwd: root,
      exclude: (name) =>
        ["node_modules", "dist", "build"].includes(typeof name === "string" ? name.split("/").at(-1)! : ""),
    })
    expect(files.length).toBeGreaterThan(300)
    const knowing = files.filter((file) =>
      /lighthouse|lightship/.test(readFileSync(join(root, file), "utf8")),
    )
    expect(knowing.filter((file) => !join(root, file).startsWith(here))).toEqual([])
    expect(knowing.length).toBeGreaterThan(0)
  })
})
