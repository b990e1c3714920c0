/** The process that the engine runs in: one question, one reply. */
import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Answer, Question, Reply, Vocabulary } from "./engine.ts"

interface Session {
  readonly query: (sql: string, format?: string) => string
}

const [, , folder] = process.argv
const { Session } = createRequire(join(folder!, "package.json"))("chdb") as {
  readonly Session: new (path: string) => Session
}
const data = mkdtempSync(join(tmpdir(), "pipewright-oracle-"))
const session = new Session(data)
// `Nested` then has one spelling.
session.query("SET flatten_nested = 0")

const lines = (sql: string): ReadonlyArray<string> =>
  session
    .query(sql, "TSVRaw")
    .split("\n")
    .filter((line) => line !== "")

const vocabulary = (): Vocabulary => ({
  engine: lines("SELECT version()")[0]!,
  families: lines("SELECT name FROM system.data_type_families ORDER BY name"),
  functions: lines("SELECT name FROM system.functions WHERE is_aggregate ORDER BY name"),
  zones: lines("SELECT time_zone FROM system.time_zones ORDER BY time_zone"),
})

const atOnce = 100

/** Makes a table of columns of these types and reads how the engine spells them. */
const inTable = (types: ReadonlyArray<string>): ReadonlyArray<Answer> => {
  const columns = types.map((type, index) => `c${index} ${type}`)
  session.query(`CREATE TABLE t (${columns.join(", ")}) ENGINE = MergeTree ORDER BY tuple()`)
  // As JSON, so that a line end in a type is no line end of the answer.
  const rows = lines(
    "SELECT toJSONString([name, type]) FROM system.columns WHERE database = currentDatabase() AND table = 't' ORDER BY position",
  ).map((line) => JSON.parse(line) as readonly [name: string, type: string])
  session.query("DROP TABLE t SYNC")
  // A text that is more than a type may have made other columns than it should.
  const isOurs = rows.length === types.length && rows.every(([name], index) => name === `c${index}`)
  if (!isOurs) throw new Error("not a type alone")
  return rows.map(([, text]) => ({ text }))
}

const answersOf = (types: ReadonlyArray<string>): ReadonlyArray<Answer> => {
  try {
    return inTable(types)
  } catch (error) {
    if (types.length === 1) return [{ refused: reason(error) }]
    const middle = types.length >> 1
    return [...answersOf(types.slice(0, middle)), ...answersOf(types.slice(middle))]
  }
}

const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^.*?DB::Exception: /s, "")

const answer = (question: Question): Reply => {
  if (question.kind === "vocabulary") return { kind: "vocabulary", vocabulary: vocabulary() }
  const size = question.singly ? 1 : atOnce
  const answers: Array<Answer> = []
  for (let at = 0; at < question.types.length; at += size)
    answers.push(...answersOf(question.types.slice(at, at + size)))
  return { kind: "answers", answers }
}

process.on("message", (question: Question) => {
  const reply = answer(question)
  process.send!(reply, () => {
    rmSync(data, { recursive: true, force: true })
    process.exit(0)
  })
})
