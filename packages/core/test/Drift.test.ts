import * as Applied from "@pipewright/core/Applied"
import type { Live, LiveEndpoint } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import * as Drift from "@pipewright/core/Drift"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as State from "@pipewright/core/State"
import { describe, expect, it } from "vitest"
import { basins, catalog, program, watering } from "./garden.ts"

const declare = (text: string) =>
  program(text).pipes.map((it) => ({ pipe: it, request: Compile.create(it, Compile.noIds) }))

/** A pipe as the API returns it that was made from a text, with what somebody changed since. */
const liveOf = (
  text: string,
  state = "Running",
  says: (object: JsonObject) => JsonObject = (it) => it,
): Live => {
  const { request } = declare(text)[0]!
  const { name, ...object } = says(Evaluate.show(request.body))
  return { id: "1", name: String(name), state, object: { ...object, name: name!, id: "1" } }
}

const recordOf = (text: string): State.PipeRecord => {
  const { pipe, request } = declare(text)[0]!
  return Applied.created(pipe, request, "1", { values: new Map(), hashes: new Map() }, "2026-01-01T00:00:00Z")
}

const remembering = (more: Partial<State.Document>): State.Document => ({
  version: 1,
  serial: 1,
  salt: "",
  service: { organizationId: "", serviceId: "" },
  pipes: {},
  endpoints: {},
  inFlight: [],
  ...more,
})

interface Sides {
  /** What was applied, as a text; by default what is declared. */
  readonly applied?: string
  readonly declared: string
  readonly live?: ReadonlyArray<Live>
  readonly state?: Partial<State.Document>
}

const drift = ({ declared, applied = declared, live = [], state = {} }: Sides): Drift.Drift => {
  const [pipe] = declare(applied)
  const pipes = pipe === undefined ? {} : { [pipe.pipe.name]: recordOf(applied) }
  return Drift.make({
    pipes: declare(declared),
    there: { pipes: live },
    state: remembering({ pipes, ...state }),
    catalog,
  })
}

const only = (sides: Sides): Drift.Item => {
  const { items } = drift(sides)
  expect(items).toHaveLength(1)
  return items[0]!
}

/** Each difference as `path: applied → live, declared`. */
const shown = ({ differences }: Drift.Item): ReadonlyArray<string> =>
  differences.map(({ path, applied, live, declared }) => {
    const now = declared._tag === "other" ? JSON.stringify(declared.value) : declared._tag
    return `${path}: ${JSON.stringify(applied)} → ${JSON.stringify(live)}, ${now}`
  })

const codes = ({ notes }: Drift.Item): ReadonlyArray<string> => notes.map(({ code }) => code)

const text = watering("pressure = 2")

/** The source of the first kind with something else in it. */
const withSource =
  (more: JsonObject) =>
  (object: JsonObject): JsonObject => {
    const { sprinkler } = object.source as { readonly sprinkler: JsonObject }
    return { ...object, source: { sprinkler: { ...sprinkler, ...more } } }
  }

describe("A pipe as it was applied", () => {
  it("has no drift, whatever the program says by now", () => {
    for (const declared of [
      text,
      watering("pressure = 3"),
      "",
      watering("pressure = 2", "state = stopped"),
    ]) {
      const all = drift({ applied: text, declared, live: [liveOf(text)] })
      expect([declared, Drift.isDrift(all), all.items.map(({ what }) => what)]).toEqual([
        declared,
        false,
        ["asApplied"],
      ])
    }
  })

  it("has none either where the service adds what nobody declared, or tells no secret", () => {
    const secret = watering('certificate = secret("C"), credentials { user = "u", password = secret("P") }')
    const live = liveOf(
      secret,
      "Running",
      withSource({ label: "theirs", certificate: null, credentials: null }),
    )
    expect(only({ declared: secret, live: [live] }).what).toBe("asApplied")
  })

  it("has none either where it came to its end", () => {
    expect(only({ declared: text, live: [liveOf(text, "Completed")] }).what).toBe("asApplied")
  })
})

describe("A field that was changed outside", () => {
  const live = [liveOf(text, "Running", withSource({ pressure: 9 }))]
  const path = "source.sprinkler.pressure"

  it("is told with what was applied and what is live", () => {
    const item = only({ declared: text, live })
    expect([item.what, shown(item)]).toEqual(["changed", [`${path}: 2 → 9, asApplied`]])
  })

  it("is told with what the program says by now", () => {
    const now = (declared: string) => shown(only({ applied: text, declared, live }))
    expect(now(watering("pressure = 3"))).toEqual([`${path}: 2 → 9, 3`])
    expect(now(watering("pressure = 9"))).toEqual([`${path}: 2 → 9, asLive`])
    expect(now(watering(""))).toEqual([`${path}: 2 → 9, undeclared`])
    expect(now("")).toEqual([`${path}: 2 → 9, undeclared`])
  })

  it("names the place where it is declared", () => {
    const [difference] = only({ declared: text, live }).differences
    expect(text.slice(difference!.origin!.span.start)).toMatch(/^2\b/)
  })

  it("is one that only `raw` can say, too", () => {
    const declared = watering("", "raw { source { sprinkler { newer = 1 } } }")
    const live = [liveOf(declared, "Running", withSource({ newer: 2 }))]
    expect(shown(only({ declared, live }))).toEqual(["source.sprinkler.newer: 1 → 2, asApplied"])
  })

  it("is the name, too", () => {
    const live = [liveOf(text, "Running", (it) => ({ ...it, name: "meadow" }))]
    expect(shown(only({ declared: text, live }))).toEqual(['name: "lawn" → "meadow", asApplied'])
  })

  it("is the whole source, if it is of another kind", () => {
    const live = [liveOf(text, "Running", (it) => ({ ...it, source: { fountain: {} } }))]
    expect(shown(only({ declared: text, live }))).toEqual(['source: "sprinkler" → "fountain", asApplied'])
  })
})

describe("Rows that were changed outside", () => {
  const row = (name: string, more = "") => `${name} -> ${name.slice(2)}${more}`
  const two = basins(`${row("p.one")}\n${row("p.two")}`)
  const live = (text: string) => [liveOf(text)]
  const list = "source.fountain.tableMappings"

  it("are told whole where one was added or taken away", () => {
    const three = basins(`${row("p.one")}\n${row("p.two")}\n${row("p.three")}`)
    const added = only({ declared: two, live: live(three) })
    expect(added.differences.map(({ path, applied, declared }) => [path, applied, declared._tag])).toEqual([
      [`${list}[p.three]`, undefined, "asApplied"],
    ])
    const removed = only({ declared: two, live: live(basins(row("p.one"))) })
    expect(removed.differences.map(({ path, live, declared }) => [path, live, declared._tag])).toEqual([
      [`${list}[p.two]`, undefined, "asApplied"],
    ])
    expect(
      only({ applied: two, declared: three, live: live(three) }).differences.map(({ declared }) => declared),
    ).toEqual([{ _tag: "asLive" }])
  })

  it("are told with what the program says by now, also where that is a part of one", () => {
    const three = (depth: string) => basins(`${row("p.one")}\n${row("p.two")}\n${row("p.three", depth)}`)
    const [difference] = only({
      applied: two,
      declared: three(" { depth = 4 }"),
      live: live(three(" { depth = 3 }")),
    }).differences
    expect(difference!.declared).toMatchObject({ _tag: "other", value: { depth: 4 } })
  })

  it("are told field by field where one says something else", () => {
    const with_ = (depth: number) => basins(row("p.one", ` { depth = ${depth} }`))
    expect(shown(only({ declared: with_(3), live: live(with_(5)) }))).toEqual([
      `${list}[p.one].depth: 3 → 5, asApplied`,
    ])
  })
})

describe("The state of a pipe", () => {
  const running = watering("", "state = running")
  const stopped = watering("", "state = stopped")
  const of = (declared: string, state: string, applied = declared) =>
    only({ declared, applied, live: [liveOf(declared, state)] })

  it("is a drift where it was applied and somebody stopped or started the pipe", () => {
    expect(shown(of(running, "Stopped"))).toEqual(['state: "running" → "Stopped", asApplied'])
    expect(shown(of(stopped, "Running"))).toEqual(['state: "stopped" → "Running", asApplied'])
    expect(shown(of(stopped, "Stopped", running))).toEqual(['state: "running" → "Stopped", asLive'])
    expect(shown(of(watering(""), "Running", stopped))).toEqual(['state: "stopped" → "Running", undeclared'])
  })

  it("is none where nothing was said of it, and a note tells that the pipe rests", () => {
    const item = of(watering(""), "Stopped")
    expect([item.what, codes(item)]).toEqual(["asApplied", ["stopped-by-hand"]])
  })

  it("is one where the pipe failed, unless it should not run", () => {
    for (const failed of ["Failed", "InternalError"]) {
      const item = of(watering(""), failed)
      expect([shown(item), codes(item)]).toEqual([[`state: "running" → "${failed}", asApplied`], ["failed"]])
      expect(of(stopped, failed).what).toBe("asApplied")
    }
  })

  it("is one where a run stopped the pipe for an edit and died", () => {
    const item = only({
      declared: watering(""),
      live: [liveOf(watering(""), "Stopped")],
      state: {
        inFlight: [
          {
            id: "1.1",
            operation: "stopPipe",
            name: "lawn",
            resourceId: "1",
            fingerprint: "",
            startedAt: "2026-01-01T00:00:00Z",
            resume: true,
          },
        ],
      },
    })
    expect([item.what, codes(item)]).toEqual(["changed", ["left-paused"]])
  })
})

describe("A pipe that is not as the state has it", () => {
  it("is gone, and another one may have its name", () => {
    const item = only({ declared: text })
    expect([item.what, codes(item)]).toEqual(["gone", ["gone"]])
    const other = { ...liveOf(text), id: "2" }
    expect(codes(only({ declared: text, live: [other] }))).toEqual(["gone", "another-of-the-name"])
    expect(only({ applied: text, declared: "" }).what).toBe("gone")
  })

  it("is told to be unknown if nothing is remembered of it", () => {
    const all = drift({ declared: text, live: [liveOf(text)], state: { pipes: {}, serial: 0 } })
    expect([all.remembers, Drift.isDrift(all)]).toEqual([false, true])
    expect(all.items.map((it) => [it.name, it.what, codes(it)])).toEqual([
      ["lawn", "unknown", ["nothing-remembered"]],
    ])
  })

  it("is told to be unknown if this version knows nothing of its source", () => {
    const pipes = { lawn: { ...recordOf(text), applied: { name: "lawn", source: { pond: {} } } } }
    const item = only({ declared: text, live: [liveOf(text)], state: { pipes } })
    expect([item.what, codes(item)]).toEqual(["unknown", ["source-unknown"]])
  })

  it("is counted if it is yet to be made, or was never ours", () => {
    const other = { ...liveOf(watering("")), id: "9", name: "theirs" }
    const all = drift({ declared: text, applied: "", live: [other] })
    expect([all.items, all.unmade.length, all.others, Drift.isDrift(all)]).toEqual([[], 1, 1, false])
  })
})

describe("An endpoint and the shared size", () => {
  const endpointText = `endpoint orders: GCP_PSC_SERVICE_ATTACHMENT {
  description = "orders"
  gcpServiceAttachment = "projects/p/regions/r/serviceAttachments/s"
  customPrivateDnsMappings = ["a.example.com"]
}
`
  const applied = {
    ...Compile.createEndpoint(program(endpointText).endpoints[0]!, Compile.noIds).body,
  } as JsonObject
  const live = (more: JsonObject = {}, status = "Ready"): LiveEndpoint => ({
    id: "e1",
    type: String(applied.type),
    status,
    object: { ...applied, ...more },
  })
  const of = (there: ReadonlyArray<LiveEndpoint>, declared = endpointText, name = "orders") =>
    Drift.make({
      pipes: [],
      endpoints: program(declared).endpoints.map((endpoint) => ({
        endpoint,
        request: Compile.createEndpoint(endpoint, Compile.noIds),
      })),
      there: { pipes: [], endpoints: there },
      state: remembering({
        endpoints: { [name]: { id: "e1", origin: "created", applied, appliedAt: "2026-01-01T00:00:00Z" } },
      }),
      catalog,
    }).items

  it("has moved where one of its fields has, and the program tells what it says by now", () => {
    expect(of([live()]).map(({ what }) => what)).toEqual(["asApplied"])
    const [item] = of([live({ description: "theirs" })])
    expect([item!.what, shown(item!)]).toEqual(["changed", ['description: "orders" → "theirs", asApplied']])
    const now = of([live({ description: "theirs" })], endpointText.replace('"orders"', '"mine"'))
    expect(now.flatMap(shown)).toEqual(['description: "orders" → "theirs", "mine"'])
    expect(of([live({ description: "theirs" })], "").flatMap(shown)).toEqual([
      'description: "orders" → "theirs", undeclared',
    ])
  })

  it("is gone, or lost", () => {
    expect(of([]).map(({ what }) => what)).toEqual(["gone"])
    expect(of([live({}, "Deleting")]).map(({ what }) => what)).toEqual(["gone"])
    expect(of([live({}, "Rejected")]).flatMap(shown)).toEqual(['status: "Ready" → "Rejected", asApplied'])
  })

  it("has no drift where another one takes its place", () => {
    expect(of([], endpointText, "orders (replaced e1)")).toEqual([])
  })

  it("has moved where the size has", () => {
    const size = (cpu: number) => ({ replicaCpuMillicores: cpu, replicaMemoryGb: cpu / 250 })
    const sizes = (live: number | undefined) =>
      Drift.make({
        pipes: [],
        there: { pipes: [], cdcScaling: live === undefined ? undefined : size(live) },
        state: remembering({ cdcScaling: size(2000) }),
        catalog,
      }).items
    expect(sizes(2000).map(({ what }) => what)).toEqual(["asApplied"])
    expect(sizes(undefined).map(({ what }) => what)).toEqual(["asApplied"])
    expect(sizes(4000).flatMap(shown)).toEqual([
      "replicaCpuMillicores: 2000 → 4000, undeclared",
      "replicaMemoryGb: 8 → 16, undeclared",
    ])
  })
})
