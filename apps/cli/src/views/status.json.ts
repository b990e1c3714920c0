import type * as Schema from "../schemas/status.ts"
import type { Standing } from "../standing.ts"
import * as Json from "./json.ts"
import type { Moved } from "./status.changes.ts"
import * as Human from "./status.human.ts"

export const status = (shown: Human.Shown): string =>
  Json.print<Schema.Once>({
    target: shown.session.target,
    service: shown.session.service,
    at: new Date(shown.now).toISOString(),
    summary: Human.counts(shown.standings),
    inFlight: shown.inFlight,
    pipes: shown.standings.map((it) => pipe(it, shown)),
  })

/** One change on a line. */
export const change = ({ from, standing }: Moved, shown: Human.Shown): string =>
  Json.line<Schema.Change>({ at: new Date(shown.now).toISOString(), from, pipe: pipe(standing, shown) })

const pipe = (it: Standing, { place }: Human.Shown): Schema.StatusPipe => ({
  name: it.name,
  type: it.type,
  id: it.id ?? null,
  state: it.state ?? null,
  condition: it.condition,
  means: it.means,
  updatedAt: it.updatedAt ?? null,
  next: it.next,
  commands: it.commands,
  declared: it.declared === undefined ? null : place(it.declared),
  ours: it.isOurs,
  ...(it.why === undefined
    ? {}
    : {
        errors:
          it.why._tag === "console"
            ? { where: "console" }
            : {
                where: "tables",
                log: it.why.log,
                ...(it.why.rows === undefined ? {} : { rows: it.why.rows }),
              },
      }),
})
