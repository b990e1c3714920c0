/** Whole commands: ours beside a Node that does nothing, and beside the linters of other languages. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import * as Formatter from "@pipewright/language/Formatter"
import * as Source from "@pipewright/language/Source"
import { workspaceRoot } from "../internal/workspace.ts"
import { type Command, type CommandFigure, NotHere } from "./figure.ts"
import { typespecModels } from "./likeSized.ts"
import * as Files from "./likeSizedFiles.ts"
import * as Peers from "./peers.ts"
import { prismaLint } from "./prismaLint.ts"
import { program } from "./programs.ts"
import { folder } from "./scratch.ts"
import { listening } from "./served.ts"

/** What runs our command: Node, or the binary, which is built only for some platforms. */
interface Runner {
  readonly title: string
  readonly command: (...args: ReadonlyArray<string>) => Command
}

export const bundle: Runner = {
  title: "pipewright",
  command: (...args) => ({ args: [join(workspaceRoot, "apps/cli/bin/pipewright.js"), ...args] }),
}

const binaryPath = join(workspaceRoot, "apps/cli/build", `pipewright-${process.platform}-${process.arch}`)

const binary: Runner = {
  title: "binary",
  command: (...args) => {
    if (!existsSync(binaryPath)) throw new NotHere("the binary is not built")
    return { program: binaryPath, args }
  },
}

const idle: Command = { args: ["-e", "0"] }

/** Against a Node that starts and does nothing. */
const against = "node -e 0"

const start = ({ title, command }: Runner, args: ReadonlyArray<string>, goal?: number): CommandFigure => ({
  kind: "command",
  name: `${title} ${args.join(" ")}`,
  against,
  ...(goal === undefined ? {} : { goal }),
  prepare: () => ({ run: command(...args), baseline: idle }),
})

/** One pipe, as `fmt` leaves it. */
const onePipe = (): string =>
  folder("one", () => ({
    "main.pipe": Formatter.format(Source.make("main.pipe", program(1))).text,
    "pipewright.json": "{}\n",
  }))

/** What is kept of one run for the next is a figure of its own. */
type OnFile = "lint --no-cache" | "lint" | "fmt --check"

const onFile = ({ command }: Runner, words: OnFile): Command => ({
  ...command(...words.split(" "), "main.pipe"),
  cwd: onePipe(),
})

const oneFile = (runner: Runner, words: OnFile, goal: number): CommandFigure => ({
  kind: "command",
  name: `${runner.title} ${words}, one ${words === "lint" ? "unchanged file" : "file"}`,
  against,
  goal,
  prepare: () => ({ run: onFile(runner, words), baseline: idle }),
})

interface Rival {
  readonly title: string
  readonly command: () => Command
}

const rival = (peer: Peers.Peer, does: string, command: () => Command): Rival => ({
  title: `${Peers.shown(peer)} ${does}`,
  command,
})

/** A linter that is written for Node, as its package starts it. */
const script = (peer: Peers.Peer, path: string, ...args: ReadonlyArray<string>): Command => ({
  args: [Peers.file(peer, path), ...args],
})

const inJavascript = (): string => {
  const rules = pathToFileURL(Peers.file(Peers.eslintRules, "src/index.js")).href
  return folder("javascript", () => ({
    "orders.js": Files.javascriptModule,
    "eslint.config.mjs": Files.eslintConfig(rules),
    "biome.json": "{}\n",
  }))
}

const inOpenapi = (): string =>
  folder("openapi", () => ({
    "openapi.yaml": Files.openapiDocument,
    "redocly.yaml": Files.redoclyConfig,
    ".spectral.yaml": Files.spectralConfig,
  }))

const eslint = rival(Peers.eslint, "", () => ({
  ...script(Peers.eslint, "bin/eslint.js", "orders.js"),
  cwd: inJavascript(),
}))

const buf = rival(Peers.buf, "lint", () => ({
  program: Peers.file(Peers.buf, "bin/buf"),
  args: ["lint"],
  cwd: folder("proto", () => ({ "shop/v1/orders.proto": Files.protoFile, "buf.yaml": Files.bufConfig })),
}))

const rivals: ReadonlyArray<Rival> = [
  rival(Peers.biome, "lint", () => ({
    program: Peers.file(Peers.biome, "biome"),
    args: ["lint", "orders.js"],
    cwd: inJavascript(),
  })),
  rival(Peers.oxlint, "", () => ({
    ...script(Peers.oxlint, "bin/oxlint", "orders.js"),
    cwd: inJavascript(),
  })),
  rival(Peers.prisma, "lint", () => prismaLint(1)),
  rival(Peers.redocly, "lint", () => ({
    ...script(Peers.redocly, "bin/cli.js", "lint", "openapi.yaml"),
    cwd: inOpenapi(),
    // It would tell its makers of every run, and ask for a newer version of itself.
    env: { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  })),
  rival(Peers.typespec, "compile", () => ({
    ...script(Peers.typespec, "cmd/tsp.js", "compile", "main.tsp", "--no-emit"),
    cwd: folder("typespec", () => ({ "main.tsp": typespecModels(1) + Files.typespecTail })),
  })),
  rival(Peers.spectral, "lint", () => ({
    ...script(Peers.spectral, "dist/index.js", "lint", "openapi.yaml"),
    cwd: inOpenapi(),
  })),
]

const beside = (runner: Runner, words: OnFile, { title, command }: Rival, goal?: number): CommandFigure => ({
  kind: "command",
  name: `${runner.title} ${words}, one file`,
  against: title.trim(),
  ...(goal === undefined ? {} : { goal }),
  isSlow: true,
  prepare: () => ({ run: onFile(runner, words), baseline: command() }),
})

/** The pipes of the guide, and a target by which they are planned with the API at an address. */
const guide = (apiUrl: string): Readonly<Record<string, string>> => {
  const path = join(workspaceRoot, "examples/guide")
  const pipes = readdirSync(path).filter((name) => name.endsWith(".pipe"))
  return {
    ...Object.fromEntries(pipes.map((name) => [name, readFileSync(join(path, name), "utf8")])),
    "pipewright.json": "{}\n",
    "bench.pipe": `target bench {\n  organization = "any"\n  service      = "any"\n  apiUrl       = "${apiUrl}"\n}\n`,
  }
}

/** A plan of the nine pipes of the guide, none of which is there, with an emulator that runs already. */
const planned = ({ title, command }: Runner, goal?: number): CommandFigure => ({
  kind: "command",
  name: `${title} plan, nine pipes, an emulator listens`,
  against,
  ...(goal === undefined ? {} : { goal }),
  prepare: async () => {
    // Before anything is started that would have to be ended again.
    const run = command("plan", ".", "--target", "bench")
    const { port, close } = await listening()
    const cwd = folder(`guide-${port}`, () => guide(`http://127.0.0.1:${port}`))
    const env = { CLICKHOUSE_CLOUD_API_KEY: "local", CLICKHOUSE_CLOUD_API_SECRET: "local" }
    return { run: { ...run, cwd, env }, baseline: idle, close }
  },
})

export const commandFigures: ReadonlyArray<CommandFigure> = [
  start(bundle, ["--version"], 1.3),
  start(bundle, ["--help"], 5),
  oneFile(bundle, "lint --no-cache", 2.7),
  oneFile(bundle, "lint", 1.5),
  oneFile(bundle, "fmt --check", 2.7),
  start(bundle, ["check", "examples/guide"]),
  start(bundle, ["build", "examples/guide"]),
  planned(bundle, 8),
  start(bundle, ["plan", "examples/guide", "--target", "local"]),
  start(binary, ["--version"]),
  oneFile(binary, "lint --no-cache", 1.7),
  oneFile(binary, "fmt --check", 1.7),
  planned(binary),
  beside(binary, "lint --no-cache", buf, 1),
  beside(binary, "fmt --check", buf, 1),
  beside(bundle, "lint --no-cache", eslint, 0.65),
  beside(bundle, "fmt --check", eslint, 0.65),
  beside(bundle, "lint --no-cache", buf),
  ...rivals.map((it) => beside(bundle, "lint --no-cache", it)),
]
