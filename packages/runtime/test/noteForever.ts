/** A run that notes one request after the other until it is killed. Prints the number of each that is noted. */
import * as NodeContext from "@effect/platform-node/NodeContext"
import type { StateUnavailable } from "@pipewright/runtime/errors"
import * as Owner from "@pipewright/runtime/Owner"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { begin, empty, end } from "./states.ts"

const [place = "", directory = ""] = process.argv.slice(2)
const options = { directory, target: "prod" }

const run = Effect.gen(function* () {
  const store = yield* StateStore
  yield* store.lock(yield* Owner.ofThisProcess("the killed one"))
  yield* store.write(empty, "")
  for (let count = 1; ; count += 1) {
    yield* store.journal(begin(`${count}`, `lawn-${count}`))
    if (count % 2 === 0) yield* store.journal(end(`${count}`, `lawn-${count}`))
    process.stdout.write(`${count}\n`)
  }
})

const opened = place === "ref" ? StateStore.layerGit(options) : StateStore.layerFile(options)
const layer: Layer.Layer<StateStore, StateUnavailable, NodeContext.NodeContext> = opened

await Effect.runPromise(Effect.scoped(Effect.provide(run, Layer.provide(layer, NodeContext.layer))))
