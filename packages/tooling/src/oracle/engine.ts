/**
 * A ClickHouse engine to ask: the npm package `chdb` in a folder of its own, outside of the repository, because it
 * takes half a gigabyte. It runs in processes of its own, so that a type that ends the engine ends no more than that.
 */
import { execFileSync, fork } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const chdbVersion = "3.4.0"

/** What the engine says of a type: how it spells it, or why it refuses it. */
export type Answer = { readonly text: string } | { readonly refused: string }

/** The words that types are made of, as the engine lists them. */
export interface Vocabulary {
  readonly engine: string
  readonly families: ReadonlyArray<string>
  readonly functions: ReadonlyArray<string>
  readonly zones: ReadonlyArray<string>
}

export type Question =
  | { readonly kind: "vocabulary" }
  | { readonly kind: "types"; readonly types: ReadonlyArray<string>; readonly singly: boolean }

export type Reply =
  | { readonly kind: "vocabulary"; readonly vocabulary: Vocabulary }
  | { readonly kind: "answers"; readonly answers: ReadonlyArray<Answer> }

/** Installs the engine into a folder, once. */
export const install = (folder: string): void => {
  if (existsSync(join(folder, "node_modules", "chdb", "package.json"))) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n')
  console.error(`oracle: installing chdb ${chdbVersion} (546 MB) into ${folder}`)
  execFileSync("npm", ["install", "--no-audit", "--no-fund", `chdb@${chdbVersion}`], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  })
}

const worker = fileURLToPath(import.meta.resolve("./engineWorker.ts"))

/** Puts a question to a new process; nothing where the engine ended without an answer. */
const put = (folder: string, question: Question): Promise<Reply | undefined> =>
  new Promise((resolve, reject) => {
    const child = fork(worker, [folder], { stdio: ["ignore", "ignore", "ignore", "ipc"] })
    let reply: Reply | undefined
    child.on("error", reject)
    child.on("message", (message) => {
      reply = message as Reply
    })
    child.on("exit", () => resolve(reply))
    child.send(question)
  })

export const vocabulary = async (folder: string): Promise<Vocabulary> => {
  const reply = await put(folder, { kind: "vocabulary" })
  if (reply?.kind !== "vocabulary") throw new Error(`the engine in ${folder} does not run`)
  return reply.vocabulary
}

/**
 * What the engine says of types. `likely` are those that it will probably take: they are asked for many at a time,
 * which is a hundred times as fast.
 */
export const ask = async (
  folder: string,
  types: ReadonlyArray<string>,
  likely: boolean,
): Promise<ReadonlyArray<Answer>> => {
  if (types.length === 0) return []
  const reply = await put(folder, { kind: "types", types, singly: !likely })
  if (reply?.kind === "answers") return reply.answers
  if (types.length === 1) return [{ refused: "the engine ends" }]
  const middle = types.length >> 1
  return [
    ...(await ask(folder, types.slice(0, middle), likely)),
    ...(await ask(folder, types.slice(middle), likely)),
  ]
}
