/**
 * What a service has, written as a program, and the same program after the service has changed. In one file, though
 * long: every case is about the generated services and programs that stand at its top.
 */
import type { WireContract } from "@pipewright/cloud-api/WireContract"
import * as Amend from "@pipewright/core/Amend"
import * as Bind from "@pipewright/core/Bind"
import type { Live, LiveEndpoint } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as Pull from "@pipewright/core/Pull"
import type { SourceKind } from "@pipewright/core/SourceKind"
import type * as State from "@pipewright/core/State"
import { isError } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { contracts } from "@pipewright/sources/Contracts"
import { catalog, kinds } from "@pipewright/sources/Kinds"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as ArbitraryPipes from "./arbitraryPipes.ts"
import * as ArbitraryTables from "./arbitraryTables.ts"
import { cases, readCase } from "./programs.ts"

const numRuns = Number(process.env.FUZZ_RUNS ?? 40)

/** The pipe as the API would return it. */
const live = (pipe: Ir.Pipe, index = 0): Live => {
  const contract: WireContract = contracts.find(({ arm }) => arm === pipe.kind.arm)!
  const { body } = Compile.create(pipe, Compile.noIds)
  const values = new Map(Evaluate.deferred(body).map((it) => [it, Redacted.make("a value")]))
  const sent = Evaluate.reveal(body, values)
  const id = `5e1f3c2a-${index}`
  const filled = contract.fill((sent.source as JsonObject)[contract.arm] as JsonObject, id)
  const source = Schema.decodeUnknownSync(Schema.encodedSchema(contract.read))(filled) as JsonObject
  const object = { ...sent, id, state: "Running", source: { [contract.arm]: source } }
  return { id, name: pipe.name, state: "Running", object }
}

const parsed = (text: string, file = "main.pipe") => Parser.parse(Source.make(file, text))

const judge = (text: string): string | undefined => {
  const { file, diagnostics } = parsed(text)
  return [...diagnostics, ...Bind.check([file], catalog)].find(isError)?.message
}

const pull = (pipes: ReadonlyArray<Live>, more: Partial<Pull.Given> = {}): Pull.Pulled =>
  Pull.make({
    catalog,
    pipes,
    isWanted: () => true,
    endpoints: [],
    allEndpoints: true,
    declaredEndpoints: new Map(),
    connections: [],
    taken: new Set(),
    judge,
    ...more,
  })

interface There {
  readonly pipes: ReadonlyArray<Live>
  readonly endpoints?: ReadonlyArray<LiveEndpoint>
  readonly cdcScaling?: JsonObject
}

/** The plan for texts, each in a file of its own. */
const planned = (texts: ReadonlyArray<string>, there: There, state?: State.Document, target?: string) => {
  const files = texts.map((text, index) => parsed(text, `${index}.pipe`))
  const { program, diagnostics, connections } = Bind.bind(
    files.map(({ file }) => file),
    catalog,
    target,
  )
  const { pipes, endpoints } = program
  const scaling = program.target?.cdcScaling
  const plan = Plan.make({
    pipes: pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, Compile.noIds) })),
    endpoints: endpoints.map((endpoint) => ({
      endpoint,
      request: Compile.createEndpoint(endpoint, Compile.noIds),
    })),
    cdcScaling:
      scaling === undefined ? undefined : { scaling, request: Compile.scale(scaling, Compile.noIds) },
    there,
    state,
  })
  return {
    plan,
    program,
    connections,
    files: files.map(({ file }) => file),
    errors: [...files.flatMap((it) => it.diagnostics), ...diagnostics].filter(isError),
  }
}

const amended = (
  texts: ReadonlyArray<string>,
  there: There,
  state?: State.Document,
  target?: string,
): Amend.Amended => {
  const { plan, files } = planned(texts, there, state, target)
  return Amend.make({ files, catalog, target, plan, isMeant: () => true, cdcScaling: there.cdcScaling })
}

/** What is remembered of pipes that were applied as they are live. */
const remembered = (pipes: Readonly<Record<string, Live>>): State.Document => {
  const record = ({ id, object: { id: _, state: __, ...applied } }: Live): State.PipeRecord => ({
    id,
    origin: "created",
    arm: "",
    applied,
    secrets: {},
    appliedAt: "2026-11-24T12:00:00.000Z",
  })
  return {
    version: 1,
    serial: 1,
    service: Compile.noIds,
    salt: "s",
    pipes: Object.fromEntries(Object.entries(pipes).map(([name, it]) => [name, record(it)])),
    endpoints: {},
    inFlight: [],
  } as unknown as State.Document
}

const anyPipe = (kind: SourceKind): fc.Arbitrary<Ir.Pipe> =>
  fc
    .tuple(ArbitraryPipes.pipe(kind), ArbitraryTables.destination(kind))
    .map(([pipe, destination]) => ArbitraryTables.into(pipe, destination))

/** A pipe that fails is large, and a smaller one says little more. */
const settings = { numRuns, endOnFailure: true }

describe.each(kinds)("any pipes of the kind $name", (kind) => {
  const pipes = fc
    .array(anyPipe(kind), { minLength: 1, maxLength: 3 })
    .map((all) => all.map((pipe, index) => ({ ...pipe, name: `pipe ${index}` })))

  it("are pulled as a program that is right and plans to change nothing", () => {
    fc.assert(
      fc.property(pipes, (all) => {
        const there = all.map(live)
        const { files, left } = pull(there)
        expect(left).toEqual([])
        const { plan, errors } = planned(
          files.map(({ text }) => text),
          { pipes: there },
        )
        expect(errors).toEqual([])
        expect(plan.changes.map(({ name }) => name).sort()).toEqual(all.map(({ name }) => name))
        expect(plan.changes.flatMap(({ differences }) => differences)).toEqual([])
        expect(plan.changes.every(({ action }) => action === "adopt")).toBe(true)
      }),
      settings,
    )
  })

  it("are changed in the text at the place of a field that was changed outside, and nowhere else", () => {
    let changes = 0
    fc.assert(
      fc.property(anyPipe(kind), anyPipe(kind), fc.infiniteStream(fc.nat(99)), (pipe, other, numbers) => {
        const before = live({ ...pipe, name: "it" })
        const text = commented(pull([before]).files[0]!.text, numbers)
        const found = planned([text], { pipes: [before] })
        // A comment within a text of several lines is part of it.
        if (found.errors.length > 0 || found.plan.changes.some(({ differences }) => differences.length > 0))
          return
        const after = { ...before, object: exchanged(kind, before.object, live(other).object, numbers) }
        const applied = Evaluate.comparable(
          Compile.create(found.program.pipes[0]!, Compile.noIds).body,
          new Map(),
        )
        const state = remembered({ it: { ...before, object: applied } })
        const { plan } = planned([text], { pipes: [after] }, state)
        const differences = plan.changes[0]!.differences
        if (differences.length !== 1 || differences[0]!.row !== undefined) return
        const { files, left } = amended([text], { pipes: [after] }, state)
        const [only] = files
        if (only === undefined) {
          expect(left.map(({ detail }) => detail)).toEqual([differences[0]!.path])
          return
        }
        changes++
        expect(left).toEqual([])
        expect(planned([only.text], { pipes: [after] }, state).plan.changes[0]!.differences).toEqual([])
        const { start, end } = changedPart(text, only.text)
        const place = differences[0]!.origin!.span
        const line = text.lastIndexOf("\n", place.start) + 1
        const next = text.indexOf("\n", place.end) + 1
        expect([start >= line, end <= next]).toEqual([true, true])
        expect(comments(only.text)).toEqual(comments(text))
      }),
      settings,
    )
    expect(changes).toBeGreaterThan(numRuns / 20)
  })
})

const comments = (text: string): ReadonlyArray<string> => parsed(text).file.comments.map((it) => it.text)

/** What of the first text is not at the same place, counted from either end, in the second. */
const changedPart = (a: string, b: string): { readonly start: number; readonly end: number } => {
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let same = 0
  while (same < Math.min(a.length, b.length) - start && a[a.length - 1 - same] === b[b.length - 1 - same])
    same++
  return { start, end: a.length - same }
}

/** A text with comments between its lines and behind them, and with another layout. */
const commented = (text: string, numbers: Iterator<number>): string => {
  let count = 0
  return text
    .split("\n")
    .flatMap((line) => {
      const chance = numbers.next().value as number
      const spaces = " ".repeat(chance % 5)
      if (chance < 20) return [`${spaces}// comment ${count++}`, line]
      return [line === "" || chance > 60 ? line : `${spaces}${line}${spaces}// comment ${count++}`]
    })
    .join("\n")
}

/** An answer with one field of its source, settings or scaling as another answer has it. */
const exchanged = (
  kind: SourceKind,
  object: JsonObject,
  other: JsonObject,
  numbers: Iterator<number>,
): JsonObject => {
  const paths = [["source", kind.arm], ["settings"], ["scaling"]].flatMap((path) =>
    leaves(at(object, path), path),
  )
  const differing = paths.filter(
    (path) =>
      at(other, path) !== undefined && JSON.stringify(at(object, path)) !== JSON.stringify(at(other, path)),
  )
  const chosen = differing[(numbers.next().value as number) % Math.max(1, differing.length)]
  return chosen === undefined ? object : (replaced(object, chosen, at(other, chosen)!) as JsonObject)
}

const isPlain = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json)

const at = (json: Json | undefined, path: ReadonlyArray<string>): Json | undefined =>
  path.reduce<Json | undefined>((it, key) => (isPlain(it) ? it[key] : undefined), json)

const leaves = (json: Json | undefined, path: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> =>
  isPlain(json)
    ? Object.entries(json).flatMap(([key, it]) => leaves(it, [...path, key]))
    : json === undefined
      ? []
      : [path]

const replaced = (json: Json, [key, ...rest]: ReadonlyArray<string>, value: Json): Json =>
  key === undefined
    ? value
    : { ...(json as JsonObject), [key]: replaced((json as JsonObject)[key]!, rest, value) }

describe("every source type", () => {
  const written = cases.filter(({ name }) => name !== "mistakes").flatMap((it) => readCase(it).pipes)

  it("is pulled with all that the cases of its kind say, and plans to change nothing", () => {
    const all = kinds.flatMap((kind) =>
      kind.types.flatMap((type) => {
        const own = written.filter((pipe) => pipe.kind === kind)
        const ofType = own.filter((pipe) => pipe.type === type)
        const fitting = own
          .map((pipe) => ({ ...pipe, type }))
          .filter((pipe) => ArbitraryPipes.errors(pipe) === 0)
        return (ofType.length > 0 ? ofType : fitting).map((pipe, index) => ({
          ...pipe,
          name: `${type} ${index}`,
        }))
      }),
    )
    expect([...new Set(all.map(({ type }) => type))].sort()).toEqual(
      kinds.flatMap(({ types }) => types).sort(),
    )
    const there = all.map(live)
    const { files, left } = pull(there)
    expect(left).toEqual([])
    const { plan, errors } = planned(
      files.map(({ text }) => text),
      { pipes: there },
    )
    expect(errors).toEqual([])
    expect(plan.changes.map(({ name }) => name).sort()).toEqual(all.map(({ name }) => name).sort())
    expect(
      plan.changes.flatMap(({ name, differences }) => differences.map(({ path }) => [name, path])),
    ).toEqual([])
    expect(plan.changes.every(({ action }) => action === "adopt")).toBe(true)
  })
})

describe("every type of endpoint", () => {
  it("is pulled with its private names, and plans to change nothing", () => {
    const common = { status: "Ready", customPrivateDnsMappings: [{ privateDnsName: "*.db.example.com" }] }
    const objects: ReadonlyArray<JsonObject> = [
      {
        type: "VPC_ENDPOINT_SERVICE",
        vpcEndpointServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
      },
      {
        type: "VPC_RESOURCE",
        vpcResourceConfigurationId: "rcfg-0123456789abcdef0",
        vpcResourceShareArn: "arn:aws:ram:us-east-1:123456789012:resource-share/0000",
      },
      {
        type: "MSK_MULTI_VPC",
        mskClusterArn: "arn:aws:kafka:us-east-1:123456789012:cluster/orders/0000",
        mskAuthentication: "SASL_SCRAM",
      },
      {
        type: "GCP_PSC_SERVICE_ATTACHMENT",
        gcpServiceAttachment: "projects/p/regions/us-east1/serviceAttachments/a",
      },
    ]
    const endpoints = objects.map(
      (object, index): LiveEndpoint => ({
        id: `e${index}`,
        type: String(object.type),
        status: "Ready",
        object: { ...common, ...object, id: `e${index}`, description: `Network ${index}` },
      }),
    )
    const { files, left } = pull([], { endpoints })
    expect(left).toEqual([])
    const { plan, errors } = planned(
      files.map(({ text }) => text),
      { pipes: [], endpoints },
    )
    expect(errors).toEqual([])
    expect(plan.endpoints.map(({ action, differences }) => [action, differences])).toEqual(
      endpoints.map(() => ["adopt", []]),
    )
  })
})

// ------------------------------------------------------------------------------------ into a program that is there

const shop = `connection shop: kafka {
  brokers        = ["broker-1.example.com:9092"]
  authentication = PLAIN
  credentials { username = "app", password = secret("SHOP") }
}
`

const pipe = (name: string, more = "") => `pipe "${name}" {
  from kafka {
    brokers = ["broker-1.example.com:9092"], topics = ["${name}"], format = JSONEachRow, authentication = PLAIN
    credentials { username = secret("U"), password = secret("P") }
    ${more}
  }
  into ${name} { engine = MergeTree, columns { id UInt64 } }
}
`

const pipesOf = (text: string): ReadonlyArray<Ir.Pipe> =>
  Bind.bind([parsed(text).file], catalog).program.pipes

const into = (text: string, pipes: ReadonlyArray<Live>, more: Partial<Pull.Given> = {}) => {
  const { connections } = planned([text], { pipes })
  return pull(pipes, { connections, taken: new Set(connections.map(({ name }) => name)), ...more })
}

describe("a new pipe", () => {
  const orders = live(pipesOf(pipe("orders"))[0]!)

  it("goes by the connection that says already where it reads from", () => {
    const { files, asked, left } = into(shop, [orders])
    expect([asked, left]).toEqual([[], []])
    expect(files.map(({ title }) => title)).toEqual(["shop"])
    expect(files[0]!.text).toContain(`  from shop {
    format = JSONEachRow
    topics = ["orders"]
  }
`)
    const { plan, errors } = planned([shop, files[0]!.text], { pipes: [orders] })
    expect(errors).toEqual([])
    expect(plan.changes.map(({ differences }) => differences)).toEqual([[]])
  })

  it("says itself what it has otherwise, and goes by no connection that says what it has not", () => {
    const plus = (line: string) => shop.replace("  brokers", `  ${line}\n  brokers`)
    expect(into(plus("format = Avro"), [orders]).files[0]!.text).toMatch(/format += JSONEachRow/)
    const { files } = into(plus('consumerGroup = "shop"'), [orders])
    expect(files[0]!.text).toContain("from kafka {")
    expect(
      planned([plus('consumerGroup = "shop"'), files[0]!.text], { pipes: [orders] }).plan.changes[0]!
        .differences,
    ).toEqual([])
  })

  it.each([
    ["reads from elsewhere", shop.replace("broker-1", "broker-2")],
    ["logs in in another way", shop.replace("PLAIN", "SCRAM-SHA-256")],
    ["is of another vendor", shop.replace("kafka", "redpanda")],
    ["is one of two that fit", shop + shop.replace("connection shop", "connection other")],
  ])("has its own words where the connection %s", (_, text) => {
    const { files, asked } = into(text, [orders])
    expect(files[0]!.text).toContain("from kafka {")
    expect(asked.map(({ name }) => name)).toEqual(["ORDERS_USERNAME", "ORDERS_PASSWORD"])
  })

  it("refers to the endpoint that is declared already", () => {
    const [it] = pipesOf(
      pipe("orders", 'reversePrivateEndpointIds = ["11111111-1111-4111-8111-111111111111"]'),
    )
    const { files } = pull([live(it!)], {
      declaredEndpoints: new Map([["11111111-1111-4111-8111-111111111111", "msk"]]),
    })
    expect(files[0]!.text).toMatch(/reversePrivateEndpointIds += \[endpoint\.msk\.id\]/)
  })
})

describe("a pipe that got another name in the service", () => {
  const before = live(pipesOf(pipe("orders"))[0]!)
  const after: Live = { ...before, name: "sales", object: { ...before.object, name: "sales" } }
  const state = remembered({ orders: before })

  it.each([
    ["", '\n  moved from "orders"', "{"],
    [" // the first", '\n  moved from "orders"', "{ // the first"],
  ])(
    "gets it in the program too, with the old one behind `moved from`, beside the comment `%s`",
    (comment, moved, brace) => {
      const text = `// Ours.\n${pipe("orders").replace('"orders" {', `"orders" {${comment}`)}`
      const { files, left } = amended([text], { pipes: [after] }, state)
      expect(left).toEqual([])
      expect(files.map((it) => it.text)).toEqual([
        text.replace(`"orders" ${brace}`, `"sales" ${brace}${moved}`),
      ])
      const [change] = planned([files[0]!.text], { pipes: [after] }, state).plan.changes
      expect([change!.action, change!.steps]).toEqual(["keep", [{ _tag: "Remember" }]])
    },
  )

  it("gets it behind the old one that it has from before", () => {
    const text = pipe("orders").replace("{\n", '{\n  moved from "old" // in May\n')
    const { files } = amended([text], { pipes: [after] }, state)
    expect(files.map((it) => it.text)).toEqual([
      text.replace('"orders" {', '"sales" {').replace('"old"', '"orders"'),
    ])
  })

  it("keeps the declared one where that is made by a loop, is another pipe's already, or was changed as well", () => {
    const loop = pipe("orders").replace('pipe "orders"', 'pipe "${each.x}" for x in ["orders"]')
    const why = (text: string, own = state) => {
      const { files, left } = amended([text], { pipes: [after] }, own)
      expect(files).toEqual([])
      return left.map((it) => [it.name, it.why, it.detail])
    }
    expect(why(loop)).toEqual([["orders", "through", "name"]])
    expect(why(pipe("orders") + pipe("sales"))).toEqual([["orders", "by-hand", "name"]])
    const moved = pipe("orders").replace('"orders" {', '"buys" {\n  moved from "orders"')
    expect(why(moved)).toEqual([["buys", "both", "name"]])
  })
})

describe("what was deleted in the service", () => {
  it("is left, and said", () => {
    const orders = live(pipesOf(pipe("orders"))[0]!)
    const { files, left } = amended([pipe("orders")], { pipes: [] }, remembered({ orders }))
    expect([files, left]).toEqual([[], [{ what: "pipe", id: orders.id, name: "orders", why: "gone" }]])
    expect(amended([pipe("orders")], { pipes: [] })).toEqual({ files: [], left: [] })
  })
})

describe("the size that database pipes share", () => {
  const target = (cpu: string, memory = "8GiB // enough") => `target prod {
  organization = "o"
  service      = "s"
  cdcScaling { replicaCpuMillicores = ${cpu}, replicaMemoryGb = ${memory}
  }
}
`
  const there = { pipes: [], cdcScaling: { replicaCpuMillicores: 4000, replicaMemoryGb: 16 } }
  const state = { ...remembered({}), cdcScaling: { replicaCpuMillicores: 2000, replicaMemoryGb: 8 } }

  it("becomes that of the service, at its place", () => {
    const { files, left } = amended([target("2000m")], there, state, "prod")
    expect(left).toEqual([])
    expect(files.map((it) => it.text)).toEqual([target("4000m", "16GiB // enough")])
  })

  it("stays where the program has changed it, and where it comes through a parameter", () => {
    const changed = amended([target("6000m", "24GiB")], there, state, "prod")
    expect(changed.files).toEqual([])
    expect(changed.left.map(({ what, why }) => [what, why])).toEqual([
      ["cdcScaling", "both"],
      ["cdcScaling", "both"],
    ])
    const param = `param cpu: int = 2000\n${target("param.cpu")}`
    const { files, left } = amended([param], there, state, "prod")
    expect(left).toEqual([
      { what: "cdcScaling", id: "", name: "", why: "through", detail: "replicaCpuMillicores" },
      { what: "cdcScaling", id: "", name: "", why: "by-hand", detail: "replicaMemoryGb" },
    ])
    expect(files).toEqual([])
  })

  it("is added to the target that does not say it", () => {
    const bare = 'target prod {\n  organization = "o"\n  service      = "s"\n}\n'
    const { files } = amended([bare], there, undefined, "prod")
    expect(files.map((it) => it.text)).toEqual([
      bare.replace('"s"\n', '"s"\n  cdcScaling { replicaCpuMillicores = 4000m, replicaMemoryGb = 16GiB }\n'),
    ])
  })
})
