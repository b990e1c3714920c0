/** What each command prints with `--format json`, from which the published schemas are made. */
import type * as Schema from "effect/Schema"
import type { CommandName } from "../specs.ts"
import { Apply } from "./apply.ts"
import { Build } from "./build.ts"
import { Check } from "./check.ts"
import { Discover } from "./discover.ts"
import { Drift } from "./drift.ts"
import { Emulator } from "./emulator.ts"
import { Explain } from "./explain.ts"
import { Failure } from "./failure.ts"
import { Fmt } from "./fmt.ts"
import { Init } from "./init.ts"
import { LintSettings } from "./lint.settings.ts"
import { Lint } from "./lint.ts"
import { List } from "./list.ts"
import { Plan } from "./plan.ts"
import { Pull } from "./pull.ts"
import { SpecCheck } from "./specCheck.ts"
import { Status } from "./status.ts"
import { Unlock } from "./unlock.ts"

export const outputs: Readonly<Record<Exclude<CommandName, "completions">, Schema.Schema.AnyNoContext>> = {
  init: Init,
  check: Check,
  lint: Lint,
  fmt: Fmt,
  build: Build,
  explain: Explain,
  pull: Pull,
  discover: Discover,
  status: Status,
  list: List,
  plan: Plan,
  drift: Drift,
  apply: Apply,
  destroy: Apply,
  start: Apply,
  stop: Apply,
  resync: Apply,
  unlock: Unlock,
  emulator: Emulator,
  "spec check": SpecCheck,
}

/** What commands print with an option instead, by the command line. */
export const others: Readonly<Record<string, Schema.Schema.AnyNoContext>> = {
  "lint --print-config": LintSettings,
}

/** What any command prints to standard error instead. */
export const failure: Schema.Schema.AnyNoContext = Failure
