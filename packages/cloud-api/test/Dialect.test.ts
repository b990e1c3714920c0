import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { type Deed, scripted, service, yes } from "./scripted.ts"

const ref = { ...service, pipeId: "p1" }
const pipe = { id: "p1", name: "n" }

const refuse = (error: string, status = 400): Deed => ({ status, json: { status, error, requestId: "r" } })

/** An API that takes commands in one form, and what it was sent. */
const taking = (key: "command" | "action", refusal: string) => {
  const bodies: Array<string> = []
  const next = (_method: string, _index: number, body: string) => {
    bodies.push(body)
    return key in JSON.parse(body) ? yes(pipe) : refuse(refusal)
  }
  return { bodies, next }
}

describe("a command", () => {
  it.effect("has the form of the published document where that is known", () =>
    Effect.gen(function* () {
      const { bodies, next } = taking("command", "BAD_REQUEST: command is missing")
      const { client } = yield* scripted(next)
      yield* client.setState({ ...ref, command: "stop" })
      yield* client.setState({ ...ref, command: "start" })
      assert.deepStrictEqual(bodies, ['{"command":"stop"}', '{"command":"start"}'])
    }),
  )

  for (const refusal of [
    "BAD_REQUEST: action: is missing",
    "BAD_REQUEST: unknown field command",
    'BAD_REQUEST: "command" is not allowed',
    "BAD_REQUEST: command: is not a known key",
  ]) {
    it.effect(`has the form of the guide after "${refusal}", and keeps it`, () =>
      Effect.gen(function* () {
        const { bodies, next } = taking("action", refusal)
        const { client } = yield* scripted(next)
        assert.strictEqual((yield* client.setState({ ...ref, command: "stop" })).id, "p1")
        yield* client.setState({ ...ref, command: "start" })
        assert.deepStrictEqual(bodies, ['{"command":"stop"}', '{"action":"stop"}', '{"action":"start"}'])
      }),
    )
  }

  it.effect("is sent in one form alone where that is pinned", () =>
    Effect.gen(function* () {
      const guide = taking("action", "")
      const pinned = yield* scripted(guide.next, { dialect: "guide" })
      yield* pinned.client.setState({ ...ref, command: "stop" })
      assert.deepStrictEqual(guide.bodies, ['{"action":"stop"}'])
      const other = taking("action", "BAD_REQUEST: action: is missing")
      const { client } = yield* scripted(other.next, { dialect: "document" })
      const error = yield* Effect.flip(client.setState({ ...ref, command: "stop" }))
      assert.strictEqual(error.apiMessage, "BAD_REQUEST: action: is missing")
      assert.deepStrictEqual(other.bodies, ['{"command":"stop"}'])
    }),
  )

  it.effect("is sent once where the refusal is about the pipe, or is none of the form", () =>
    Effect.gen(function* () {
      for (const deed of [
        refuse("BAD_REQUEST: ClickPipe is already running"),
        refuse("BAD_REQUEST: command: is not a command of this kind of source, expected start or stop"),
        refuse("CONFLICT: action under way", 409),
      ]) {
        const { client, sent } = yield* scripted(() => deed)
        yield* Effect.flip(client.setState({ ...ref, command: "stop" }))
        assert.lengthOf(sent, 1)
      }
    }),
  )

  it.effect("that neither form is known for is told with the first refusal, and forms are tried anew", () =>
    Effect.gen(function* () {
      const bodies: Array<string> = []
      const { client } = yield* scripted((_method, index, body) => {
        bodies.push(body)
        return refuse(`BAD_REQUEST: unknown command or action ${index}`)
      })
      const call = client.setState({ ...ref, command: "stop" })
      assert.include((yield* Effect.flip(call)).message, "unknown command or action 0")
      assert.include((yield* Effect.flip(call)).message, "unknown command or action 2")
      assert.lengthOf(bodies, 4)
    }),
  )

  it.effect("is told with the guide's refusal where that is about the pipe", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted((_method, index) =>
        refuse(index === 0 ? "BAD_REQUEST: unknown key command" : "BAD_REQUEST: it is completed"),
      )
      const error = yield* Effect.flip(client.setState({ ...ref, command: "start" }))
      assert.strictEqual(error.apiMessage, "BAD_REQUEST: it is completed")
    }),
  )
})
