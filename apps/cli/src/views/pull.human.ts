import type * as Amend from "@pipewright/core/Amend"
import type * as Pull from "@pipewright/core/Pull"
import type { Session } from "../session.ts"
import { unified } from "./fmt.diff.ts"
import { columns, count, paint, plain } from "./terminal.ts"

/** A file that is written. */
export interface Written {
  readonly file: string
  /** Its text until now; absent where it is new. */
  readonly before: string | undefined
  readonly text: string
  readonly pipes: ReadonlyArray<string>
  readonly endpoints: ReadonlyArray<string>
}

export interface Pulled {
  readonly session: Session
  readonly dryRun: boolean
  readonly files: ReadonlyArray<Written>
  readonly asked: ReadonlyArray<Pull.Asked>
  readonly left: ReadonlyArray<Pull.Left | Amend.Left>
  /** What the state has learnt. */
  readonly adopted: ReadonlyArray<string>
  /** The path that was given. */
  readonly path: string | undefined
}

/** With `--dry-run` a diff and nothing else, so that it can be given to `patch`. */
export const pull = (pulled: Pulled, color: boolean): string => {
  const { dryRun, files, asked, left, adopted, session, path } = pulled
  if (dryRun) return files.map(diff).join("")
  const { bold } = paint(color)
  if (files.length === 0 && adopted.length === 0)
    return `The program has all that is in ${session.target}${left.length === 0 ? " already" : " and can be said"}.\n`
  const written = columns(
    files.map((it) => [`${it.before === undefined ? "wrote" : "changed"} ${plain(it.file)}`, contents(it)]),
  )
  const names = columns(
    asked.map(({ reader, name, fields }) => [`  ${reader} ${name}`, `for ${fields.map(plain).join(", ")}`]),
  )
  const parts = [
    ...(written.length === 0 ? [] : [written]),
    ...(names.length === 0
      ? []
      : [
          [
            "The API does not tell these. Set each as a variable of the environment, or as the configuration says:",
            ...names,
          ],
        ]),
    ...(adopted.length === 0 ? [] : [[`adopted ${adopted.map(plain).join(", ")}`]]),
    [
      `${bold("Next")}: pipewright plan${path === undefined ? "" : ` ${plain(path)}`} --target ${session.target}`,
    ],
  ]
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`
}

export const diff = ({ file, before, text }: Written): string => unified(file, before ?? "", text)

const contents = ({ pipes, endpoints }: Written): string =>
  [
    ...(pipes.length === 0 ? [] : [count(pipes.length, "pipe")]),
    ...(endpoints.length === 0 ? [] : [count(endpoints.length, "endpoint")]),
  ].join(", ") || "the size that database pipes share"

/** What the program has not taken over, for standard error. */
export const left = ({ left }: Pulled, color: boolean): string => {
  const { bold, yellow } = paint(color)
  return left.map((it) => `${bold(yellow("left"))}: ${plain(subject(it))}: ${plain(reason(it))}\n`).join("")
}

const subject = ({ what, name, id, detail = "" }: Pulled["left"][number]): string => {
  if (what === "field") return `\`${detail}\` of the pipe \`${name}\``
  if (what === "cdcScaling") return `\`cdcScaling.${detail}\` of the target`
  return `the ${what} ${name === "" ? id : `\`${name}\` (${id})`}`
}

export const reason = ({ why, detail = "" }: Pulled["left"][number]): string => {
  switch (why) {
    case "nameless":
      return "it has no name; give it one in the console"
    case "unknown-source":
      return "this version knows no source of its kind; a newer one may"
    case "several-sources":
      return "it has several sources, and a pipe of a program has one"
    case "no-table":
      return "it does not say which table it writes"
    case "same-name":
      return "there are several pipes of this name, and a program tells pipes by their names; rename all but one"
    case "unknown-type":
      return "this version knows no endpoint of its type; a newer one may"
    case "invalid":
      return `a program that says this is wrong: ${detail}`
    case "gone":
      return "it was deleted in the service; `apply` makes it anew, or take it out of the program"
    case "through":
      return "the service has another value; what is declared comes through a parameter, loop, template or connection and serves others too, so change it by hand"
    case "both":
      return "the service has another value, and the program was changed as well; see `plan`"
    case "by-hand":
      return "the service has another value, and the text cannot be changed there without a risk; see `plan`, and change it by hand"
  }
}
