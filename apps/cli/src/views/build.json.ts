import type { Skipped as SkippedFile } from "../program/load.ts"
import type * as Schema from "../schemas/build.ts"
import type { Built } from "./build.human.ts"
import * as Json from "./json.ts"
import * as Skipped from "./skipped.ts"

export const build = (requests: ReadonlyArray<Built>, skipped: ReadonlyArray<SkippedFile>): string =>
  Json.print<Schema.Build>({ requests, ...Skipped.machine(skipped) })
