import { describe, expect, it } from "vitest"
import * as Requests from "../src/bench/requests.ts"

describe("the requests that the emulator counts", { timeout: 300_000 }, () => {
  it("are one for a plan of a thousand pipes", async () => {
    expect(await Requests.plan(1_000)).toEqual({ creates: 0, lists: 1, others: 0 })
  })

  it("are a create for each new pipe, a list for the plan, and no more than one in 15 seconds of waiting", async () => {
    const { first, seconds, second } = await Requests.apply(100)
    expect(first).toMatchObject({ creates: 100, others: 0 })
    expect(first.lists).toBeGreaterThan(1)
    expect(first.lists - 1).toBeLessThanOrEqual(Math.floor(seconds / 15))
    expect(second).toEqual({ creates: 0, lists: 1, others: 0 })
  })
})
