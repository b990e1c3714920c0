/** The programs that the properties start from: every one of the repository, and one with all of the language in it. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { workspaceRoot } from "../internal/workspace.ts"

export interface Program {
  readonly name: string
  readonly text: string
}

const everything = `// All of the language.
param region: string = "eu" // where
param names: list(string) = ["a", "b"]

/// A connection.
connection k: kafka {
  brokers = ["b-1:9092", "b-2:9092"], authentication = PLAIN
  credentials { username = "u", password = secret("P") }
}

template wide(table: string, size: string = "S") {
  into analytics."\${arg.table}" { engine = MergeTree, orderBy = [id] }
  scaling { replicas = 2, size = M }
}

/// One for each.
pipe "x-\${each.n}" for n in param.names extends wide(table: "t_\${each.n}") {
  targets = [prod]
  lifecycle { protect = true }
  from k {
    topics        = ["t"] // one
    format        = JSONEachRow
    consumerGroup = "g-\${param.region}"
  }
  into existing analytics.t {
    columns {
      /// The key.
      id UInt64
      a Tuple(x Nullable(String), y Enum8('a' = 1, 'b' = -2)) from "m.n"
      d DOUBLE PRECISION
      j JSON(a.b UInt8, SKIP c, SKIP REGEXP 'd', max_dynamic_paths = 8) // why
      \`odd name\` Map(String, Array(DateTime64(3, 'UTC')))
    }
  }
  settings { streaming_max_insert_wait_ms = 5s }
  raw { source = { kafka = { later = [true, 1.5, { a = "b" }] } } }
}

pipe "copies" {
  from postgres {
    host = "h", port = 5432, database = "d"
    credentials { username = "u", password = """
      one \\" line
      and \${param.region}
      """ }
    settings { replicationMode = cdc }
    tables {
      public.users -> users
      public."odd.one" -> orders { tableEngine = ReplacingMergeTree, sortingKeys = [id] }
    }
  }
  into analytics.*
}

target prod {
  organization = env("O"), service = "s"
  params { region = "us", names = [] }
}
`

const isSound = ({ text }: Program): boolean =>
  Parser.parse(Source.make("main.pipe", text)).diagnostics.length === 0

/** Long ones are left out: what they have, shorter ones have too, and a million runs are a million times their length. */
const longest = 4_000

export const corpus: ReadonlyArray<Program> = [
  { name: "everything", text: everything },
  ...["examples", "packages/sources/src"].flatMap((folder) =>
    readdirSync(join(workspaceRoot, folder), { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile() && it.name.endsWith(".pipe") && !it.parentPath.includes("node_modules"))
      .map((it) => join(it.parentPath, it.name))
      .sort()
      .map((path) => ({ name: path.slice(workspaceRoot.length + 1), text: readFileSync(path, "utf8") })),
  ),
].filter((it) => it.text.length <= longest && isSound(it))
