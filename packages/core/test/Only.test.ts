import * as Applied from "@pipewright/core/Applied"
import { type Live, type LiveEndpoint, nothingAllowed } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Only from "@pipewright/core/Only"
import * as Plan from "@pipewright/core/Plan"
import * as State from "@pipewright/core/State"
import { describe, expect, it } from "vitest"
import { program } from "./garden.ts"

const service = { organizationId: "o", serviceId: "s" }

const endpoint = (name: string, description = "d") =>
  `endpoint ${name}: VPC_ENDPOINT_SERVICE { description = "${description}", vpcEndpointServiceName = "${name}" }\n`

const basins = (name: string, host: string) =>
  `pipe "${name}" { from fountain { host = ${host}, tables { p.one -> one } }\ninto green.* }\n`

const target = `target t { organization = "o", service = "s"
  cdcScaling { replicaCpuMillicores = 2000, replicaMemoryGb = 8 }
}
`

interface Given {
  readonly text: string
  readonly live?: ReadonlyArray<Live>
  readonly endpoints?: ReadonlyArray<LiveEndpoint>
  readonly state?: Partial<State.Document>
  readonly cdcScaling?: JsonObject
}

const plan = ({ text, live = [], endpoints = [], state = {}, cdcScaling }: Given): Plan.Plan => {
  const { pipes, endpoints: declared, target } = program(text, text.includes("target t") ? "t" : undefined)
  const scaling = target?.cdcScaling
  return Plan.make({
    pipes: pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, service) })),
    endpoints: declared.map((it) => ({ endpoint: it, request: Compile.createEndpoint(it, service) })),
    cdcScaling: scaling === undefined ? undefined : { scaling, request: Compile.scale(scaling, service) },
    there: { pipes: live, endpoints, cdcScaling },
    state: { ...State.empty(service, ""), ...state },
    permissions: { ...nothingAllowed, replace: () => true, delete: () => true },
  })
}

const choose = (given: Given, ...names: ReadonlyArray<string>): Plan.Plan =>
  Only.choose(plan(given), {
    name: (name) => names.includes(name),
    cdcScaling: names.includes("cdcScaling"),
  })

/** What is done, and what is left out. */
const told = (chosen: Plan.Plan) => ({
  does: Plan.all(chosen).map((it) => `${it.action} ${"name" in it ? it.name : "cdcScaling"}`),
  leaves: chosen.leftOut?.map(({ name, action }) => `${action} ${name}`),
})

const record = (text: string, id: string): State.PipeRecord => {
  const pipe = program(text).pipes[0]!
  const request = Compile.create(pipe, service)
  return Applied.created(pipe, request, id, { values: new Map(), hashes: new Map() }, "")
}

const liveOf = (text: string, id: string): Live => {
  const object = { ...Evaluate.show(Compile.create(program(text).pipes[0]!, service).body), id }
  return { id, name: String((object as JsonObject).name), state: "Running", object }
}

const liveEndpoint = (name: string, id = name): LiveEndpoint => {
  const declared = program(endpoint(name)).endpoints[0]!
  const body = Evaluate.show(Compile.createEndpoint(declared, service).body)
  const object = { ...body, id, status: "Ready", endpointId: "vpce-1", dnsNames: [`${name}.example.com`] }
  return { id, type: String(body.type), status: "Ready", object }
}

const endpointRecord = (name: string): State.EndpointRecord => ({
  id: name,
  origin: "created",
  applied: Evaluate.comparable(
    Compile.createEndpoint(program(endpoint(name)).endpoints[0]!, service).body,
    new Map(),
  ),
  appliedAt: "",
})

describe("A part of a plan", () => {
  const [a, b] = [basins("a", '"h"'), basins("b", '"h"')]

  it("has what is asked for, and says what is left out", () => {
    expect(told(choose({ text: `${a}${b}` }, "a"))).toEqual({ does: ["create a"], leaves: ["create b"] })
  })

  it("deletes nothing that is not asked for", () => {
    const given = { text: a, live: [liveOf(b, "1")], state: { pipes: { b: record(b, "1") } } }
    expect(told(choose(given, "a"))).toEqual({ does: ["create a"], leaves: ["delete b"] })
    expect(told(choose(given, "b"))).toEqual({ does: ["delete b"], leaves: ["create a"] })
  })

  it("has a pipe that gets another name by either", () => {
    const text = b.replace(" {", ' {\nmoved from "a"\n')
    const given = { text, live: [liveOf(a, "1")], state: { pipes: { a: record(a, "1") } } }
    for (const name of ["a", "b"]) expect(told(choose(given, name))).toEqual({ does: ["move b"], leaves: [] })
    expect(Only.names(plan(given))).toEqual(["b", "a"])
  })

  it("has the endpoints that its pipes go through, and no other", () => {
    const text = `${endpoint("e")}${endpoint("f")}${basins("a", "endpoint.e.dnsName")}${b}`
    expect(told(choose({ text }, "a"))).toEqual({
      does: ["create e", "create a"],
      leaves: ["create endpoint.f", "create b"],
    })
    expect(told(choose({ text }, "endpoint.f")).does).toEqual(["create f"])
  })

  it("has the shared size only if that is asked for", () => {
    const given = { text: `${target}${a}`, cdcScaling: { replicaCpuMillicores: 1000, replicaMemoryGb: 4 } }
    expect(told(choose(given, "a"))).toEqual({ does: ["create a"], leaves: ["update cdcScaling"] })
    expect(told(choose(given, "cdcScaling"))).toEqual({ does: ["update cdcScaling"], leaves: ["create a"] })
  })

  it("has no shared size without a pipe that has a share in it", () => {
    const text = `${target}${a}`
    const [scaling] = Plan.all(choose({ text }, "cdcScaling"))
    expect(scaling).toMatchObject({
      action: "blocked",
      blocked: { code: "database-pipes-left-out" },
      steps: [],
    })
    expect(told(choose({ text }, "cdcScaling", "a")).does).toEqual(["create a", "update cdcScaling"])
  })
})

describe("An endpoint that pipes which are left out go through", () => {
  const [text, state] = [basins("b", '"e.example.com"'), { endpoints: { e: endpointRecord("e") } }]
  const live = [liveOf(text, "1")]
  const pipes = { b: record(text, "1") }

  it("is not deleted", () => {
    const given = { text, live, endpoints: [liveEndpoint("e")], state: { ...state, pipes } }
    const { endpoints } = choose(given, "endpoint.e")
    expect(endpoints).toMatchObject([
      { action: "blocked", steps: [], after: [], blocked: { code: "used-by-left-out" } },
    ])
    expect(endpoints[0]!.blocked!.message).toContain("`b`")
    expect(choose(given, "endpoint.e", "b").endpoints[0]!.action).toBe("delete")
  })

  it("stays beside the one that takes its place", () => {
    const given = {
      text: `${endpoint("e", "another")}${text}`,
      live,
      endpoints: [liveEndpoint("e")],
      state: { ...state, pipes },
    }
    const [alone] = choose(given, "endpoint.e").endpoints
    expect(alone).toMatchObject({ action: "replace", after: [] })
    expect(alone!.notes.map(({ code }) => code)).toEqual(["old-endpoint-stays-for-others"])
    expect(choose(given, "endpoint.e", "b").endpoints[0]!.after).toHaveLength(2)
  })
})
