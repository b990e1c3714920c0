import { type LiveEndpoint, nothingAllowed, type Permission } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Plan from "@pipewright/core/Plan"
import * as State from "@pipewright/core/State"
import { describe, expect, it } from "vitest"
import { basins, program } from "./garden.ts"

const service = { organizationId: "o", serviceId: "s" }

const endpoint = (more = "", name = "n") =>
  `endpoint e: VPC_ENDPOINT_SERVICE { description = "d", vpcEndpointServiceName = "${name}"\n${more} }\n`

const names = (...all: ReadonlyArray<string>) =>
  `customPrivateDnsMappings = [${all.map((name) => `"${name}"`).join(", ")}]`

const target =
  'target t { organization = "o", service = "s"\ncdcScaling { replicaCpuMillicores = 2000, replicaMemoryGb = 8 } }\n'

const applied = (text: string) =>
  Evaluate.comparable(Compile.createEndpoint(program(text).endpoints[0]!, service).body, new Map())

const live = (text: string, more: JsonObject = {}, id = "1"): LiveEndpoint => {
  const object: JsonObject = { ...applied(text), id, status: "Ready", endpointId: "vpce-1", ...more }
  return { id, type: String(object.type), status: String(object.status), object }
}

const recordOf = (text: string): State.EndpointRecord => ({
  id: "1",
  origin: "created",
  applied: applied(text),
  appliedAt: "",
})

interface Given {
  readonly text: string
  readonly there?: ReadonlyArray<LiveEndpoint>
  readonly record?: State.EndpointRecord
  readonly allow?: ReadonlyArray<Permission>
}

const plan = ({ text, there = [], record, allow = [] }: Given): Plan.Plan => {
  const { pipes, endpoints } = program(text)
  return Plan.make({
    pipes: pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, service) })),
    endpoints: endpoints.map((it) => ({ endpoint: it, request: Compile.createEndpoint(it, service) })),
    there: { pipes: [], endpoints: there },
    state: { ...State.empty(service, ""), ...(record === undefined ? {} : { endpoints: { e: record } }) },
    permissions: { ...nothingAllowed, ...Object.fromEntries(allow.map((it) => [it, () => true])) },
  })
}

const only = (given: Given) => {
  const [change] = plan(given).endpoints
  const tags = (steps: ReadonlyArray<{ readonly _tag: string }>) => steps.map(({ _tag }) => _tag).join(", ")
  return { ...change!, before: tags(change!.steps), afterwards: tags(change!.after) }
}

describe("An endpoint", () => {
  const text = endpoint()
  const record = recordOf(text)

  it("is made where it is not there, and waited for", () => {
    expect(only({ text })).toMatchObject({ action: "create", before: "CreateEndpoint, WaitForEndpoint" })
    expect(only({ text, record }).notes.map(({ code }) => code)).toEqual(["gone"])
  })

  it("is kept where it is as declared", () => {
    expect(only({ text, there: [live(text)], record })).toMatchObject({ action: "keep", steps: [] })
  })

  it("is waited for, with what has to be accepted, until it is ready", () => {
    const there = [live(text, { status: "PendingAcceptance" })]
    const change = only({ text, there, record })
    expect(change).toMatchObject({ action: "keep", before: "WaitForEndpoint" })
    expect(change.notes[0]!.message).toContain("`vpce-1`")
  })

  it("is found again by what it leads to, for adoption", () => {
    expect(only({ text, there: [live(text)] })).toMatchObject({
      action: "adopt",
      needs: ["adopt"],
      before: "Remember",
    })
    expect(only({ text, there: [live(text), live(text, {}, "2")] }).blocked?.code).toBe(
      "several-of-an-endpoint",
    )
  })

  it("gets the whole list of its private names where that changed", () => {
    const change = only({ text: endpoint(names("a.x.com", "b.x.com")), there: [live(text)], record })
    expect(change).toMatchObject({ action: "update", before: "PatchEndpoint, Remember" })
    expect(change.steps[0]).toMatchObject({
      request: {
        path: expect.stringMatching(/\/1$/),
        body: { customPrivateDnsMappings: [{ privateDnsName: "a.x.com" }, { privateDnsName: "b.x.com" }] },
      },
    })
  })

  it("has its private names taken away where they are declared no longer", () => {
    const named = endpoint(names("a.x.com"))
    const change = only({ text, there: [live(named)], record: recordOf(named) })
    expect(change.steps[0]).toMatchObject({ request: { body: { customPrivateDnsMappings: [] } } })
  })

  it("is made anew where anything else changed, once that is allowed, and the old one goes last", () => {
    const other = endpoint("", "m")
    const change = only({ text: other, there: [live(text)], record })
    expect(change).toMatchObject({
      action: "replace",
      needs: ["replace"],
      before: "CreateEndpoint, WaitForEndpoint",
      afterwards: "DeleteEndpoint, WaitEndpointGone",
    })
    expect(only({ text: other, there: [live(text)], record, allow: ["replace"] }).needs).toEqual([])
  })

  it("that was made anew is deleted once the new one is ready, and asked for no more", () => {
    const other = endpoint("", "m")
    const old = State.replacedName("e", "1")
    const [change, next] = ["PendingAcceptance", "Ready"].map((status) => {
      const [declared] = program(other).endpoints
      return Plan.make({
        pipes: [],
        endpoints: [{ endpoint: declared!, request: Compile.createEndpoint(declared!, service) }],
        there: { pipes: [], endpoints: [live(text), live(other, { status }, "2")] },
        state: {
          ...State.empty(service, ""),
          endpoints: { [old]: record, e: { ...recordOf(other), id: "2" } },
        },
      }).endpoints.find(({ name }) => name === old)
    })
    expect(change).toMatchObject({ action: "keep", after: [], needs: [] })
    expect(change?.notes.map(({ code }) => code)).toEqual(["old-endpoint-stays"])
    expect(next).toMatchObject({ action: "delete", after: [{ _tag: "DeleteEndpoint" }, {}], needs: [] })
  })

  it("gives up its private names before the one that takes its place has them", () => {
    const [old, other] = [endpoint(names("a.x.com")), endpoint(names("a.x.com"), "m")]
    const change = only({ text: other, there: [live(old)], record: recordOf(old) })
    expect(change.before).toBe("PatchEndpoint, CreateEndpoint, WaitForEndpoint")
  })

  it("is made anew where it was rejected", () => {
    expect(only({ text, there: [live(text, { status: "Rejected" })], record }).action).toBe("replace")
  })

  it("that goes is told with the pipes through it that nobody declares", () => {
    const object = { source: { fountain: { host: "vpce.example.com" } } }
    const { endpoints } = Plan.make({
      pipes: [],
      there: {
        pipes: [
          { id: "p", name: "theirs", state: "Running", object },
          { id: "q", name: "elsewhere", state: "Running", object: {} },
        ],
        endpoints: [live(text, { dnsNames: ["vpce.example.com"] })],
      },
      state: { ...State.empty(service, ""), endpoints: { e: record } },
    })
    const notes = endpoints[0]!.notes.map(({ message }) => message).join()
    expect(notes).toContain("`theirs`")
    expect(notes).not.toContain("elsewhere")
  })

  it("is deleted after the pipes where it is declared no longer, once that is allowed", () => {
    const change = only({ text: basins("a.b -> c"), there: [live(text)], record })
    expect(change).toMatchObject({
      action: "delete",
      needs: ["delete"],
      steps: [],
      afterwards: "DeleteEndpoint, WaitEndpointGone",
    })
  })
})

describe("What an endpoint tells", () => {
  const using = `${endpoint()}${basins("a.b -> c").replace('"h"', "endpoint.e.id")}`
  const declared = () => program(using).pipes[0]!
  const pipePlan = (there: ReadonlyArray<LiveEndpoint>, host: string, record = recordOf(endpoint())) => {
    const pipe = declared()
    const object = {
      name: pipe.name,
      source: { fountain: { host, tableMappings: [{ parkName: "a", basinName: "b", targetTable: "c" }] } },
      destination: { database: "green" },
    }
    return Plan.make({
      pipes: [{ pipe, request: Compile.create(pipe, service) }],
      endpoints: program(using).endpoints.map((it) => ({
        endpoint: it,
        request: Compile.createEndpoint(it, service),
      })),
      there: { pipes: [{ id: "p", name: pipe.name, state: "Running", object }], endpoints: there },
      state: { ...State.empty(service, ""), endpoints: { e: record } },
      permissions: { ...nothingAllowed, adopt: () => true, replace: () => true },
    }).changes[0]!
  }

  it("is compared while it stays", () => {
    expect(pipePlan([live(endpoint())], "1").differences).toEqual([])
    expect(pipePlan([live(endpoint())], "2").differences).toMatchObject([{ before: "2", after: "1" }])
  })

  it("is not known before it is made, so the pipe changes and waits for it", () => {
    const change = pipePlan([], "1")
    expect(change.differences).toMatchObject([
      { path: "source.fountain.host", before: "1", after: "(endpoint.e.id)" },
    ])
    expect(change.awaits).toEqual(["e"])
  })
})

describe("The size that database pipes share", () => {
  const size = (cpu: number, memory: number) => ({ replicaCpuMillicores: cpu, replicaMemoryGb: memory })
  const shared = (there: JsonObject | undefined, record?: JsonObject, pipes = basins("a.b -> c")) => {
    const bound = program(`${target}${pipes}`, "t")
    const scaling = bound.target!.cdcScaling!
    return Plan.make({
      pipes: bound.pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, service) })),
      cdcScaling: { scaling, request: Compile.scale(scaling, service) },
      there: { pipes: [], cdcScaling: there },
      state: { ...State.empty(service, ""), ...(record === undefined ? {} : { cdcScaling: record }) },
    }).cdcScaling!
  }

  it("is kept where it is as declared", () => {
    expect(shared(size(2000, 8), size(2000, 8))).toMatchObject({ action: "keep", steps: [] })
  })

  it("is sent whole where one part differs", () => {
    const change = shared(size(1000, 4), size(1000, 4))
    expect(change.steps.map(({ _tag }) => _tag)).toEqual(["PatchCdcScaling", "WaitForCdcScaling", "Remember"])
    expect(change.steps[0]).toMatchObject({ request: { body: size(2000, 8) } })
    expect(change.differences.map(({ movedBy, impact }) => [movedBy, impact._tag])).toEqual([
      ["program", "cost"],
      ["program", "cost"],
    ])
  })

  it("is set once there is a database pipe, and is refused where none will be", () => {
    expect(shared(undefined).notes.map(({ code }) => code)).toEqual(["after-first-database-pipe"])
    expect(shared(undefined, undefined, "").blocked?.code).toBe("no-database-pipe")
  })
})
