import { assert, describe, it } from "@effect/vitest"
import * as State from "@pipewright/core/State"
import * as Recovery from "@pipewright/runtime/Recovery"
import { empty, intent, record } from "./states.ts"
import { returned } from "./support.ts"

const path = "source.sprinkler.password"

const known = { ...record("id-lawn"), secrets: { [path]: "hash of the first" } }

/** An edit of which no answer came, with another password and perhaps another label. */
const edit = (secrets: State.Records<string>, label?: string): State.Intent => {
  const { id, ...rest } = known
  const sprinkler = { ...(label === undefined ? {} : { label }) }
  return {
    ...intent("1.1"),
    operation: "updatePipe",
    resourceId: id,
    record: { ...rest, applied: { name: "lawn", source: { sprinkler } }, secrets },
  }
}

const after = (inFlight: State.Intent, shown: Record<string, string> = {}) => {
  const live = returned("lawn", "Running", { source: { sprinkler: shown } } as never)
  const { id, name, state } = live
  const there = { pipes: [{ id, name, state, object: live as never }], endpoints: [] }
  const document = { ...empty, pipes: { lawn: known }, inFlight: [inFlight] }
  return Recovery.resolved(document, there).pipes.lawn?.secrets[path]
}

describe("A secret whose edit got no answer", () => {
  it("is unknown from then on, since either one may be there", () => {
    assert.strictEqual(after(edit({ [path]: "hash of the second" })), State.untoldSecret)
  })

  it("is unknown also where nothing of the edit is to be seen", () => {
    assert.strictEqual(
      after(edit({ [path]: "hash of the second" }, "front"), { label: "back" }),
      State.untoldSecret,
    )
  })

  it("is the new one if the service shows what else was in the edit", () => {
    assert.strictEqual(
      after(edit({ [path]: "hash of the second" }, "front"), { label: "front" }),
      "hash of the second",
    )
  })

  it("stays known if the edit had the same one", () => {
    assert.strictEqual(after(edit({ [path]: "hash of the first" })), "hash of the first")
  })
})
