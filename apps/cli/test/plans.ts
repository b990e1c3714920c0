/** Plans of real programs, made without an API: what is there is what an earlier text says. */

import * as Applied from "@pipewright/core/Applied"
import * as Bind from "@pipewright/core/Bind"
import { type Live, nothingAllowed } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import * as Drift from "@pipewright/core/Drift"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import type * as State from "@pipewright/core/State"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import type { Session } from "../src/session.ts"
import type { Drifted } from "../src/views/drift.human.ts"
import type { Planned } from "../src/views/plan.human.ts"

const bound = (text: string) => {
  const source = Source.make("shop.pipe", text)
  const parsed = Parser.parse(source)
  const { program, diagnostics } = Bind.bind([parsed.file], catalog, "prod")
  const mistake = [...parsed.diagnostics, ...diagnostics].find(Diagnostic.isError)
  if (mistake !== undefined) throw new Error(mistake.message)
  return { source, program }
}

const declare = (program: Ir.Program) =>
  program.pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, Compile.noIds) }))

const hashesOf = (declared: ReturnType<typeof declare>) =>
  new Map(
    declared.flatMap(({ request }) =>
      Evaluate.deferred(request.body).flatMap((it) =>
        "name" in it.reader ? [[it, it.reader.name] as const] : [],
      ),
    ),
  )

/** What was applied, and what somebody did to it since. */
export interface Before {
  readonly text: string
  /** Of these pipes nothing is remembered. */
  readonly foreign?: ReadonlyArray<string>
  /** What became of a pipe; nothing where it was deleted. */
  readonly outside?: (live: Live) => Live | undefined
}

/** What a plan is made of, and what it is shown with, from one text to the next. */
const between = (text: string, before: Before) => {
  const earlier = declare(bound(before.text).program)
  const { source, program } = bound(text)
  const made = earlier.map(({ pipe, request }, index): Live => {
    const id = String(index)
    const object = { ...Evaluate.show(request.body), id, name: request.name }
    return { id, name: request.name, state: pipe.kind.lifecycle.settled(pipe.source)[0]!, object }
  })
  const records = Object.fromEntries(
    earlier
      .map(({ pipe, request }, index): [string, State.PipeRecord] => [
        pipe.name,
        Applied.created(
          pipe,
          request,
          String(index),
          { values: new Map(), hashes: hashesOf(earlier) },
          "2026-01-01T00:00:00Z",
        ),
      ])
      .filter(([name]) => before.foreign?.includes(name) !== true),
  )
  const declared = declare(program)
  const there = made.flatMap((live) => {
    const now = before.outside === undefined ? live : before.outside(live)
    return now === undefined ? [] : [now]
  })
  const given: Plan.Given = {
    pipes: declared,
    there: { pipes: there },
    state: {
      version: 1,
      serial: 1,
      salt: "",
      service: { organizationId: "", serviceId: "" },
      pipes: records,
      endpoints: {},
      inFlight: [],
    },
    hashes: hashesOf(declared),
    permissions: nothingAllowed,
  }
  const session: Session = {
    target: "prod",
    service: { organizationId: "o", serviceId: "s" },
    program,
    api: "https://api.example.com",
    embedded: false,
  }
  const place = ({ file, span }: Ir.Origin) => `${file}:${Source.position(source, span.start).line}`
  return { given, session, place }
}

/** The plan from one text to the next. */
export const planned = (text: string, before: Before): Planned => {
  const { given, session, place } = between(text, before)
  return { plan: Plan.make(given), session, place }
}

export const kinesis = (name: string, stream: string, more = "") => `pipe "${name}" {
  from kinesis {
    format         = JSONEachRow
    streamName     = "${stream}"
    region         = "us-east-1"
    iteratorType   = TRIM_HORIZON
    authentication = IAM_ROLE
    iamRole        = "arn:aws:iam::123456789012:role/ingest"
  }
  into analytics.${name} {
    engine = MergeTree
    columns { id UInt64, url String }
  }
  ${more}
}
`

export const postgres = (name: string, keys: string, password: string, more = "") => `pipe "${name}" {
  from postgres {
    host     = "db.example.com"
    port     = 5432
    database = "shop"
    credentials { username = "replicator", password = secret("${password}") }
    settings { replicationMode = cdc }
    tables {
      public.users  -> users
      public.orders -> orders { sortingKeys = [${keys}] }
      ${more}
    }
  }
  into ${name}.*
}
`

const target = 'target prod { organization = "o", service = "s" }\n'

const small = "scaling { replicas = 2, replicaCpuMillicores = 250, replicaMemoryGb = 1 }"
const large = "scaling { replicas = 4, replicaCpuMillicores = 500, replicaMemoryGb = 2 }"
const protect = "lifecycle { protect = true }"

/** A change of each severity, a field that was changed outside, and pipes of others. */
export const severe = (): Planned =>
  planned(
    [
      target,
      kinesis("new", "new"),
      kinesis("moved", "clicks", 'moved from "clicks"'),
      kinesis("same", "same"),
      kinesis("sized", "sized", large),
      kinesis("stream", "stream-2"),
      kinesis("kept", "kept-2", protect),
      kinesis("found", "found"),
      postgres("paused", "id", "P", "public.items -> items"),
      postgres("read", "id, at", "P"),
      postgres("login", "id", "Q"),
    ].join("\n"),
    {
      text: [
        target,
        kinesis("clicks", "clicks").replace("analytics.clicks", "analytics.moved"),
        kinesis("same", "same"),
        kinesis("sized", "sized", small),
        kinesis("stream", "stream-1"),
        kinesis("kept", "kept-1", protect),
        kinesis("found", "found"),
        postgres("paused", "id", "P"),
        postgres("read", "id", "P"),
        postgres("login", "id", "P"),
        kinesis("gone", "gone"),
        kinesis("other", "other"),
        kinesis("another", "another"),
      ].join("\n"),
      foreign: ["found", "other", "another"],
      outside: (live) =>
        live.name === "login"
          ? { ...live, object: JSON.parse(JSON.stringify(live.object).replace(":5432", ":5433")) }
          : live,
    },
  )

/** A pipe that was changed, one that is gone, one that was changed at both ends, and one that is as it was. */
export const driftedApart = (): Drifted => {
  const pipes = (host: string) => [
    target,
    kinesis("clicks", "clicks"),
    kinesis("gone", "gone"),
    kinesis("same", "same"),
    postgres("shop", "id", "P"),
    postgres("both", "id", "P").replace("db.example.com", host),
  ]
  const { given, session, place } = between(pipes("db-2.example.com").join("\n"), {
    text: pipes("db.example.com").join("\n"),
    outside: (live) => {
      const text = JSON.stringify(live.object)
      const changed = (now: string): Live => ({ ...live, object: JSON.parse(now) })
      switch (live.name) {
        case "gone":
          return undefined
        case "clicks":
          return changed(text.replace("role/ingest", "role/other"))
        case "shop":
          return changed(text.replace(":5432", ":5433"))
        case "both":
          return changed(text.replace("db.example.com", "db-3.example.com"))
        default:
          return live
      }
    },
  })
  return { drift: Drift.make({ ...given, catalog }), session, place, path: undefined }
}
