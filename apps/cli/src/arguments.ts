/** Reads the command line of a command that must start fast. */
import { parseArgs } from "node:util"
import type { CommandSpec, Given } from "./specs.ts"

/** Whether a command line asks for JSON, also one that cannot be understood. */
export const asksForJson = (args: ReadonlyArray<string>): boolean =>
  args.some((arg, index) => arg === "--format=json" || (arg === "--format" && args[index + 1] === "json"))

/** What was given, or what is wrong with it. */
export const parse = (name: string, spec: CommandSpec, args: ReadonlyArray<string>): Given | string => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(
        Object.entries(spec.options).map(([option, { kind, repeated }]) => [
          option,
          { type: kind === "flag" ? ("boolean" as const) : ("string" as const), multiple: repeated === true },
        ]),
      ),
    })
    const subject = spec.subject === undefined ? undefined : positionals.shift()
    if (spec.subject !== undefined && subject === undefined && spec.subject.optional !== true)
      return `${name} needs ${spec.subject.placeholder}`
    if (positionals.length > 1 && spec.many !== true)
      return `${name} takes one path, and there are ${positionals.length}`
    const texts = new Map<string, string>()
    const lists = new Map<string, ReadonlyArray<string>>()
    const flags = new Set<string>()
    for (const [option, value] of Object.entries(values)) {
      if (value === true) flags.add(option)
      else if (typeof value === "string") texts.set(option, value)
      else if (Array.isArray(value)) lists.set(option, value.map(String))
    }
    for (const [option, { choices }] of Object.entries(spec.options)) {
      const value = texts.get(option)
      if (value !== undefined && choices !== undefined && !choices.includes(value)) {
        return `--${option} is one of ${choices.join(", ")}, not ${value}`
      }
    }
    return {
      ...(subject === undefined ? {} : { subject }),
      argument: positionals[0],
      paths: positionals,
      flags,
      texts,
      lists,
    }
  } catch (error) {
    if (!(error instanceof TypeError) || !("code" in error)) throw error
    const [, option = ""] = /'(?:-\w, )?(-[^'\s]*)/.exec(error.message) ?? []
    const { kind, choices } = spec.options[option.slice(2)] ?? {}
    switch (error.code) {
      case "ERR_PARSE_ARGS_UNKNOWN_OPTION":
        return `${name} has no option ${option}`
      case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE":
        if (kind === "flag") return `${option} takes no value`
        return choices === undefined ? `${option} needs a value` : `${option} is one of ${choices.join(", ")}`
      default:
        throw error
    }
  }
}
