/** Which topic is meant. */
import * as Suggest from "@pipewright/core/Suggest"
import { type Kind, kinds, type Topic } from "./topic.ts"

export const isKind = (word: string | undefined): word is Kind => kinds.some((kind) => kind === word)

/** The topics of a kind. Findings that the configuration can change are findings and rules. */
export const ofKind = (all: ReadonlyArray<Topic>, kind: Kind): ReadonlyArray<Topic> =>
  all.filter((topic) => topic.kind === kind || (kind === "finding" && isConfigurable(topic)))

const isConfigurable = ({ kind, page }: Topic): boolean => kind === "rule" && page.includes("/findings/")

/**
 * All that a name may mean. A whole name is meant before a part of one; of a field the end is enough, also with its
 * source before it, whether that is called by its kind, by one of its types or as in the API.
 */
export const named = (all: ReadonlyArray<Topic>, asked: string): ReadonlyArray<Topic> => {
  const whole = all.filter(({ name, also }) => name === asked || also.includes(asked))
  if (whole.length > 0) return whole
  const parts = partsOf(asked)
  const fields = all
    .filter(({ kind }) => kind === "field")
    .map((topic) => ({ topic, own: partsOf(topic.name) }))
  const ends = fields.filter(({ own }) => isEnd(parts, own))
  if (ends.length > 0) return shallowest(ends)
  const [first = "", ...rest] = parts
  const owner = all.find(({ kind, also }) => kind === "source" && also.includes(first))?.name ?? first
  const owned = fields.filter(({ own }) => own[0] === owner && isEnd(rest, own.slice(1)))
  return rest.length === 0 ? [] : shallowest(owned)
}

/** Elements of lists are told as `rows[]`, and asked for in any way, or none; plans begin at the source. */
const partsOf = (name: string): ReadonlyArray<string> =>
  name
    .replace(/^source\./, "")
    .replace(/\[[^\]]*\]/g, "")
    .split(".")

const isEnd = (parts: ReadonlyArray<string>, own: ReadonlyArray<string>): boolean =>
  parts.length <= own.length && parts.every((part, index) => part === own[own.length - parts.length + index])

/** A field right in a block is meant before one of the same name deeper in it. */
const shallowest = (
  found: ReadonlyArray<{ readonly topic: Topic; readonly own: ReadonlyArray<string> }>,
): ReadonlyArray<Topic> => [...found].sort((a, b) => a.own.length - b.own.length).map(({ topic }) => topic)

/** The nearest of the names of topics, of the ends of those of fields, and of other names. */
export const nearest = (
  all: ReadonlyArray<Topic>,
  asked: string,
  others: ReadonlyArray<string> = [],
): string | undefined => {
  const names = all.flatMap(({ name, also }) => [name, ...also])
  const ends = all.filter(({ kind }) => kind === "field").map(({ name }) => partsOf(name).at(-1) ?? name)
  return Suggest.nearest(asked, [...others, ...names, ...new Set(ends)])
}
