import { type Kind, kinds, type Topic } from "../topics/topic.ts"
import * as Page from "./page.ts"
import { columns, count, fit, paint, plain, wrap } from "./terminal.ts"

export interface Look {
  readonly color: boolean
  /** Of the terminal. A page that goes elsewhere is as wide as a terminal is at first, and a list is not cut. */
  readonly columns: number | undefined
}

const widthOf = ({ columns }: Look): number => columns ?? 80

/** What the topics of a kind are, and one of them. */
const about: Readonly<Record<Kind, readonly [string, string]>> = {
  source: ["where a pipe reads from, by its type", "kafka"],
  field: ["what may be set, whole or its end", "kafka.consumerGroup"],
  finding: ["what check reports", "unknown-field"],
  rule: ["findings that the configuration can change", "nullable-key"],
  action: ["what becomes of a pipe in a plan", "replace"],
  impact: ["what a change means for the pipe", "resnapshot"],
  permission: ["what has to be asked for by name", "adopt"],
  note: ["what a plan wants you to know", "secret-unread"],
  blocked: ["why something cannot be done", "protected"],
  outcome: ["what became of it", "unsettled"],
  failure: ["why a command failed as a whole", "state-locked"],
  exit: ["exit codes", "75"],
}

/** More of one name than this are named only. */
const most = 4

/** All that a name means. What is said of several fields alike is said once. */
export const topics = (found: ReadonlyArray<Topic>, look: Look): string => {
  const groups = grouped(found)
  const more = groups.slice(most).flat()
  return [
    ...groups.slice(0, most).map((group) => topic(group, look)),
    ...(more.length === 0 ? [] : [others(more, look)]),
  ].join("\n")
}

const grouped = (found: ReadonlyArray<Topic>): ReadonlyArray<ReadonlyArray<Topic>> => {
  const groups = new Map<string, Array<Topic>>()
  for (const it of found) {
    const key = it.kind === "field" ? `${it.name.split(".").at(-1)}\n${body(it)}` : it.page
    groups.set(key, [...(groups.get(key) ?? []), it])
  }
  return [...groups.values()]
}

/** The text without a heading that has the name in it, for the kind stands behind the name. */
const body = ({ name, text }: Topic): string =>
  text.startsWith(`# ${name}\n`) ? text.slice(name.length + 4) : text

const topic = (group: ReadonlyArray<Topic>, look: Look): string => {
  const { color } = look
  const { bold, dim } = paint(color)
  const [first] = group as readonly [Topic, ...ReadonlyArray<Topic>]
  const name = group.length === 1 ? first.name : (first.name.split(".").at(-1) ?? first.name)
  const where =
    group.length === 1
      ? [first.page]
      : wrap(`of ${group.map((it) => it.name).join(", ")}`, widthOf(look), "", "  ")
  const text = Page.render(body(first), { width: widthOf(look), color, page: first.page })
  return `${bold(name)}  ${dim(first.kind)}\n\n${text}\n${where.map((it) => `${dim(it)}\n`).join("")}`
}

const others = (more: ReadonlyArray<Topic>, look: Look): string =>
  `${wrap(`And ${count(more.length, "more field")} of this name: ${more.map(({ name }) => name).join(", ")}`, widthOf(look), "", "  ").join("\n")}\n`

/** The program has something of the name too, and it was not taken. */
export const clash = (name: string, path: string | undefined): string => {
  const typed = [name, ...(path === undefined ? [] : [path])]
    .map((it) => (/^[\w./-]+$/.test(it) ? it : JSON.stringify(it)))
    .join(" ")
  return `note: this is the topic; the program has \`${plain(name)}\` too, and \`pipewright explain --origin ${typed}\` says where its values come from\n`
}

/** What kinds of topics there are. */
export const overview = (look: Look): string => {
  const { bold } = paint(look.color)
  const rows = kinds.map((kind) => {
    const [what, example] = about[kind]
    return [`  ${kind}`, what, example]
  })
  const more = [
    "The last word of each line is one of them. `pipewright explain KIND` lists those of a kind,",
    "and `pipewright explain --list` all.",
    "`pipewright explain --origin PIPE` says where the values of a pipe come from.",
  ].join(" ")
  return [
    `${bold("pipewright explain TOPIC")} explains a topic. There are these kinds of them:`,
    "",
    ...columns(rows),
    "",
    ...wrap(more, widthOf(look), "", ""),
    "",
  ].join("\n")
}

/** One line each: the name, the kind, and what it is. */
export const list = (all: ReadonlyArray<Topic>, look: Look): string => {
  const rows = columns(
    all.map(({ name, kind, summary, page }) => [
      name,
      kind,
      Page.line(summary, { color: false, width: widthOf(look), page }),
    ]),
  )
  return rows.map((row) => `${fit(row, look.columns)}\n`).join("")
}
