/** Reads values for a command that otherwise needs no runtime. */
import * as NodeContext from "@effect/platform-node/NodeContext"
import type * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import type { ValuesUnreadable } from "@pipewright/runtime/errors"
import { readAll, ValueReader } from "@pipewright/runtime/ValueReader"
import * as Effect from "effect/Effect"
import { environment } from "../credentials.ts"

export const read = (
  wanted: ReadonlyArray<Ir.Deferred>,
  root: string,
): Promise<Evaluate.Values | { readonly failure: ValuesUnreadable }> =>
  readAll(wanted).pipe(
    Effect.provide(ValueReader.layer({ root, environment: environment() })),
    Effect.provide(NodeContext.layer),
    Effect.catchAll((failure) => Effect.succeed({ failure })),
    Effect.runPromise,
  )
