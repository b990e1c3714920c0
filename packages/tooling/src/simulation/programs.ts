/** Programs that a random author writes, one after the other: each is the last one with some edits. */
import type { Random } from "../internal/random.ts"

type Kind = "stream" | "queue" | "database"

interface Pipe {
  readonly name: string
  /** Where it writes does not change with its name. */
  readonly home: string
  /** The name that it had in the program before. */
  readonly from?: string
  readonly kind: Kind
  /** What cannot be changed of a pipe that is there. */
  readonly place: number
  /** What can. */
  readonly detail: number
  /** Which of its passwords it has by now. */
  readonly secret: number
  readonly tables: ReadonlyArray<number>
  readonly size: number
  readonly wait: number
  readonly isStopped: boolean
  /** Whether it leads through the endpoint, where there is one. */
  readonly isPrivate: boolean
}

export interface Program {
  readonly pipes: ReadonlyArray<Pipe>
  readonly endpoint: { readonly place: number; readonly waits: boolean } | undefined
  /** The size that database pipes share, in cores. */
  readonly cores: number | undefined
}

const kinds: ReadonlyArray<Kind> = ["stream", "queue", "database"]

const names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "constructor"]

const pipe = ({ one, below, chance }: Random, name: string): Pipe => ({
  name,
  home: `${name}${below(1000)}`,
  kind: one(kinds),
  place: below(3),
  detail: below(3),
  secret: 0,
  tables: [0, ...(chance(40) ? [1] : [])],
  size: below(2),
  wait: 1 + below(3),
  isStopped: chance(15),
  isPrivate: chance(30),
})

/** A name that neither this program has nor the one before: under such a name there may be another pipe still. */
const free = ({ one }: Random, { pipes }: Program, before: ReadonlyArray<Pipe> = []): string | undefined => {
  const taken = new Set([...pipes, ...before].flatMap(({ name, from }) => [name, from]))
  const left = names.filter((name) => !taken.has(name))
  return left.length === 0 ? undefined : one(left)
}

export const first = (random: Random): Program => {
  let program: Program = {
    pipes: [],
    endpoint: random.chance(30) ? { place: random.below(2), waits: random.chance(40) } : undefined,
    cores: random.chance(15) ? 1 + random.below(3) : undefined,
  }
  for (let count = 1 + random.below(4); count > 0; count--) program = added(random, program)
  return program
}

const added = (random: Random, program: Program, before: ReadonlyArray<Pipe> = []): Program => {
  const name = free(random, program, before)
  return name === undefined ? program : { ...program, pipes: [...program.pipes, pipe(random, name)] }
}

/** The next program; what was a move in the last one is none any more. */
export const next = (random: Random, program: Program): Program => {
  let result: Program = { ...program, pipes: program.pipes.map(({ from, ...it }) => it) }
  for (let count = 1 + random.below(3); count > 0; count--) result = edited(random, result, program.pipes)
  return result
}

const edited = (random: Random, program: Program, before: ReadonlyArray<Pipe>): Program => {
  const { below, chance, one } = random
  if (program.pipes.length === 0 || chance(15)) return added(random, program, before)
  if (chance(5) && program.endpoint !== undefined)
    return { ...program, endpoint: { ...program.endpoint, place: 1 - program.endpoint.place } }
  if (chance(5) && program.cores !== undefined) return { ...program, cores: 1 + below(3) }
  const changed = one(program.pipes)
  if (chance(12)) return { ...program, pipes: program.pipes.filter((it) => it !== changed) }
  const name = free(random, program, before)
  const edit = one<(it: Pipe) => Pipe>([
    (it) => ({ ...it, detail: below(3) }),
    (it) => ({ ...it, detail: below(3) }),
    (it) => ({ ...it, place: below(3) }),
    (it) => ({ ...it, secret: it.secret + 1 }),
    (it) => ({ ...it, tables: [0, ...[1, 2].filter(() => chance(50))] }),
    (it) => ({ ...it, tables: [0, ...[1, 2].filter(() => chance(50))] }),
    (it) => ({ ...it, size: below(2) }),
    (it) => ({ ...it, wait: 1 + below(3) }),
    (it) => ({ ...it, isStopped: !it.isStopped }),
    (it) => (name === undefined || it.from !== undefined ? it : { ...it, from: it.name, name }),
  ])
  return { ...program, pipes: program.pipes.map((it) => (it === changed ? edit(it) : it)) }
}

export const text = (program: Program): string =>
  [
    `target cloud { organization = "org", service = "svc"${program.cores === undefined || !program.pipes.some(({ kind }) => kind === "database") ? "" : `, cdcScaling { replicaCpuMillicores = ${program.cores * 1000}, replicaMemoryGb = ${program.cores * 4} }`} }`,
    ...(program.endpoint === undefined ? [] : [endpoint(program.endpoint)]),
    ...program.pipes.map((it) => declaration(it, program.endpoint !== undefined)),
  ].join("\n")

/** Of the one type somebody has to accept the connection. */
const endpoint = ({ place, waits }: NonNullable<Program["endpoint"]>): string =>
  waits
    ? `endpoint way: VPC_ENDPOINT_SERVICE { description = "way", vpcEndpointServiceName = "com.example.svc-${place}" }`
    : `endpoint way: VPC_RESOURCE { description = "way", vpcResourceConfigurationId = "rcfg-${place}", vpcResourceShareArn = "arn:aws:ram:us-east-1:123456789012:resource-share/one" }`

const declaration = (pipe: Pipe, hasEndpoint: boolean): string => {
  const { name, from, kind, isStopped } = pipe
  return `pipe "${name}" {
${from === undefined ? "" : `  moved from "${from}"`}
${isStopped ? "  state = stopped" : ""}
${bodies[kind](pipe, hasEndpoint)}
}`
}

const table = ({ home, place }: Pipe): string =>
  `  into t_${home}_${place} { engine = MergeTree, orderBy = [id], columns { id UInt64 } }`

const more = ({ size, wait }: Pipe): string =>
  `  scaling { replicas = ${1 + size} }
  settings { streaming_max_insert_wait_ms = ${wait}s }`

const bodies: Readonly<Record<Kind, (pipe: Pipe, hasEndpoint: boolean) => string>> = {
  stream: (pipe) => `  from kinesis {
    format = JSONEachRow, streamName = "s${pipe.place}", region = "us-east-1", iteratorType = LATEST
    authentication = IAM_USER
    accessKey { accessKeyId = "AKIA${pipe.detail}", secretKey = secret("PASSWORD_${pipe.secret}") }
  }
${table(pipe)}
${more(pipe)}`,
  queue: (pipe, hasEndpoint) => `  from kafka {
    format = JSONEachRow, brokers = "b${pipe.detail}.example.com:9092", topics = "t${pipe.place}"
    authentication = PLAIN
    credentials { username = "u", password = secret("PASSWORD_${pipe.secret}") }
${hasEndpoint && pipe.isPrivate ? "    reversePrivateEndpointIds = [endpoint.way.id]" : ""}
  }
${table(pipe)}
${more(pipe)}`,
  database: (pipe) => `  from postgres {
    host = "db${pipe.detail}.example.com", database = "d${pipe.place}"
    credentials { username = "u", password = secret("PASSWORD_${pipe.secret}") }
    settings { replicationMode = cdc }
    tables {
${pipe.tables.map((it) => `      public.t${it} -> ${pipe.home}_${it}`).join("\n")}
    }
  }
  into default.*`,
}
