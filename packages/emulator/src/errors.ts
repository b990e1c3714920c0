/** Why an emulator cannot start, or does not do as it is told. No error repeats what is in a file. */
import * as Data from "effect/Data"

/** The folder for the emulator's data cannot be made, listed or read. */
export class DataDirUnusable extends Data.TaggedError("DataDirUnusable")<{
  readonly dataDir: string
  readonly reason: string
}> {
  override get message(): string {
    return `the emulator cannot use ${this.dataDir}: ${this.reason}`
  }
}

/** A file in that folder has a name that the emulator gives, and is not as it writes them. */
export class DataFileCorrupt extends Data.TaggedError("DataFileCorrupt")<{
  readonly file: string
  readonly problem: string
}> {
  override get message(): string {
    return `the emulator's file ${this.file} is damaged (${this.problem}); once it is moved away, what is in it counts as never made`
  }
}

/** The file that requests are to be recorded in cannot be written. */
export class RecordUnusable extends Data.TaggedError("RecordUnusable")<{
  readonly file: string
  readonly reason: string
}> {
  override get message(): string {
    return `the emulator cannot record requests in ${this.file}: ${this.reason}`
  }
}

/** A pipe cannot be put into a state: there is no such pipe, or its family knows no such state. */
export class StateNotForced extends Data.TaggedError("StateNotForced")<{ readonly reason: string }> {
  override get message(): string {
    return `the emulator does not force this state: ${this.reason}`
  }
}
