import * as Applied from "@pipewright/core/Applied"
import { type Change, type Live, nothingAllowed, type Permission } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Plan from "@pipewright/core/Plan"
import type * as State from "@pipewright/core/State"
import { describe, expect, it } from "vitest"
import { basins, program, watering } from "./garden.ts"

interface There {
  readonly id?: string
  readonly name?: string
  readonly state?: string
  /** What the API says otherwise than the text does. */
  readonly says?: (object: JsonObject) => JsonObject
}

const declare = (text: string) =>
  program(text).pipes.map((it) => ({ pipe: it, request: Compile.create(it, Compile.noIds) }))

/** A pipe as the API would return it, had it been made from a text. */
const liveOf = (
  text: string,
  { id = "1", state = "Running", says = (it) => it, ...rest }: There = {},
): Live => {
  const { request } = declare(text)[0]!
  const name = rest.name ?? request.name
  return { id, name, state, object: says({ ...Evaluate.show(request.body), id, name }) }
}

const record = (text: string, id = "1", more: Partial<State.PipeRecord> = {}): State.PipeRecord => {
  const { pipe, request } = declare(text)[0]!
  const known = { values: new Map(), hashes: hashesOf(request) }
  return { ...Applied.created(pipe, request, id, known, "2026-01-01T00:00:00Z"), ...more }
}

/** Each secret comes to its own name. */
const hashesOf = (request: Pick<Compile.Request, "body">) =>
  new Map(
    Evaluate.deferred(request.body).flatMap((it) =>
      "name" in it.reader ? [[it, it.reader.name] as const] : [],
    ),
  )

const stateOf = (pipes: Readonly<Record<string, State.PipeRecord>>): State.Document => ({
  version: 1,
  serial: 1,
  salt: "",
  service: { organizationId: "", serviceId: "" },
  pipes,
  endpoints: {},
  inFlight: [],
})

interface Given {
  readonly text: string
  readonly there?: ReadonlyArray<Live>
  readonly records?: Readonly<Record<string, State.PipeRecord>>
  readonly allow?: ReadonlyArray<Permission>
  readonly resend?: boolean
  readonly blind?: boolean
}

const plan = ({
  text,
  there = [],
  records = {},
  allow = [],
  resend = false,
  blind = false,
}: Given): Plan.Plan => {
  const pipes = declare(text)
  return Plan.make({
    pipes,
    there: { pipes: there },
    state: stateOf(records),
    hashes: blind ? new Map() : new Map(pipes.flatMap(({ request }) => [...hashesOf(request)])),
    permissions: {
      ...nothingAllowed,
      ...Object.fromEntries(allow.map((permission) => [permission, () => true])),
    },
    resend: () => resend,
  })
}

const only = (given: Given): Change => {
  const { changes } = plan(given)
  expect(changes).toHaveLength(1)
  return changes[0]!
}

const steps = ({ steps }: Change): string => steps.map(({ _tag }) => _tag).join(", ")
const codes = ({ notes }: Change): ReadonlyArray<string> => notes.map(({ code }) => code)
const patches = ({ steps }: Change) => steps.flatMap((it) => (it._tag === "Patch" ? [it.request.body] : []))

const text = watering("pressure = 2")
const known = { lawn: record(text) }

describe("A pipe that is not there", () => {
  it("is perhaps one that is no longer declared, if it does the same", () => {
    const there = [liveOf(text, { name: "old" })]
    const all = (declared: string) => plan({ text: declared, there, records: { old: record(text) } }).changes
    expect(all(text).map((it) => [it.action, codes(it)])).toEqual([
      ["create", ["perhaps-moved"]],
      ["delete", ["tables-stay"]],
    ])
    expect(codes(all(watering("pressure = 3"))[0]!)).toEqual([])
  })

  it("is created and waited for", () => {
    const change = only({ text })
    expect([change.action, steps(change)]).toEqual(["create", "Create, Settle"])
  })

  it("is created and then stopped, if it should be", () => {
    const change = only({ text: watering("", "state = stopped") })
    expect(steps(change)).toBe("Create, Settle, Stop, WaitFor")
    expect(codes(change)).toEqual(["runs-at-first"])
  })

  it("is created again where somebody deleted it", () => {
    const change = only({ text, records: known })
    expect([change.action, steps(change), codes(change)]).toEqual(["create", "Create, Settle", ["gone"]])
  })
})

describe("A pipe that is there as declared", () => {
  it("is kept without a step", () => {
    const planned = plan({ text, there: [liveOf(text)], records: known })
    expect(planned.changes.map(({ action, steps }) => [action, steps])).toEqual([["keep", []]])
    expect(Plan.isEmpty(planned)).toBe(true)
  })

  it("is adopted where we neither made nor adopted it, once that is allowed", () => {
    const change = only({ text, there: [liveOf(text)] })
    expect([change.action, change.needs, steps(change)]).toEqual(["adopt", ["adopt"], "Remember"])
    expect(only({ text, there: [liveOf(text)], allow: ["adopt"] }).needs).toEqual([])
  })

  it("is known by its id, whatever name somebody gave it", () => {
    const change = only({ text, there: [liveOf(text, { name: "other" })], records: known })
    expect([change.action, change.previousName, steps(change)]).toEqual([
      "move",
      "other",
      "Patch, Settle, Remember",
    ])
    expect(change.differences[0]).toMatchObject({ path: "name", before: "other", movedBy: "outside" })
  })
})

describe("A pipe of which one field differs", () => {
  const other = watering("pressure = 3")

  it("is changed in place, with that field and no other", () => {
    const change = only({ text: other, there: [liveOf(text)], records: known })
    expect([change.action, steps(change)]).toEqual(["update", "Patch, Settle, Remember"])
    expect(patches(change)).toEqual([{ source: { sprinkler: { pressure: 3 } } }])
    expect(change.differences).toMatchObject([
      { path: "source.sprinkler.pressure", before: 2, after: 3, movedBy: "program", edit: "live" },
    ])
  })

  it.each<[string, string, string, string]>([
    ["the program", "pressure = 3", "pressure = 2", "program"],
    ["somebody outside", "pressure = 2", "pressure = 3", "outside"],
    ["both", "pressure = 3", "pressure = 4", "both"],
  ])("says that it was moved by %s", (_, declared, there, movedBy) => {
    const change = only({ text: watering(declared), there: [liveOf(watering(there))], records: known })
    expect(change.differences.map((it) => it.movedBy)).toEqual([movedBy])
  })

  it("gets an explicit nothing where a field is declared no longer", () => {
    const labelled = watering('pressure = 2, label = "l", zones = ["a"], warm = true')
    const change = only({ text, there: [liveOf(labelled)], records: { lawn: record(labelled) } })
    expect(patches(change)).toEqual([{ source: { sprinkler: { label: null, zones: [], warm: false } } }])
    expect(change.differences.map(({ after }) => after)).toEqual([undefined, undefined, undefined])
  })

  it("leaves a setting that is declared no longer, and says so", () => {
    const strict = watering("pressure = 2", "settings { strict = true }")
    const change = only({ text, there: [liveOf(strict)], records: { lawn: record(strict) } })
    expect([change.action, steps(change), codes(change)]).toEqual(["keep", "Remember", ["no-longer-managed"]])
  })

  it("puts all declared settings, and only the changed part of a size", () => {
    const sized = (wait: string, replicas: number) =>
      watering(
        "",
        `scaling { replicas = ${replicas}, replicaCpuMillicores = 250, replicaMemoryGb = 1 }
         settings { max_wait_ms = ${wait}, strict = true }`,
      )
    const change = only({
      text: sized("2s", 2),
      there: [liveOf(sized("1s", 1))],
      records: { lawn: record(sized("1s", 1)) },
    })
    expect(steps(change)).toBe("PutSettings, PatchScaling, Settle, Remember")
    expect(change.steps.flatMap((it) => ("request" in it ? [it.request.body] : []))).toEqual([
      { max_wait_ms: 2000, strict: true },
      { replicas: 2 },
    ])
  })

  it("is sent columns and their pairs together, and is told that the table stays", () => {
    const mapped = (column: string) => watering("", "", `id UInt64, name ${column} from "n"`)
    const there = mapped("String")
    const change = only({
      text: mapped("Int8"),
      there: [liveOf(there)],
      records: { lawn: record(there) },
    })
    expect(Object.keys(patches(change)[0]!)).toEqual(["fieldMappings", "destination"])
    expect(codes(change)).toEqual(["table-unchanged"])
  })

  it("is replaced only where that is allowed, and leaves its table behind", () => {
    const other = text.replace('"t1"', '"t2"')
    const change = only({ text: other, there: [liveOf(text)], records: known })
    expect([change.action, change.needs, steps(change)]).toEqual([
      "replace",
      ["replace"],
      "Delete, WaitGone, Create, Settle",
    ])
    expect(change.differences[0]!.impact).toEqual({ _tag: "rereads", leaves: ["green.lawn"] })
    expect(only({ text: other, there: [liveOf(text)], records: known, allow: ["replace"] }).needs).toEqual([])
  })

  it("leaves the tables behind that are there, also those of another kind of source", () => {
    const other = liveOf(basins("a.b -> c, d.e -> f"), { name: "lawn" })
    const change = only({ text, there: [other], records: known })
    expect([change.action, change.differences[0]!.path]).toEqual(["replace", "source"])
    expect(change.differences[0]!.impact).toEqual({ _tag: "rereads", leaves: ["green.c", "green.f"] })
  })

  it("is not replaced where it is protected, whatever is allowed", () => {
    const other = watering("pressure = 2", "lifecycle { protect = true }").replace('"t1"', '"t2"')
    const change = only({ text: other, there: [liveOf(text)], records: known, allow: ["replace"] })
    expect([change.action, change.blocked?.code, change.steps]).toEqual(["blocked", "protected", []])
  })

  it("is left alone where it has come to its end, unless it may be replaced", () => {
    const there = [liveOf(text, { state: "Completed" })]
    expect(only({ text: other, there, records: known }).blocked?.code).toBe("completed")
    expect(only({ text: other, there, records: known, allow: ["replace"] }).action).toBe("replace")
    expect(only({ text, there, records: known }).action).toBe("keep")
  })
})

describe("What the API does not tell", () => {
  const role = (name: string) => text.replace("MergeTree", `MergeTree, roles = ["${name}"]`)
  const untold = (object: JsonObject): JsonObject => {
    const { roles: _, ...destination } = object.destination as JsonObject
    return { ...object, destination }
  }
  const there = [liveOf(role("a"), { says: untold })]

  it("is compared with what was last applied", () => {
    expect(only({ text: role("a"), there, records: { lawn: record(role("a")) } }).action).toBe("keep")
    const change = only({ text: role("b"), there, records: { lawn: record(role("a")) } })
    expect(change.differences).toMatchObject([
      { path: "destination.roles", before: ["a"], after: ["b"], movedBy: "program", edit: "replace" },
    ])
  })

  it("is taken to be as declared where nothing is recorded, and that is said", () => {
    const change = only({ text: role("b"), there })
    expect([change.action, change.differences, codes(change)]).toEqual(["adopt", [], ["unknown"]])
  })
})

describe("A secret", () => {
  const secret = (name: string) => watering(`pressure = 2, certificate = secret("${name}")`)
  const there = [liveOf(text)]

  it("is sent when it comes to something else than was recorded, and is shown nowhere", () => {
    const change = only({ text: secret("B"), there, records: { lawn: record(secret("A")) } })
    expect(change.differences).toEqual([
      expect.objectContaining({ path: "source.sprinkler.certificate", secret: true, movedBy: "program" }),
    ])
    expect(change.differences[0]).toMatchObject({ before: undefined, after: undefined })
    expect(Object.keys((patches(change)[0]!.source as JsonObject).sprinkler as JsonObject)).toEqual([
      "certificate",
    ])
    expect(only({ text: secret("A"), there, records: { lawn: record(secret("A")) } }).action).toBe("keep")
  })

  it("is kept where nothing is recorded, and that is said", () => {
    const change = only({ text: secret("A"), there })
    expect([change.differences, codes(change)]).toEqual([[], ["secret-unknown"]])
  })

  it("is sent where a pipe of ours had none", () => {
    const change = only({ text: secret("A"), there, records: known })
    expect(change.differences.map(({ path }) => path)).toEqual(["source.sprinkler.certificate"])
  })

  it("is not compared where it cannot be read, and that is said", () => {
    const change = only({ text: secret("B"), there, records: { lawn: record(secret("A")) }, blind: true })
    expect([change.action, codes(change)]).toEqual(["keep", ["secret-unread"]])
  })

  it("is sent again on request, whatever is known of it", () => {
    const change = only({ text: secret("A"), there, records: { lawn: record(secret("A")) }, resend: true })
    expect(steps(change)).toBe("Patch, Settle, Remember")
  })
})

describe("The state that a pipe should be in", () => {
  it.each<[string, string, string, string | undefined, string]>([
    ["stops one that runs", "state = stopped", "Running", undefined, "Stop, WaitFor, Remember"],
    ["leaves one that is stopped", "state = stopped", "Stopped", "stopped", ""],
    ["leaves one that is on its way", "state = stopped", "Stopping", "stopped", ""],
    ["starts one that is stopped", "state = running", "Stopped", "running", "Start, Settle, Remember"],
    [
      "starts one that the program stopped and says nothing of any more",
      "",
      "Stopped",
      "stopped",
      "Start, Settle, Remember",
    ],
    ["leaves one that somebody stopped", "", "Stopped", undefined, ""],
    ["leaves one that has come to its end", "state = stopped", "Completed", "stopped", ""],
    ["does not stop one that failed", "state = stopped", "Failed", "stopped", ""],
  ])("%s", (_, rest, state, applied, expected) => {
    const declared = watering("pressure = 2", rest)
    const { state: _state, ...others } = record(declared).applied
    const before = { ...others, ...(applied === undefined ? {} : { state: applied }) }
    const change = only({
      text: declared,
      there: [liveOf(declared, { state })],
      records: { lawn: record(declared, "1", { applied: before }) },
    })
    expect(steps(change)).toBe(expected)
  })

  it("is told once more after every edit of one that should be stopped", () => {
    const stopped = (pressure: number) => watering(`pressure = ${pressure}`, "state = stopped")
    const change = only({
      text: stopped(3),
      there: [liveOf(stopped(2), { state: "Stopped" })],
      records: { lawn: record(stopped(2)) },
    })
    expect(steps(change)).toBe("Patch, Stop, WaitFor, Remember")
  })

  it("is that of a failed pipe once it was changed", () => {
    const there = [liveOf(text, { state: "Failed" })]
    const change = only({ text: watering("pressure = 3"), there, records: known })
    expect(steps(change)).toBe("Patch, Start, Settle, Remember")
    expect(codes(only({ text, there, records: known }))).toEqual(["failed"])
  })
})

describe("Rows that are added and removed", () => {
  const [one, two] = [basins("a.b -> c, d.e -> f"), basins("a.b -> c, x.y -> z")]
  const there = [liveOf(one)]
  const records = { basins: record(one) }

  it("pause the pipe, go as additions and removals alone, and let it go on", () => {
    const change = only({ text: two, there, records })
    expect(steps(change)).toBe("Stop, WaitFor, Patch, Start, Settle, Remember")
    expect(patches(change)).toEqual([
      {
        source: {
          fountain: {
            tableMappingsToAdd: [{ parkName: "x", basinName: "y", targetTable: "z" }],
            tableMappingsToRemove: [{ parkName: "d", basinName: "e", targetTable: "f" }],
          },
        },
      },
    ])
  })

  it("leave one that rests where it is", () => {
    const paused = [liveOf(one, { state: "Paused" })]
    expect(steps(only({ text: two, there: paused, records }))).toBe("Patch, Stop, WaitFor, Remember")
  })

  it("are removed and added again where one changed, once that is allowed", () => {
    const deep = basins("a.b -> c { depth = 2 }, d.e -> f")
    const change = only({ text: deep, there, records })
    expect(change.needs).toEqual(["resnapshot"])
    expect(steps(change)).toBe("Stop, WaitFor, Patch, Stop, WaitFor, Patch, Start, Settle, Remember")
    expect(patches(change).map(({ source }) => (source as JsonObject).fountain)).toEqual([
      { tableMappingsToRemove: [{ parkName: "a", basinName: "b", targetTable: "c" }] },
      { tableMappingsToAdd: [{ parkName: "a", basinName: "b", targetTable: "c", depth: 2 }] },
    ])
    expect(change.differences[0]!.impact).toEqual({ _tag: "resnapshot", tables: ["a.b"] })
    expect(only({ text: deep, there, records, allow: ["resnapshot"] }).needs).toEqual([])
  })

  it("cannot all change at once", () => {
    const deep = basins("a.b -> c { depth = 2 }, d.e -> f { depth = 2 }")
    const change = only({ text: deep, there, records, allow: ["resnapshot"] })
    expect(change.blocked?.code).toBe("all-tables-changed")
  })
})

describe("Another name", () => {
  const moved = watering("pressure = 2", 'moved from "old"')
  const old = (id = "1") => liveOf(text, { id, name: "old" })

  it("is given to the pipe that had the old one", () => {
    const change = only({ text: moved, there: [old()], records: { old: record(text) } })
    expect([change.action, change.previousName, change.recordName]).toEqual(["move", "old", "old"])
    expect(patches(change)).toEqual([{ name: "lawn" }])
  })

  it("is done with once it was given", () => {
    expect(only({ text: moved, there: [liveOf(text)], records: known }).action).toBe("keep")
  })

  it("is for the asking where we neither made nor adopted the pipe", () => {
    expect(only({ text: moved, there: [old()] }).needs).toEqual(["adopt"])
  })

  it("is not given while another pipe has it", () => {
    const change = only({
      text: moved,
      there: [old(), liveOf(text, { id: "2" })],
      records: { old: record(text) },
    })
    expect(change.blocked?.code).toBe("both-names")
  })
})

describe("Pipes that nobody declares", () => {
  it("are left alone and counted where they are not ours", () => {
    const there = [liveOf(text), liveOf(text, { id: "2", name: "old" })]
    expect(plan({ text, there, records: known }).others.map(({ name }) => name)).toEqual(["old"])
  })

  it("are deleted where they are ours and that is allowed", () => {
    const given: Given = {
      text,
      there: [liveOf(text), liveOf(text, { id: "2", name: "old" })],
      records: { ...known, old: record(text, "2") },
    }
    const [, orphan] = plan(given).changes
    expect([orphan!.action, steps(orphan!), orphan!.needs]).toEqual(["delete", "Delete", ["delete"]])
    expect(plan({ ...given, allow: ["delete"] }).changes[1]!.needs).toEqual([])
    expect(plan(given).others).toEqual([])
  })

  it("are not deleted where they were protected", () => {
    const there = [liveOf(text), liveOf(text, { id: "2", name: "old" })]
    const kept = record(watering("pressure = 2", "lifecycle { protect = true }"), "2")
    const [, orphan] = plan({ text, there, records: { ...known, old: kept }, allow: ["delete"] }).changes
    expect(orphan!.blocked?.code).toBe("protected")
  })

  it("are forgotten where they are gone", () => {
    const [, orphan] = plan({
      text,
      there: [liveOf(text)],
      records: { ...known, old: record(text, "2") },
    }).changes
    expect([orphan!.action, steps(orphan!), orphan!.needs]).toEqual(["delete", "Forget", []])
  })
})

describe("Two live pipes of one name", () => {
  it("are listed, and nothing is done", () => {
    const there = [liveOf(text), liveOf(text, { id: "2" })]
    const change = only({ text, there, records: known })
    expect([change.action, change.blocked?.code, change.sameName?.map(({ id }) => id)]).toEqual([
      "blocked",
      "several-of-a-name",
      ["1", "2"],
    ])
    expect(Plan.isExecutable(plan({ text, there, records: known }))).toBe(false)
  })
})

describe("A plan", () => {
  it("counts its changes by what is done", () => {
    expect(Plan.counts(plan({ text }).changes)).toMatchObject({ create: 1, keep: 0, blocked: 0 })
    expect(Object.values(Plan.symbols)).toHaveLength(new Set(Object.values(Plan.symbols)).size)
  })
})
