import type { Stale } from "@pipewright/core/SavedPlan"
import { value } from "./plan.words.ts"
import { plain } from "./terminal.ts"

/** What has moved since a plan was kept, from what to what. */
export const words = (moved: Stale): string => {
  const { what, name, path, before, after } = moved
  const fromTo = `from ${value(before)} to ${value(after)}`
  switch (what) {
    case "program":
      return "the program says something else by now"
    case "state":
      return `something was applied since; the state went from change ${value(before)} to ${value(after)}`
    case "target":
      return `it is for the target ${value(before)}, and this is ${value(after)}`
    case "service":
      return `the ${path} of the target went ${fromTo}`
    case "live":
      return `${plain(path ?? "")} of \`${plain(name ?? "")}\` moved ${fromTo}`
    case "plan":
      return `something else would be done about \`${plain(name ?? "")}\` by now`
  }
}
