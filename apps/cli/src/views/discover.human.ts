import * as Discover from "@pipewright/core/Discover"
import type { Session } from "../session.ts"
import { count, paint, plain } from "./terminal.ts"

export interface Discovered extends Discover.Found {
  readonly session: Session
  readonly pipe: string
  readonly isWrite: boolean
  /** That was written, from where the command was called. */
  readonly file: string | undefined
  /** The path that was given. */
  readonly path: string | undefined
}

/** The columns as they may be pasted, and below them, as comments, what is to be known of them. */
export const discover = (discovered: Discovered, color: boolean): string => {
  const { session, pipe, rows, unfilled, isWrite, file, path } = discovered
  const { bold } = paint(color)
  const added = rows.filter(({ status }) => status === "new").length
  const notes = [
    ...rows.flatMap(({ column, field, type, status, declared }) =>
      status === "other-type"
        ? [`\`${column}\` is declared as ${declared}, and the source has ${type}; it stays as declared`]
        : status === "unreadable"
          ? [`the source has \`${field}\` of the type \`${type}\`, which no column can have`]
          : [],
    ),
    ...unfilled.map((name) => `\`${name}\` is declared, and the look at the source did not find its field`),
  ]
  const rest = [path ?? "", "--target", session.target].filter((it) => it !== "").map(plain)
  const name = /^[\w-]+$/.test(pipe) ? pipe : JSON.stringify(pipe)
  const done =
    file !== undefined
      ? `changed ${plain(file)}: ${count(added, "column")} added`
      : added === 0
        ? `The pipe has a column for all that was found.`
        : isWrite
          ? ""
          : `${bold("Next")}: pipewright discover ${plain(name)} ${rest.join(" ")} --write`
  const shown = rows.length === 0 ? "The look at the source found no fields." : Discover.text(rows)
  const told = notes.map((note) => `note: ${plain(note)}`).join("\n")
  return `${[shown, told, rows.length === 0 ? "" : done].filter((part) => part !== "").join("\n\n")}\n`
}
