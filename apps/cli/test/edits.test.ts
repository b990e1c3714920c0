/**
 * The fullest pipe of every kind in the emulator, and each of its fields edited: the plan says what the field says of
 * itself, the run carries it out, and after it there is nothing left to do. Then the way back.
 */
import { it } from "@effect/vitest"
import { kinds } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import { assert, describe } from "vitest"
import { allEdits, become, full, layer, named } from "./editing.ts"

describe.each(kinds)("the fullest pipe of the kind $name", (kind) => {
  it.scopedLive(
    "is made, edited field by field as each field says, and is as declared after each",
    () =>
      Effect.gen(function* () {
        const pipe = full(kind)
        assert.strictEqual((yield* become(pipe)).action, "create")
        const edits = allEdits(pipe)
        assert.isAbove(edits.length, 0)
        for (const { path, edit, pipe: edited } of edits) {
          const change = yield* become(edited)
          const found = change.differences.filter((it) => it.path.startsWith(path))
          assert.isAbove(found.length, 0, `${path} is not in the plan`)
          assert.deepStrictEqual([path, [...new Set(found.map((it) => it.edit))]], [path, [edit]])
          yield* become({ ...pipe, movedFrom: named(edited) })
        }
      }).pipe(Effect.provide(layer())),
    { timeout: 120_000 },
  )
})
