import type * as Schema from "../schemas/explain.ts"
import type { Topic } from "../topics/topic.ts"
import * as Json from "./json.ts"

const parts = ({ name, kind, summary, page }: Topic) => ({ topic: name, kind, summary, page })

/** `clash`: the program has something of that name too. */
export const topics = (found: ReadonlyArray<Topic>, clash: string | undefined): string =>
  Json.print<Schema.Explain>({
    topics: found.map((topic) => ({ ...parts(topic), markdown: topic.text })),
    ...(clash === undefined ? {} : { clash }),
  })

export const list = (all: ReadonlyArray<Topic>): string =>
  Json.print<Schema.Explain>({ topics: all.map((topic) => ({ ...parts(topic), also: topic.also })) })
