import { describe, expect, it } from "vitest"
import * as Kills from "../src/kills/kills.ts"

describe("runs of apply that are killed", () => {
  it("are gone on with by the next: each pipe once, known by its id, running and as declared", async () => {
    const problems: Array<string> = []
    const { kills } = await Kills.run({ count: 8, seed: 11, workers: 2 }, (told) =>
      problems.push(...told.problems.map((problem) => `seed ${told.seed}: ${problem}`)),
    )
    expect(problems).toEqual([])
    expect(kills).toBeGreaterThanOrEqual(8)
  }, 600_000)
})
