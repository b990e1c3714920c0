import type { Live } from "@pipewright/core/Change"
import type { JsonObject } from "@pipewright/core/Evaluate"
import type { Member } from "@pipewright/runtime/Roster"
import { contracts } from "@pipewright/sources/Contracts"
import { catalog } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import * as Standing from "../src/standing.ts"

const live = (arm: string, state: string, more: JsonObject = {}, source: JsonObject = {}): Live => ({
  id: "id-1",
  name: "a",
  state,
  object: { id: "id-1", name: "a", state, source: { [arm]: source }, ...more },
})

const record = { id: "id-1", origin: "created", arm: "x", applied: {}, secrets: {}, appliedAt: "" } as const

const member = (given: Partial<Member>): Member => ({ name: "a", record, isLeftPaused: false, ...given })

/** A pipe of the program, as far as it is looked at. */
const declared = (state?: string): Pick<Member, "pipe"> => {
  const origin = { file: "main.pipe", span: { start: 0, end: 1 }, via: [] }
  const block = { _tag: "Block" as const, fields: new Map(), origin }
  const kind = catalog.kinds[0]!
  return {
    pipe: {
      name: "a",
      kind,
      type: kind.types[0]!,
      source: block,
      destination: block,
      origin,
      ...(state === undefined ? {} : { state: { _tag: "Literal", value: state, origin } }),
    },
  }
}

describe.each(contracts.map(({ arm, lifecycle }) => [arm, lifecycle] as const))(
  "How it is with a pipe of %s",
  (arm, lifecycle) => {
    const sources: ReadonlyArray<JsonObject> = [
      {},
      { isContinuous: true },
      { settings: { replicationMode: "snapshot" } },
      { settings: { replicationMode: "cdc_only" } },
    ]
    const cases = sources.flatMap((source) =>
      Object.entries(lifecycle.of(source).states).map(([state, meaning]) => ({ source, state, meaning })),
    )

    it("is what its family says of every state", () => {
      for (const { source, state, meaning } of cases) {
        const standing = Standing.of(member({ live: live(arm, state, {}, source) }))
        expect(standing).toMatchObject({ state, condition: meaning.health, means: meaning.means })
        expect(standing.next).toBe(meaning.next)
      }
    })

    it("comes with commands that the kind takes, and with none that it does not", () => {
      for (const { source, state, meaning } of cases) {
        const { commands } = Standing.of(member({ live: live(arm, state, {}, source) }))
        const taken = (meaning.commands ?? []).filter((it) => lifecycle.commands.includes(it))
        expect(commands).toEqual(taken.map((it) => `pipewright ${it} a`))
      }
    })

    it("says where its errors are, exactly where somebody has to look", () => {
      for (const { source, state, meaning } of cases) {
        const destination = { database: "db", table: "t" }
        const { why } = Standing.of(member({ live: live(arm, state, { destination }, source) }))
        const looks = meaning.health === "ill" || meaning.health === "resting"
        expect(why?._tag, state).toBe(looks ? lifecycle.of(source).log : undefined)
        if (why?._tag !== "tables") continue
        expect(why.log).toContain("system.clickpipes_log")
        expect(why.log).toContain("'id-1'")
        expect(why.rows).toBe("SELECT * FROM `db`.`t_clickpipes_error` LIMIT 20")
      }
    })
  },
)

describe("How it is with a pipe", () => {
  const [arm] = ["kinesis"]

  it("differs between families that are in the same state", () => {
    const means = (kind: string, state: string, source: JsonObject = {}) =>
      Standing.of(member({ live: live(kind, state, {}, source) })).means
    expect(means("postgres", "Snapshot")).toBe("tables are copied: at first, when they are added, or again")
    expect(means("objectStorage", "Completed")).toBe("every file has been read; nothing is left to do")
    expect(means("kafka", "Failed")).toBe("it came to an end with an error and can be started again")
    expect(means("postgres", "Failed")).toBe("copying came to an end with an error and can be started again")
  })

  it("is well where it rests and the program wants that, and asks for apply where it wants the opposite", () => {
    const stopped = live(arm!, "Stopped")
    expect(Standing.of(member({ live: stopped, ...declared("stopped") }))).toMatchObject({
      condition: "well",
      commands: [],
    })
    expect(Standing.of(member({ live: stopped, ...declared("running") }), "prod --target eu")).toMatchObject({
      condition: "resting",
      commands: ["pipewright apply prod --target eu"],
    })
    expect(Standing.of(member({ live: stopped, ...declared() }), "prod").commands).toEqual([
      "pipewright start a prod",
    ])
  })

  it("asks for apply where a run that died had stopped it, whatever the program wants", () => {
    const given = { live: live(arm!, "Stopped"), isLeftPaused: true }
    for (const state of [undefined, "running", "stopped"])
      expect(Standing.of(member({ ...given, ...declared(state) }))).toMatchObject({
        condition: "resting",
        commands: ["pipewright apply"],
      })
  })

  it("is that it is missing where it is declared or remembered and not there", () => {
    const { record: _, ...unknown } = member(declared())
    expect(Standing.of(unknown)).toMatchObject({ condition: "missing", isOurs: false })
    expect(Standing.of(unknown).means).toBe("it is declared and not there yet")
    expect(Standing.of(member(declared())).means).toBe("it was deleted outside")
    expect(Standing.of(member({})).means).toBe("it is neither declared nor there any more")
  })

  it("is told of a kind or a state that only a newer version knows", () => {
    for (const it of [live("carrierPigeon", "Running"), live(arm!, "Moulting")])
      expect(Standing.of(member({ live: it }))).toMatchObject({
        condition: "moving",
        state: it.state,
        means: "this version of pipewright does not know the state",
      })
    expect(Standing.of(member({ live: live("carrierPigeon", "Running") })).type).toBe("carrierPigeon")
  })

  it("is not well where several pipes have its name and none of them is remembered", () => {
    const sameName = [live(arm!, "Running"), { ...live(arm!, "Running"), id: "id-2" }]
    const { record: _, ...unknown } = member({ sameName, live: sameName[0]!, ...declared() })
    expect(Standing.of(unknown)).toMatchObject({ condition: "ill" })
    expect(Standing.of({ ...unknown, record })).toMatchObject({ condition: "well" })
  })

  it("quotes what stands in its queries and commands", () => {
    const odd = { ...live(arm!, "Failed", { destination: { table: "t`x" } }), id: "a'b\\" }
    const { why } = Standing.of(member({ live: odd }))
    expect(why).toMatchObject({
      log: expect.stringContaining("'a\\'b\\\\'"),
      rows: "SELECT * FROM `default`.`t\\`x_clickpipes_error` LIMIT 20",
    })
    expect(Standing.of(member({ name: "my *", live: odd })).commands).toEqual(["pipewright start 'my \\*'"])
  })
})

describe("Where a command stands", () => {
  it("is repeated in the commands that it names", () => {
    const given = { flags: new Set<string>(), lists: new Map() }
    expect(Standing.whereOf({ ...given, argument: undefined, texts: new Map() })).toBe("")
    expect(Standing.whereOf({ ...given, argument: "my pipes", texts: new Map([["target", "eu"]]) })).toBe(
      "'my pipes' --target eu",
    )
  })
})
