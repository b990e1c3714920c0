/** What the parts of a drift are called, and how each thing goes on from here. */
import type { Declared, Difference, Drift, Item, What } from "@pipewright/core/Drift"
import * as Words from "./plan.words.ts"

export const symbols: Readonly<Record<What, string>> = {
  asApplied: "=",
  changed: "~",
  gone: "-",
  unknown: "?",
}

/** The name that an option takes. */
export const nameOf = ({ of, name }: Item): string => (of === "endpoint" ? `endpoint.${name}` : name)

/** Who moved a value since it was last applied. All of it moved outside; the program perhaps as well. */
export const movedBy = ({ declared }: Difference): "outside" | "both" =>
  declared._tag === "asApplied" ? "outside" : "both"

export const declared = (given: Declared): string => {
  switch (given._tag) {
    case "asApplied":
      return "declared as applied"
    case "asLive":
      return "declared as live"
    case "other":
      return `declared ${Words.value(given.value)}`
    case "undeclared":
      return "no longer declared"
  }
}

/** How many there are of each. */
export const counts = ({ items }: Drift): Readonly<Record<What, number>> => {
  const result = { asApplied: 0, changed: 0, gone: 0, unknown: 0 }
  for (const { what } of items) result[what] += 1
  return result
}

/** What a command is called with. */
export interface Called {
  readonly path: string | undefined
  readonly target: string
}

/** How to have it as declared again, and how to take over what is live: a command, or words where there is none. */
export interface Ways {
  readonly back?: string
  readonly takeOver?: string
}

export const ways = (item: Item, called: Called): Ways => {
  if (item.what === "asApplied") return {}
  const { differences } = item
  const isSettled = item.what === "changed" && differences.every((it) => it.declared._tag === "asLive")
  const back = isSettled
    ? "nothing; the program has it already, and the next apply notes that"
    : backOf(item, called)
  const takeOver = isSettled ? undefined : takeOverOf(item, called)
  return {
    ...(back === undefined ? {} : { back }),
    ...(takeOver === undefined ? {} : { takeOver }),
  }
}

const backOf = (item: Item, called: Called): string | undefined => {
  const { change } = item
  if (change === undefined) return undefined
  if (change.blocked !== undefined)
    return `not as it stands: ${change.blocked.message}; ${change.blocked.help}`
  // What is as declared by its fields, and failed, is nothing that a request would mend.
  if (change.action === "keep") return undefined
  const needs = "needs" in change ? change.needs.map((it) => ` ${Words.typed(it, nameOf(item))}`) : []
  return `${command("apply", nameOf(item), called)}${[...new Set(needs)].join("")}`
}

const takeOverOf = (item: Item, called: Called): string | undefined => {
  if (item.what === "gone")
    return item.change?.action === "delete" ? undefined : "take it out of the program, if that is meant"
  if (item.what === "unknown") return undefined
  if (item.of === "pipe" && item.change.pipe !== undefined) {
    const canPull = item.differences.some(({ path, declared: it }) => path !== "name" && it._tag !== "asLive")
    return canPull ? command("pull", item.name, called) : undefined
  }
  return item.of !== "pipe" && item.change !== undefined ? "write what is live into the program" : undefined
}

const command = (name: string, only: string, { path, target }: Called): string =>
  `pipewright ${name}${path === undefined ? "" : ` ${Words.shell(path)}`} --target ${target} --only ${Words.typedName(only)}`
