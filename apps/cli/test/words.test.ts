import type { Action } from "@pipewright/core/Change"
import { describe, expect, it } from "vitest"
import * as Words from "../src/views/apply.words.ts"

/** As much of an outcome as is told. */
const outcome = (action: Action, more: object): Words.Any =>
  ({ change: { name: "a", action }, id: "1", ...more }) as Words.Any

describe("an outcome", () => {
  it("does not say that an edit was made that the pipe was only stopped for", () => {
    const it = outcome("update", { _tag: "unsettled", state: "Pausing", undone: true })
    expect(Words.outcome(it)).toBe("not changed yet, still Pausing; the next run goes on")
    expect(Words.summary([it])).toBe("0 created, 0 unchanged, 1 still on the way")
  })

  it("says what was done where the pipe is only on its way", () => {
    const it = outcome("update", { _tag: "unsettled", state: "Snapshot" })
    expect(Words.outcome(it)).toBe("changed, still Snapshot")
    expect(Words.summary([it])).toBe("0 created, 1 changed, 0 unchanged, 1 still on the way")
  })

  it("does not speak of no answer where there was one that says nothing", () => {
    const it = outcome("update", { _tag: "unknown" })
    expect(Words.outcome(it)).toBe(
      "perhaps changed: the answer was lost or says nothing of it; the next run looks",
    )
  })
})
