/** Runs the bundled CLI as a user does: a process of its own, in a folder of its own, with an environment that is given. */
import { execFile, spawn } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { onTestFinished } from "vitest"
import { problems } from "./outputs.ts"

const here = dirname(fileURLToPath(import.meta.url))
/** The standalone binary, where that is what the tests run; `npm run binary -- --test` says so. */
const binary = process.env.PIPEWRIGHT_PROGRAM

/** Whether the package is what runs. The standalone binary has no answer where Node itself is asked what it did. */
export const isOnNode = binary === undefined

/** The command as a file that a shell can call. */
export const bin = binary ?? join(here, "../bin/pipewright.js")

if (!existsSync(binary ?? join(here, "../dist/main.cjs"))) {
  throw new Error(`${binary ?? "the bundle of the CLI"} is not there; \`npm run setup\` makes the bundle`)
}

/** What is run, and what it is given before the arguments. */
export const [executable, leading]: readonly [string, ReadonlyArray<string>] =
  binary === undefined ? [process.execPath, [bin]] : [binary, []]

/** The same as words of a shell. */
export const inShell = [executable, ...leading].map((it) => `'${it}'`).join(" ")

export interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export type Env = Readonly<Record<string, string>>

export interface Options {
  readonly cwd?: string
  readonly env?: Env
  /** What somebody types; with it, even if that is nothing, the command believes to be on a terminal. */
  readonly typed?: string
}

/** What makes the command believe to be on a terminal. */
const terminal = fileURLToPath(new URL("terminal.mjs", import.meta.url))

/** Whatever a test asks for in JSON is also held beside the published schema. */
const held = (args: ReadonlyArray<string>, result: Result, env: Env = {}): Result => {
  // What Node itself then tells comes to standard error as well.
  const wrong = problems(args, env.NODE_DEBUG === undefined ? result : { ...result, stderr: "" })
  if (wrong.length > 0)
    throw new Error(`${args.join(" ")} does not print what its schema says:\n${wrong.join("\n")}`)
  return result
}

const environment = (env: Env = {}): Env => ({ PATH: process.env.PATH ?? "", HOME: tmpdir(), ...env })

export const pipewright = (args: ReadonlyArray<string>, { cwd, env, typed }: Options = {}): Promise<Result> =>
  new Promise<Result>((resolve, reject) => {
    const preload = binary === undefined ? "NODE_OPTIONS" : "BUN_OPTIONS"
    const flag = binary === undefined ? "--import" : "--preload"
    const given = typed === undefined ? env : { ...env, [preload]: `${flag}=${terminal}` }
    const child = execFile(
      executable,
      [...leading, ...args],
      { cwd: cwd ?? tmpdir(), env: environment(given), maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== "number") reject(error)
        else resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr })
      },
    )
    child.stdin?.end(typed)
  }).then((result) => held(args, result, env))

export interface Running {
  /** Waits until standard error, or standard output, has said so. */
  readonly says: (text: string, where?: "stderr" | "stdout") => Promise<void>
  readonly signal: (signal: NodeJS.Signals) => void
  readonly ended: Promise<Result>
}

/** The same while it runs. */
export const start = (args: ReadonlyArray<string>, { cwd, env }: Options = {}): Running => {
  const child = spawn(executable, [...leading, ...args], {
    cwd: cwd ?? tmpdir(),
    env: environment(env),
    stdio: ["ignore", "pipe", "pipe"],
  })
  onTestFinished(() => {
    child.kill("SIGKILL")
  })
  let [stdout, stderr] = ["", ""]
  const said: Array<() => void> = []
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString()
    for (const look of said) look()
  })
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString()
    for (const look of said) look()
  })
  const ended = new Promise<Result>((resolve) =>
    child.once("close", (code) => resolve({ code: code ?? -1, stdout, stderr })),
  ).then((result) => held(args, result, env))
  return {
    says: (text, where = "stderr") =>
      new Promise((resolve, reject) => {
        const look = () => {
          if ((where === "stderr" ? stderr : stdout).includes(text)) resolve()
        }
        said.push(look)
        look()
        ended.then((result) => reject(new Error(`it ended with ${result.code}: ${result.stderr}`)))
      }),
    signal: (signal) => {
      child.kill(signal)
    },
    ended,
  }
}

/** A folder that is gone when the test ends, with files by their paths in it. */
export const folder = (files: Readonly<Record<string, string>> = {}): string => {
  const path = mkdtempSync(join(tmpdir(), "pipewright-"))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return path
}

/** The example of the nine pipes, in a folder that may be changed. */
export const guide = (): string => {
  const path = folder()
  cpSync(join(here, "../../../examples/guide"), path, { recursive: true })
  return path
}

/** Changes a file of a program; the text to be replaced has to be there. */
export const edit = (root: string, file: string, from: string, to: string): void => {
  const path = join(root, file)
  const text = readFileSync(path, "utf8")
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
  writeFileSync(path, text.replace(from, to))
}

/** The secrets of the example, each another text that is easy to find in an output. */
export const secrets: Env = {
  KAFKA_PASSWORD: "canary-kafka-password",
  AWS_SECRET_KEY: "canary-aws-secret",
  GCP_SERVICE_ACCOUNT: "canary-gcp-account",
  AZURE_CONNECTION_STRING: "canary-azure-connection",
  POSTGRES_PASSWORD: "canary-postgres-password",
  MYSQL_PASSWORD: "canary-mysql-password",
  MONGODB_PASSWORD: "canary-mongodb-password",
}

export interface Emulated {
  readonly url: string
  /** What an `apply` needs in its environment to use this emulator by the target of `withTarget`. */
  readonly env: Env
  /** The requests that the emulator has seen, as `METHOD status`. */
  readonly requests: () => Promise<ReadonlyArray<string>>
  /** The requests among them that can change something. */
  readonly writes: () => Promise<ReadonlyArray<string>>
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>
}

interface Journal {
  readonly requests: ReadonlyArray<{ readonly method: string; readonly status: number }>
}

/**
 * An emulator in a process of its own, on a free port, until the test ends. Where time runs, every pipe is at the end
 * of its way at once, so that no test depends on how fast a machine is.
 */
export const emulator = async (args: ReadonlyArray<string> = []): Promise<Emulated> => {
  const pace = args.includes("--clock") ? [] : ["--pace", "0"]
  const child = spawn(
    executable,
    [...leading, "emulator", "--port", "0", ...pace, "--format", "json", ...args],
    {
      env: environment({ PIPEWRIGHT_EMULATOR_SECRET: "canary-api-secret" }),
      stdio: ["ignore", "pipe", "inherit"],
    },
  )
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)))
  onTestFinished(() => {
    child.kill("SIGKILL")
  })
  const url = await new Promise<string>((resolve, reject) => {
    let text = ""
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString()
      const end = text.indexOf("\n}\n")
      if (end === -1) return
      const said = { code: 0, stdout: text.slice(0, end + 2), stderr: "" }
      const wrong = problems(["emulator", "--format", "json"], said)
      if (wrong.length > 0) reject(new Error(`the emulator says what is not in its schema: ${wrong}`))
      else resolve((JSON.parse(text.slice(0, end + 2)) as { readonly url: string }).url)
    })
    child.once("exit", (code) => reject(new Error(`the emulator ended with ${code}`)))
  })
  const requests = async () => {
    const journal = (await (await fetch(`${url}/emulator/requests`)).json()) as Journal
    return journal.requests.map(({ method, status }) => `${method} ${status}`)
  }
  return {
    url,
    env: {
      CLICKHOUSE_API_URL: url,
      CLICKHOUSE_CLOUD_API_KEY: "local",
      CLICKHOUSE_CLOUD_API_SECRET: "canary-api-secret",
    },
    requests,
    writes: async () => (await requests()).filter((request) => !request.startsWith("GET")),
    stop: (signal) => {
      child.kill(signal)
      return exited
    },
  }
}

/** Adds a target to a program; the address of its API comes by the environment. */
export const withTarget = (root: string): string => {
  writeFileSync(
    join(root, "targets.pipe"),
    'target test {\n  organization = "11111111-1111-4111-8111-111111111111"\n  service      = "22222222-2222-4222-8222-222222222222"\n}\n',
  )
  return root
}

/** A pipe of one column, whose type a rule may have a word on. */
export const pipe = (name: string, type: string): string => `pipe "${name}" {
  from kafka {
    brokers       = "broker.example.com:9092"
    topics        = "orders"
    format        = JSONEachRow
    consumerGroup = "orders"
  }
  into existing ${name} { columns { id ${type} } }
}
`
