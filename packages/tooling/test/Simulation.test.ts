import { describe, expect, it } from "vitest"
import * as Random from "../src/internal/random.ts"
import * as Checks from "../src/simulation/checks.ts"
import { type Death, Disk } from "../src/simulation/disk.ts"
import * as Programs from "../src/simulation/programs.ts"
import { bind, run } from "../src/simulation/run.ts"

const seeds = (from: number, count: number) => Array.from({ length: count }, (_, nth) => from + nth)

describe("random programs that are applied while things go wrong and runs die", () => {
  it.each([1, 16, 31])(
    "end as declared, with nothing twice, lost or left paused, and no secret shown, with 15 seeds from %i on",
    async (from) => {
      for (const seed of seeds(from, 15)) expect(await run(seed)).toMatchObject({ seed, problems: [] })
    },
    240_000,
  )

  it("do the same again with the same seed", async () => {
    for (const seed of seeds(1, 2)) expect(await run(seed)).toEqual(await run(seed))
  }, 120_000)

  it("are right as they are written", () => {
    for (const seed of seeds(1, 100)) {
      const random = Random.make(seed)
      const first = Programs.first(random)
      expect(() => bind(Programs.text(first))).not.toThrow()
      expect(() => bind(Programs.text(Programs.next(random, first)))).not.toThrow()
    }
  })
})

describe("what is wrong in the end", () => {
  const program = Programs.first(Random.make(3))
  const [pipe] = program.pipes
  const alone = { ...program, pipes: [{ ...pipe!, name: "a", isStopped: false }], endpoint: undefined }
  const record = { id: "1", origin: "created", arm: "", applied: {}, secrets: {}, appliedAt: "" } as const
  const document = {
    version: 1,
    serial: 1,
    salt: "",
    service: { organizationId: "org", serviceId: "svc" },
    pipes: { a: record },
    endpoints: {},
    inFlight: [],
  } as const
  const running = { id: "1", name: "a", state: "Running" }
  const of = (pipes: ReadonlyArray<Checks.Thing>, known: Parameters<typeof Checks.problems>[2] = document) =>
    Checks.problems(alone, { pipes, endpoints: [] }, known)

  it("is nothing where all is as declared and known", () => {
    expect(of([running])).toEqual([])
  })

  it.each<[string, ReturnType<typeof of>]>([
    ["there are 0 pipes `a`", of([])],
    ["there are 2 pipes `a`", of([running, { ...running, id: "2" }])],
    ["`a` is Paused", of([{ ...running, state: "Paused" }])],
    ["another id is remembered of `a`", of([{ ...running, id: "2" }])],
    ["there is a pipe `b`", of([running, { id: "2", name: "b" }])],
    ["`b` is remembered", of([running], { ...document, pipes: { a: record, b: { ...record, id: "2" } } })],
  ])("is that %s", (problem, found) => {
    expect(found).toEqual([problem])
  })
})

describe("a disk whose owner dies at a write", () => {
  const died = (death: Death) => {
    let told = 0
    const disk = new Disk(
      [["document", "0"]],
      (write) => (write === 1 ? death : undefined),
      () => {
        told += 1
      },
    )
    for (const text of ["1", "2", "3"]) {
      disk.clear()
      disk.set("document", text)
      disk.set("lock", "mine")
    }
    return [disk.left(), told]
  }

  it.each<[Death, string]>([
    ["before", "1"],
    ["after", "2"],
  ])("has what was written %s it, and no lock", (death, text) => {
    expect(died(death)).toEqual([[["document", text]], 1])
  })
})
