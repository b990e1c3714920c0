/** Sources that are copied table by table. */
import { type Author, block, lines } from "./author.ts"

const login = (author: Author): string =>
  `credentials { username = "replicator", password = ${author.slip('secret("DATABASE_PASSWORD")', '"kept-in-git"')} }`

const tls = (author: Author): ReadonlyArray<string> =>
  lines(
    author.chance(20) && 'caCertificate = file("keys/ca.pem")',
    author.chance(10) && 'tlsHost = "db.internal.example.com"',
    author.slip(false, true) && author.one(["disableTls = true", "skipCertVerification = true"]),
  )

interface Mode {
  readonly mode: string
  readonly extra?: ReadonlyArray<string>
}

/** What a kind takes of the settings that most have. */
interface Takes {
  readonly workers: boolean
  readonly deletes: boolean
}

const settings = (author: Author, { mode, extra = [] }: Mode, { workers, deletes }: Takes): string =>
  block("settings", [
    `replicationMode = ${mode}`,
    ...extra,
    ...author.some([
      ...(mode === "snapshot"
        ? []
        : [`syncIntervalSeconds = ${author.one(["10s", "30s", "1h", "60"])}`, "pullBatchSize = 50000"]),
      ...(mode === "cdc_only"
        ? []
        : [
            ...(workers ? ["initialLoadParallelism = 4"] : []),
            "snapshotNumRowsPerPartition = 100000",
            "snapshotNumberOfParallelTables = 2",
          ]),
      ...(deletes && mode !== "snapshot" ? ["deleteOnMerge = true"] : []),
    ]),
  ])

/** The tables of a source; a copy is called after the pipe, so that no two pipes copy into one. */
const tables = (
  { some, chance, one, slip }: Author,
  schema: string,
  name: string,
  options: ReadonlyArray<string>,
): string =>
  block(
    "tables",
    ["users", ...some(["orders", "line_items", "events", "OrderLines", "pooler"])].map((it) => {
      const given = some(options)
      const row = `${schema}.${it} -> ${slip(name, "shared")}_${it}`
      return given.length === 0 || chance(40)
        ? row
        : `${row} { ${given.map((each) => each.replace("$", one(["id", "user_id"]))).join(", ")} }`
    }),
  )

const columnOptions = ["excludedColumns = [note, card_number]", "sortingKeys = [created_at, $]"]

const modes: ReadonlyArray<Mode> = [{ mode: "cdc" }, { mode: "cdc" }, { mode: "snapshot" }]

/** Types with a server of each. */
const servers: ReadonlyArray<readonly [string, string]> = [
  ["postgres", "10.0.0.7"],
  ["postgres", "shop-db.internal"],
  ["supabase", "db.abcdefghijklmnop.supabase.co"],
  ["neon", "ep-cool-darkness-123456.eu-central-1.aws.neon.tech"],
  ["alloydb", "10.1.0.2"],
  ["planetscale", "eu-central-1.pg.psdb.cloud"],
  ["rdspostgres", "shop.abcdefghijkl.eu-west-1.rds.amazonaws.com"],
  ["aurorapostgres", "shop.cluster-abcdefghijkl.eu-west-1.rds.amazonaws.com"],
  ["cloudsqlpostgres", "34.90.10.20"],
  ["azurepostgres", "shop.postgres.database.azure.com"],
  ["crunchybridge", "p.abcdefghijklmnopqrstuvwxyz.db.postgresbridge.com"],
  ["tigerdata", "abcdefghij.shop.tsdb.cloud.timescale.com"],
]

type Write = (author: Author, name: string) => readonly [type: string, entries: ReadonlyArray<string>]

const relational: Write = (author, name) => {
  const { one, chance } = author
  const mode = one<Mode>([
    ...modes,
    {
      mode: "cdc_only",
      extra: ['replicationSlotName = "clickpipes_slot"', 'publicationName = "clickpipes"'],
    },
    { mode: "cdc", extra: ['publicationName = "ClickPipes Publication"'] },
  ])
  const [type, host] = one(servers)
  return [
    type,
    [
      `host = "${host}"`,
      ...lines(chance(50) && "port = 5432"),
      'database = "shop"',
      ...(chance(20)
        ? [
            "authentication = IAM_ROLE",
            'iamRole = "arn:aws:iam::123456789012:role/clickpipes"',
            'credentials { username = "replicator" }',
          ]
        : [login(author)]),
      ...tls(author),
      settings(author, mode, { workers: true, deletes: true }),
      tables(author, "public", name, [...columnOptions, 'partitionByExpr = "toYYYYMM(created_at)"']),
    ],
  ]
}

const replicated: Write = (author, name) => {
  const { one, chance } = author
  const [type, host] = one([
    ["mysql", "db.example.com"],
    ["rdsmysql", "shop.abcdefghijkl.eu-west-1.rds.amazonaws.com"],
    ["auroramysql", "shop.cluster-abcdefghijkl.eu-west-1.rds.amazonaws.com"],
    ["mariadb", "mariadb.internal"],
    ["rdsmariadb", "10.0.0.9"],
  ] as const)
  return [
    type,
    [
      `host = "${host}"`,
      "port = 3306",
      login(author),
      ...tls(author),
      ...lines(chance(20) && `serverId = ${4000 + name.length * 100 + Number(/\d+$/.exec(name)?.[0] ?? 0)}`),
      settings(
        author,
        { ...one(modes), extra: author.some(["replicationMechanism = GTID"]) },
        { workers: true, deletes: true },
      ),
      tables(author, "shop", name, columnOptions.slice(1)),
    ],
  ]
}

const documents: Write = (author, name) => {
  const { one, slip } = author
  return [
    "mongodb",
    [
      `uri = "${slip(
        one([
          "mongodb+srv://cluster0.example.mongodb.net/?retryWrites=true",
          "mongodb://a.example.com:27017,b.example.com:27017",
          "mongodb+srv://cluster0.example.mongodb.net/shop?authSource=admin&replicaSet=rs0&tls=true",
          "mongodb://[2001:db8::7]:27017/?readPreference=secondary",
          "mongodb://${endpoint.way.dnsName}:27017/?tls=true",
        ]),
        "mongodb+srv://cluster0.example.mongodb.net:27017/shop",
        "mongodb://r@ader@a.example.com:27017",
      )}"`,
      `readPreference = ${one(["primary", "secondaryPreferred", "nearest"])}`,
      login(author),
      ...tls(author),
      settings(author, one(modes), { workers: false, deletes: true }),
      tables(author, "shop", name, []),
    ],
  ]
}

const warehouse: Write = (author, name) => [
  "bigquery",
  [
    'snapshotStagingPath = "gs://my-staging-bucket/staging/"',
    'credentials { serviceAccountFile = base64(file("keys/account.json")) }',
    settings(author, { mode: "snapshot" }, { workers: true, deletes: false }),
    tables(author, "shop", name, columnOptions),
  ],
]

/** The body of a pipe that copies a database. */
export const copy = (author: Author, name: string): ReadonlyArray<string> => {
  const [type, entries] = author.one([relational, relational, replicated, documents, warehouse])(author, name)
  return [block(`from ${type}`, entries), "into analytics.*"]
}
