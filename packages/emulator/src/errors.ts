/** Why an emulator cannot start. Neither error repeats what is in a file. */
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

/** A file in that folder is not one that this emulator wrote. */
export class DataFileCorrupt extends Data.TaggedError("DataFileCorrupt")<{
  readonly file: string
  readonly problem: string
}> {
  override get message(): string {
    return `${this.file} is damaged (${this.problem}); delete it to start with no pipes`
  }
}
