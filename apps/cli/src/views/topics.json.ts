import type { Topic } from "../topics/pages.ts"
import * as Json from "./json.ts"

const summaryOf = ({ name, kind, summary, page }: Topic) => ({ topic: name, kind, summary, page })

/** `pipe`: the program has something of that name too. */
export const topics = (found: ReadonlyArray<Topic>, pipe: string | undefined): string =>
  Json.print({
    topics: found.map((topic) => ({ ...summaryOf(topic), markdown: topic.text })),
    ...(pipe === undefined ? {} : { pipe }),
  })

export const list = (all: ReadonlyArray<Topic>): string =>
  Json.print({ topics: all.map((topic) => ({ ...summaryOf(topic), also: topic.also })) })
