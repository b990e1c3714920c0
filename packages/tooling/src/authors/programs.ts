/**
 * Programs as people write them: pipes of all kinds, with parameters, connections, templates, loops and targets. A careful
 * author has read the documentation; a careless one makes the mistakes that the linter mends.
 */
import type * as fc from "fast-check"
import { type Author, block, lines, texts } from "./author.ts"
import * as Databases from "./databases.ts"
import * as Streams from "./streams.ts"
import * as Tables from "./tables.ts"

/** What people write above a pipe. */
const remarks = [
  "/// As they happen.\n",
  "// The password is in the vault, at https://vault.example.com/ui/vault/secrets/prod:clickpipes.\n",
  "// secret: arn:aws:secretsmanager:eu-west-1:123456789012:secret:clickpipes/orders-AbCdEf\n",
  "// Ask ops@example.com. Ticket SHOP-1234, commit 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c.\n",
  "// The old tool had it as postgres://USER:PASSWORD@host.\n",
]

const subjects = ["orders", "clicks", "payments", "readings", "visits", "shipments"]

/** What a name is in the loop that a pipe stands in, and in a template. */
const inLoop = (name: string): string => `${name}-\${each.r}`

const tableOf = (author: Author, name: string): string => {
  const table = name.replaceAll("-", "_")
  const quoted = author.one([`"${table}_\${param.stage}"`, `"${table}"`])
  return `analytics.${/\$/.test(name) || author.chance(20) ? quoted : table}`
}

const streamed = (
  author: Author,
  source: Streams.Source,
  name: string,
  head: string,
): ReadonlyArray<string> => [
  block(head, [...source.place, ...source.reading]),
  Tables.into(author, tableOf(author, name), source.filled),
  ...source.beside,
]

const loop = (author: Author): string =>
  `for r in ${author.one(["param.regions", '["eu", "us"]', '["a", "b", "c"]'])}`

/** The declarations that make up a pipe, or several. */
const pipe = (
  author: Author,
  subject: string,
  index: number,
  targets: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const name = `${subject}-${index}`
  const id = `${subject}_${index}`
  const doc = author.chance(50) ? author.one(remarks) : ""
  const more = lines(
    author.chance(10) && "state = stopped",
    author.chance(10) && "lifecycle { protect = true }",
    targets.length > 0 && author.chance(15) && `targets = [${author.one(targets)}]`,
    author.chance(10) && `moved from "old ${name}"`,
  )
  const form = author.one(["plain", "plain", "copy", "copy", "connection", "loop", "template"] as const)
  switch (form) {
    case "plain":
      return [doc + block(`pipe "${name}"`, [...more, ...plainOf(author, name)])]
    case "copy":
      return [doc + block(`pipe "${name}"`, [...more, ...Databases.copy(author, id)])]
    case "connection": {
      const source = Streams.stream(author, name)
      if (source.place.length === 0)
        return [block(`pipe "${name}"`, streamed(author, source, name, `from ${source.type}`))]
      const from = (reading: ReadonlyArray<string>, as: string) =>
        block(`pipe "${as}"`, streamed(author, { ...source, place: [], reading }, as, `from ${id}`))
      // The same again, for somebody else, who has to have a group of consumers apart.
      const again = source.reading
        .filter((it) => !it.startsWith("consumerGroup"))
        .concat(
          source.filled === Tables.virtual.topic
            ? [`consumerGroup = "${author.slip("copy-of", "clickpipes")}-${name}"`]
            : [],
        )
      return [
        block(`connection ${id}: ${source.type}`, source.place),
        doc + from(source.reading, name),
        ...lines(author.chance(40) && from(again, `${name}-copy`)),
      ]
    }
    case "loop": {
      const source = Streams.stream(author, inLoop(name))
      return [
        doc +
          block(
            `pipe "${inLoop(name)}" ${loop(author)}`,
            streamed(author, source, inLoop(name), `from ${source.type}`),
          ),
      ]
    }
    case "template": {
      const given = "${arg.name}"
      const source = Streams.stream(author, given)
      const isShared = source.place.length > 0 && author.chance(40)
      const at = `${id}_way`
      return [
        ...lines(isShared && block(`connection ${at}: ${source.type}`, source.place)),
        block(
          `template ${id}(name: string)`,
          isShared
            ? streamed(author, { ...source, place: [] }, given, `from ${at}`)
            : streamed(author, source, given, `from ${source.type}`),
        ),
        `${doc}pipe "${name}" extends ${id}(name: "${name}") { }`,
        ...lines(
          author.chance(50) &&
            `pipe "${inLoop(name)}" ${loop(author)} extends ${id}(name: "${inLoop(name)}") { }`,
        ),
      ]
    }
  }
}

const plainOf = (author: Author, name: string): ReadonlyArray<string> => {
  const source = Streams.stream(author, name)
  return streamed(author, source, name, `from ${source.type}`)
}

/** What pipes may refer to, each declared where one does. */
const shared: ReadonlyArray<readonly [reference: string, declaration: string]> = [
  ["param.replicas", "param replicas: int = 1"],
  ["param.regions", 'param regions: list(string) = ["eu", "us"]'],
  ["param.broker", 'param broker: string = "broker.example.com:9092"'],
  ["param.role", 'param role: string = "arn:aws:iam::${param.account}:role/clickpipes"'],
  ["param.role", 'param account: string = "123456789012"'],
  ["param.stage", 'param stage: string = "dev"'],
  [
    "endpoint.way",
    `endpoint way: VPC_ENDPOINT_SERVICE {
  description            = "the network of the shop"
  vpcEndpointServiceName = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"

  customPrivateDnsMappings = ["*.shop.example.com", "db.internal.example.com"]
}`,
  ],
]

const given: ReadonlyArray<readonly [reference: string, text: string]> = [
  ["param.replicas", "replicas = 3"],
  ["param.regions", 'regions = ["eu"]'],
  ["param.stage", 'stage = "prod"'],
]

const target = (author: Author, name: string, uses: (reference: string) => boolean): string => {
  const params = given.flatMap(([reference, text]) => (uses(reference) && author.chance(60) ? [text] : []))
  return block(`target ${name}`, [
    'organization = env("CLICKHOUSE_ORG_ID")',
    'service = env("CLICKHOUSE_SERVICE_ID")',
    ...lines(
      params.length > 0 && block("params", params),
      author.chance(20) && "cdcScaling { replicaCpuMillicores = 2000, replicaMemoryGb = 8 }",
    ),
  ])
}

const program = (author: Author): string => {
  const count = author.one([1, 2, 3, 4])
  const targets = ["staging", "prod"].filter(() => author.chance(40))
  const pipes = Array.from({ length: count }, (_, index) =>
    pipe(author, author.one(subjects), index, targets),
  ).flat()
  const uses = (reference: string): boolean => pipes.some((text) => text.includes(reference))
  const all = [
    ...shared.flatMap(([reference, declaration]) => (uses(reference) ? [declaration] : [])),
    ...pipes,
    ...targets.map((name) => target(author, name, uses)),
  ]
  return `${all.join("\n\n")}\n`
}

/** Programs in which there is nothing to say. */
export const careful: fc.Arbitrary<string> = texts(0, program)

/** Programs that come through, with mistakes in them. */
export const careless: fc.Arbitrary<string> = texts(50, program)
