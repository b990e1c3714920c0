/** A program as it is at first, after edits, and after pipes have gone, been replaced and renamed. */
import type { Env } from "./processes.ts"

/** What no file and no output may hold. */
export const secrets: Env = {
  STREAM_PASSWORD: "canary-stream-7f3a",
  OTHER_STREAM_PASSWORD: "canary-other-7f3a",
  DATABASE_PASSWORD: "canary-database-7f3a",
  PIPEWRIGHT_EMULATOR_SECRET: "canary-api-7f3a",
}

export const service =
  "/v1/organizations/11111111-1111-4111-8111-111111111111/services/22222222-2222-4222-8222-222222222222"

export const target = `target test {
  organization = "11111111-1111-4111-8111-111111111111"
  service      = "22222222-2222-4222-8222-222222222222"
}
`

interface Stream {
  readonly name: string
  readonly broker?: string
  readonly password?: keyof typeof secrets
  readonly movedFrom?: string
}

const stream = ({ name, broker = "one", password = "STREAM_PASSWORD", movedFrom }: Stream): string => `
pipe "${name}" {
${movedFrom === undefined ? "" : `  moved from "${movedFrom}"\n`}  from confluent {
    format         = JSONEachRow
    brokers        = "${broker}.example.com:9092"
    topics         = "${movedFrom ?? name}"
    authentication = PLAIN
    credentials { username = "reader", password = secret("${password}") }
  }
  into ${movedFrom ?? name} {
    engine = MergeTree
    columns { id UInt64, message String }
  }
}
`

interface Database {
  readonly name: string
  readonly host?: string
  readonly tables?: ReadonlyArray<string>
}

const database = ({ name, host = "one", tables = ["users"] }: Database): string => `
pipe "${name}" {
  from postgres {
    host     = "${host}.example.com"
    port     = 5432
    database = "shop"
    credentials { username = "reader", password = secret("DATABASE_PASSWORD") }
    settings { replicationMode = cdc }
    tables {
${tables.map((table) => `      public.${table} -> ${name}_${table}`).join("\n")}
    }
  }
  into default.*
}
`

export interface Chapter {
  readonly title: string
  readonly text: string
  readonly names: ReadonlyArray<string>
}

/** What an apply has to do from one chapter to the next. */
export const chapters: ReadonlyArray<Chapter> = [
  {
    title: "creates",
    names: ["s1", "s2", "s3", "d1", "d2", "d3"],
    text: [
      ...["s1", "s2", "s3"].map((name) => stream({ name })),
      ...["d1", "d2", "d3"].map((name) => database({ name })),
    ].join(""),
  },
  {
    title: "edits, some of which pause a pipe",
    names: ["s1", "s2", "s3", "d1", "d2", "d3"],
    text: [
      stream({ name: "s1", password: "OTHER_STREAM_PASSWORD" }),
      stream({ name: "s2" }),
      stream({ name: "s3" }),
      database({ name: "d1", tables: ["users", "orders"] }),
      database({ name: "d2", tables: ["users", "orders"] }),
      database({ name: "d3", host: "two" }),
    ].join(""),
  },
  {
    title: "deletes, replacements and renames",
    names: ["renamed", "s3", "s4", "d1", "d3"],
    text: [
      stream({ name: "renamed", password: "OTHER_STREAM_PASSWORD", movedFrom: "s1" }),
      stream({ name: "s3", broker: "two" }),
      stream({ name: "s4" }),
      database({ name: "d1", tables: ["orders"] }),
      database({ name: "d3", host: "two" }),
    ].join(""),
  },
]
