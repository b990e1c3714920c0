/** What can go wrong when a program is carried out. */
import type * as Ir from "@pipewright/core/Ir"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Data from "effect/Data"

/** A value that a command needs cannot be read. The message names where it was asked for, never a value. */
export class ValueUnreadable extends Data.TaggedError("ValueUnreadable")<{
  readonly deferred: Ir.Deferred
  /** What was asked for, such as `secret("X")`. */
  readonly wanted: string
  readonly why: string
  readonly remedy: string
}> {
  override get message(): string {
    return `${this.wanted} cannot be read: ${this.why}`
  }
}

/** Several values cannot be read; all are told, so that one run is enough to set them. */
export class ValuesUnreadable extends Data.TaggedError("ValuesUnreadable")<{
  readonly failures: ReadonlyArray<ValueUnreadable>
}> {
  override get message(): string {
    return this.failures.map((failure) => failure.message).join("; ")
  }
}

/** The program has errors, so nothing was done. The one way from findings to a failure. */
export class InvalidProgram extends Data.TaggedError("InvalidProgram")<{
  readonly diagnostics: ReadonlyArray<Diagnostic>
}> {
  override get message(): string {
    return `the program has ${this.diagnostics.length} findings`
  }
}

/** Whoever was asked said no, so nothing was done. */
export class NotApproved extends Data.TaggedError("NotApproved") {
  override get message(): string {
    return "nothing was changed"
  }
}
