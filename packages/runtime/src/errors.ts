/** What can go wrong when a program is carried out. */
import type * as Ir from "@pipewright/core/Ir"
import * as State from "@pipewright/core/State"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import type { Owner } from "./Owner.ts"

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

/** What is remembered of the target is of another service than the program names. */
export class StateOfAnotherService extends Data.TaggedError("StateOfAnotherService")<{
  readonly recorded: { readonly organizationId: string; readonly serviceId: string }
  readonly wanted: { readonly organizationId: string; readonly serviceId: string }
}> {
  override get message(): string {
    return `the state is of the service ${this.recorded.serviceId}, and the program is for ${this.wanted.serviceId}`
  }
}

/** Whoever was asked said no, so nothing was done. */
export class NotApproved extends Data.TaggedError("NotApproved") {
  override get message(): string {
    return "nothing was changed"
  }
}

/** The state cannot be read or written. The reason is in the words of the system or of git, without logins. */
export class StateUnavailable extends Data.TaggedError("StateUnavailable")<{
  readonly where: string
  readonly why: string
}> {
  override get message(): string {
    return `the state in ${this.where} cannot be reached: ${this.why}`
  }
  get remedy(): string {
    return "nothing was lost; mend that and run the command again"
  }
}

/** What is stored, or only its lock, is not what was written; or a newer version wrote it. */
export class StateDamaged extends Data.TaggedError("StateDamaged")<{
  readonly where: string
  readonly problem: State.Problem | { readonly _tag: "lock" }
}> {
  override get message(): string {
    if (this.problem._tag === "lock") return `the lock in ${this.where} cannot be read`
    return this.problem._tag === "newer"
      ? `the state in ${this.where} has version ${this.problem.version}, and this command reads up to ${State.currentVersion}`
      : `the state in ${this.where} is damaged: ${this.problem.why}`
  }
  get remedy(): string {
    if (this.problem._tag === "lock")
      return "once no run is at work on this target, `pipewright unlock` takes it away"
    return this.problem._tag === "newer"
      ? "use the version of pipewright that wrote it, or a newer one"
      : "bring back a copy of it, or remove it: pipes are then found again by their names and can be adopted"
  }
}

/** Someone else is at work on the same target. */
export class StateLocked extends Data.TaggedError("StateLocked")<{
  readonly where: string
  readonly holder: Owner
  /** How long they have had it. */
  readonly age: Duration.Duration
}> {
  override get message(): string {
    const { name, host, pid } = this.holder
    return `the state in ${this.where} is locked by ${name} on ${host}, process ${pid}, for ${rounded(this.age)}`
  }
  get remedy(): string {
    return "wait until that run has ended; if it is gone, `pipewright unlock` takes its lock away"
  }
}

/** In the two largest units that count; `0s` is less than a second. */
const rounded = (age: Duration.Duration): string => {
  const whole = Duration.seconds(Math.floor(Duration.toSeconds(age)))
  return Duration.toMillis(whole) === 0 ? "0s" : Duration.format(whole).split(" ").slice(0, 2).join(" ")
}

/** The state is no longer what it was when this run read it, or this run no longer holds its lock. */
export class StateConflict extends Data.TaggedError("StateConflict")<{
  readonly where: string
  readonly why: string
}> {
  override get message(): string {
    return `the state in ${this.where} was not written: ${this.why}`
  }
  get remedy(): string {
    return "run the command again; it looks at what there is now"
  }
}

/** Something of the plan is not allowed, or cannot be done at all; half of a plan is no plan. */
export class NotExecutable extends Data.TaggedError("NotExecutable")<{
  readonly names: ReadonlyArray<string>
}> {
  override get message(): string {
    const names = this.names.map((name) => `\`${name}\``).join(", ")
    return `the plan cannot be carried out as it stands, because of ${names}`
  }
}
