import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { bin, isOnNode } from "./harness.ts"

/*
 * What a command loads before it answers. To start fast is to load little, and this can be told without a clock. Node tells
 * what it loaded, so this is for the package alone.
 */

const app = join(import.meta.dirname, "..")

interface Chunk {
  readonly file: string
  readonly modules: ReadonlyArray<{ readonly module: string; readonly bytes: number }>
}

const chunks: ReadonlyArray<Chunk> = JSON.parse(
  execFileSync(process.execPath, ["build.mjs", "--list"], {
    cwd: app,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  }),
)

const folder = mkdtempSync(join(tmpdir(), "pipewright-start-"))
afterAll(() => rmSync(folder, { recursive: true }))

const recorder = join(folder, "recorder.cjs")
const record = join(folder, "loaded.json")
writeFileSync(
  recorder,
  `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(record)}, JSON.stringify({
    files: Object.keys(require.cache),
    ofNode: process.moduleLoadList.filter((it) => it.startsWith("NativeModule ")).map((it) => it.slice(13)),
  })))`,
)

writeFileSync(
  join(folder, "orders.pipe"),
  `pipe "orders" {
  from kafka {
    format  = JSONEachRow
    brokers = "broker.example.com:9092"
    topics  = "orders"
  }
  into orders {
    engine  = MergeTree
    orderBy = [id]
    columns { id UInt64 }
  }
}
`,
)

const run = (args: ReadonlyArray<string>) => {
  spawnSync(process.execPath, ["--require", recorder, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", HOME: folder },
  })
  const {
    files,
    ofNode,
  }: Record<"files" | "ofNode", ReadonlyArray<string>> = JSON.parse(readFileSync(record, "utf8"))
  return { files: files.filter((file) => file.startsWith(join(app, "dist"))), ofNode }
}

const ofBareNode = new Set(run(["-e", "0"]).ofNode)

const load = (args: ReadonlyArray<string>) => {
  const { files, ofNode } = run([bin, ...args])
  const loaded = files.map((file) => {
    const chunk = chunks.find((it) => join(app, "dist", it.file) === file)
    if (chunk === undefined) throw new Error(`${file} is in dist, and the build does not make it`)
    return chunk
  })
  return {
    names: loaded.map(({ file }) => file.replace(/\.cjs$/, "")),
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    modules: loaded.flatMap(({ modules }) => modules.map(({ module }) => module)),
    ofNode: ofNode.filter((it) => !ofBareNode.has(it)),
  }
}

/** From the command that needs least to the one that needs most; each is a file more than the one before it. */
const expected = [
  { args: ["--version"], names: ["main"], bytes: 35_000 },
  { args: ["--help"], names: ["main", "help"], bytes: 40_000 },
  { args: ["fmt", "--check", "orders.pipe"], names: ["main", "fmt"], bytes: 220_000 },
  { args: ["check", "orders.pipe"], names: ["main", "fmt", "check"], bytes: 480_000 },
  {
    args: ["lint", "orders.pipe"],
    names: ["main", "fmt", "check", "linting"],
    bytes: 580_000,
  },
]

describe.runIf(isOnNode)("what a command loads", () => {
  for (const { args, names, bytes } of expected) {
    it(`\`${args.join(" ")}\` loads ${names.join(", ")}, and no more than ${bytes} bytes`, () => {
      const loaded = load(args)
      expect(loaded.names.toSorted()).toEqual(names.toSorted())
      expect(loaded.bytes).toBeLessThanOrEqual(bytes)
      const heavy =
        /(^|\/)(@effect\/|effect\/dist\/esm\/(Schema|Effect|Layer|internal\/core)\b|marked\/|undici\/)/
      expect(loaded.modules.filter((it) => heavy.test(it))).toEqual([])
      // These make up most of what Node itself can load on top of what it starts with.
      const costly = [
        "crypto",
        "net",
        "http",
        "https",
        "tls",
        "child_process",
        "stream",
        "tty",
        "worker_threads",
      ]
      expect(loaded.ofNode.filter((it) => costly.includes(it))).toEqual([])
    })
  }

  it("nothing that an answer of `fmt` needs is of a kind of source", () => {
    expect(
      load(["fmt", "--check", "orders.pipe"]).modules.filter((it) => it.startsWith("packages/sources")),
    ).toEqual([])
  })
})
describe.runIf(isOnNode)("what a command that looks at the API loads", () => {
  it.each(["plan", "drift", "status", "list"])(
    "`%s` loads neither the library that reads other command lines nor the emulator",
    (name) => {
      const { modules } = load([name])
      // It comes as far as asking for a target.
      expect(modules).toContain("apps/cli/src/session.ts")
      expect(modules.filter((it) => /@effect\/(cli|printer)|packages\/emulator/.test(it))).toEqual([])
    },
  )
})

describe("the package", () => {
  it("takes no more than 2,000,000 bytes where it is installed", () => {
    const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: app,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { PATH: process.env.PATH ?? "", HOME: folder },
    })
    const [it]: ReadonlyArray<{ readonly unpackedSize: number }> = Object.values(JSON.parse(packed))
    expect(it?.unpackedSize).toBeLessThanOrEqual(2_000_000)
  })
})
