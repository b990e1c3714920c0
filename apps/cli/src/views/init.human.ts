import { columns, paint, plain } from "./terminal.ts"

export interface Made {
  readonly directory: string
  readonly source: string
  readonly name: string
  readonly target: string
  /** The configuration, the target and the pipe. */
  readonly paths: ReadonlyArray<string>
  /** The variables that the ids of the target come from. */
  readonly environment: ReadonlyArray<string>
  readonly secrets: ReadonlyArray<string>
}

export const init = (made: Made, color: boolean): string => {
  const { bold } = paint(color)
  const { source, name, target, paths, environment, secrets } = made
  const what = [
    `the configuration: plans are for the target ${target}`,
    environment.length === 0 ? `the target ${target}` : `the target ${target}, with ids from the environment`,
    `the pipe ${plain(name)} from ${source}`,
  ]
  const needs = [
    ...(environment.length === 0
      ? []
      : [`The target ${target} reads ${environment.join(" and ")} from the environment.`]),
    ...(secrets.length === 0
      ? []
      : [`apply reads the secret ${secrets.join(" and ")} from the environment.`]),
  ]
  return `${[
    ...columns(paths.map((path, index) => [`wrote ${plain(path)}`, what[index] ?? ""])),
    "",
    `Put your own values into ${plain(paths.at(-1) ?? "")}.`,
    ...needs,
    "",
    `${bold("Next")}: ${next(made)}`,
  ].join("\n")}\n`
}

/** What to run now: it needs neither an account nor a secret. */
export const next = ({ directory }: Made): string =>
  `pipewright plan ${directory === "." ? "" : `${shell(directory)} `}--target local`

const shell = (text: string): string =>
  /^[\w./@:+-]+$/.test(text) && !text.startsWith("-") ? text : `'${text.replaceAll("'", "'\\''")}'`
