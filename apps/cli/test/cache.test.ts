/** The cache of `lint` within this process; what whole runs make of it is in `cachedRuns.test.ts`. */
import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import * as Arguments from "../src/arguments.ts"
import * as Cache from "../src/cache.ts"
import * as Lint from "../src/commands/lint.ts"
import type { Output } from "../src/commands/output.ts"
import * as Disk from "../src/program/disk.ts"
import type { Given } from "../src/specs.ts"
import { specs } from "../src/specs.ts"
import { folder, pipe } from "./harness.ts"

const givenOf = (args: ReadonlyArray<string>): Given => {
  const given = Arguments.parse("lint", specs.lint, args)
  if (typeof given === "string") throw new Error(given)
  return given
}

const withoutTime = (text: string): string => text.replace(/in \d+ ms|"milliseconds": \d+/, "in 7 ms")

const printed = ({ stdout = "", stderr = "", code }: Output) => ({
  stdout: withoutTime(stdout),
  stderr: withoutTime(stderr),
  code,
})

/** A run that is kept where it may be; one that fails says why. */
const lint = async (place: Cache.Place, args: ReadonlyArray<string>) => {
  Cache.begin()
  try {
    const output = await Lint.run(givenOf(args))
    await Cache.remember(place, args, output)
    return printed(output)
  } catch (error) {
    return String(error)
  }
}

const recall = (place: Cache.Place, args: ReadonlyArray<string>) => {
  const output = Cache.recall(place, args)
  return output && printed(output)
}

const put = (root: string, file: string, text: string): void => {
  const path = join(root, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const program = (): string => {
  const root = folder()
  put(root, "p/pipewright.json", "{}")
  put(root, "p/a.pipe", pipe("a", "BIGINT"))
  put(root, "p/sub/b.pipe", pipe("b", "Int64"))
  return root
}

const placed = (): Cache.Place => ({ folder: join(folder(), "deep", "cache"), build: "one" })

/** All that may happen to what a program is read from. */
type Edit =
  | { readonly does: "put"; readonly file: string; readonly text: string }
  | { readonly does: "drop"; readonly file: string }
  | { readonly does: "move"; readonly file: string; readonly to: string }
  | { readonly does: "link"; readonly file: string; readonly to: string }

const programFiles = [
  "p/a.pipe",
  "p/b.pipe",
  "p/sub/b.pipe",
  "p/sub/deep/c.pipe",
  "p/.hidden/d.pipe",
  "p/.git/HEAD",
]
const configurations = ["pipewright.json", "p/pipewright.json", "p/sub/pipewright.json", "p/base.json"]
const texts = [
  pipe("a", "BIGINT"),
  pipe("b", "Int64"),
  pipe("b", "Int32"),
  "pipe {",
  "param unused: string\n",
  "",
]
const settings = [
  "{}",
  "{",
  '{ "lint": { "preset": "all" } }',
  '{ "lint": { "rules": { "no-type-alias": "off" } } }',
  '{ "extends": "base.json" }',
  '{ "extends": "../pipewright.json" }',
  '{ "lint": { "overrides": [{ "files": ["sub/*"], "rules": { "kafka/no-shared-group": "error" } }] } }',
]

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant("put" as const),
      file: fc.constantFrom(...programFiles),
      text: fc.constantFrom(...texts),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("put" as const),
      file: fc.constantFrom(...configurations),
      text: fc.constantFrom(...settings),
    }),
  },
  fc.record({
    does: fc.constant("drop" as const),
    file: fc.constantFrom(...programFiles, ...configurations, "p/sub"),
  }),
  fc.record({
    does: fc.constant("move" as const),
    file: fc.constantFrom(...programFiles, "p/sub"),
    to: fc.constantFrom("p/moved.pipe", "p/moved", ".git", "moved.pipe"),
  }),
  fc.record({
    does: fc.constant("link" as const),
    file: fc.constantFrom("p/a.pipe", "p/linked.pipe", "p/base.json"),
    to: fc.constantFrom("p/sub", "p/b.pipe", "pipewright.json"),
  }),
)

const apply = (root: string, it: Edit): void => {
  try {
    if (it.does === "put") put(root, it.file, it.text)
    else if (it.does === "drop") rmSync(join(root, it.file), { recursive: true, force: true })
    else if (it.does === "move") renameSync(join(root, it.file), join(root, it.to))
    else symlinkSync(join(root, it.to), join(root, it.file))
  } catch (error) {
    // Not every edit can be made of every program.
    if (!(error instanceof Error) || !("syscall" in error)) throw error
  }
}

describe("a result that is kept", () => {
  it.each([[[]], [["--format", "json"]], [["--format", "gitlab"]], [["--fail-on", "error"]]])(
    "is printed again with %j for as long as nothing changes",
    async (options) => {
      const place = placed()
      const args = [join(program(), "p"), ...options]
      expect(recall(place, args)).toBeUndefined()
      const first = await lint(place, args)
      expect(recall(place, args)).toEqual(first)
      expect(recall(place, args)).toEqual(first)
    },
  )

  it("is what a run without it prints, whatever is edited in between", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        fc.constantFrom<ReadonlyArray<string>>(
          [],
          ["--format", "compact"],
          ["--only", "kafka/no-shared-group"],
        ),
        fc.constantFrom("p", "p/a.pipe", "p/sub", ""),
        async (edits, options, path) => {
          const root = program()
          const place = placed()
          const args = [join(root, path), ...options]
          await lint(place, args)
          for (const it of edits) {
            apply(root, it)
            const known = recall(place, args)
            const fresh = await lint(place, args)
            if (known !== undefined) expect(known).toEqual(fresh)
          }
          rmSync(root, { recursive: true, force: true })
          rmSync(dirname(dirname(place.folder)), { recursive: true, force: true })
        },
      ),
      { numRuns: 80 },
    )
  })

  it("is forgotten when the baseline changes, and holds with one", async () => {
    const root = program()
    const place = placed()
    put(root, "p/pipewright.json", '{ "lint": { "baseline": "base.json" } }')
    await lint(place, [join(root, "p"), "--write-baseline"])
    const args = [join(root, "p")]
    const first = await lint(place, args)
    expect(first).toMatchObject({ code: 0 })
    expect(recall(place, args)).toEqual(first)
    put(root, "p/base.json", '{ "version": 1, "findings": [] }')
    expect(recall(place, args)).toBeUndefined()
  })

  it("is forgotten when there is a configuration above that was not there", async () => {
    const root = program()
    const place = placed()
    rmSync(join(root, "p/pipewright.json"))
    const args = [join(root, "p")]
    await lint(place, args)
    put(root, "pipewright.json", "{}")
    expect(recall(place, args)).toBeUndefined()
  })

  it("is forgotten when a link that its configuration extends leads elsewhere", async () => {
    const root = program()
    const place = placed()
    put(root, ".git/HEAD", "")
    put(root, "none.json", "{}")
    put(root, "off.json", '{ "lint": { "rules": { "kafka/no-shared-group": "off" } } }')
    symlinkSync(join(root, "off.json"), join(root, "shared.json"))
    put(root, "p/pipewright.json", '{ "extends": "../shared.json" }')
    const args = [join(root, "p")]
    const first = await lint(place, args)
    expect(first).toMatchObject({ code: 0 })
    expect(recall(place, args)).toEqual(first)
    rmSync(join(root, "shared.json"))
    symlinkSync(join(root, "none.json"), join(root, "shared.json"))
    expect(recall(place, args)).toBeUndefined()
  })

  it("is not that of another build, another directory, or other arguments", async () => {
    const place = placed()
    const args = [join(program(), "p")]
    await lint(place, args)
    expect(recall({ ...place, build: "two" }, args)).toBeUndefined()
    expect(recall(place, [...args, "--fail-on", "error"])).toBeUndefined()
    expect(recall(placed(), args)).toBeUndefined()
  })

  it("tells how long it took this time, where the text says so of the last", async () => {
    const place = placed()
    const args = [join(program(), "p")]
    Cache.begin()
    const output = await Lint.run(givenOf(args))
    const { again } = output.timed!
    const slow = { ...output, ...(await again(123_456)), timed: { milliseconds: 123_456, again } }
    await Cache.remember(place, args, slow)
    const now = vi.spyOn(process, "uptime").mockReturnValueOnce(1).mockReturnValueOnce(1.0424)
    const known = Cache.recall(place, args)
    now.mockRestore()
    expect(known?.stdout).toContain("2 files checked in 42 ms")
    expect(known?.stdout).not.toContain("123456")
  })
})

describe("a run", () => {
  it.each([
    ["--fix", "it wrote"],
    ["--write-baseline", "it wrote"],
    ["--output", "it wrote"],
    ["--print-config", "it is none of findings"],
  ])("with %s is not kept, since %s", async (option) => {
    const root = program()
    const place = placed()
    const more = {
      "--fix": ["--only", "no-type-alias"],
      "--output": [`compact=${join(root, "out")}`],
      "--write-baseline": ["--baseline", join(root, "base.json")],
    }[option]
    const args = [join(root, "p"), option, ...(more ?? [])]
    expect(await lint(place, args)).toHaveProperty("code")
    // What it read is there again as it was; what it wrote is to be written again.
    put(root, "p/a.pipe", pipe("a", "BIGINT"))
    expect(recall(place, args)).toBeUndefined()
  })

  it("with --fix that mends nothing is kept", async () => {
    const root = program()
    const place = placed()
    const args = [join(root, "p"), "--fix", "--only", "no-type-alias"]
    expect(await lint(place, args)).toMatchObject({ stdout: expect.stringContaining("fixed") })
    const second = await lint(place, args)
    expect(recall(place, args)).toEqual(second)
  })

  it("that asked for more than the disk is not kept", async () => {
    const place = placed()
    const args = [join(program(), "p")]
    Cache.begin()
    const output = await Lint.run(givenOf(args))
    Disk.notOnlyAsked()
    await Cache.remember(place, args, output)
    expect(recall(place, args)).toBeUndefined()
  })

  it("that compared with what git has is not kept", async () => {
    const root = program()
    const place = placed()
    const git = (...args: ReadonlyArray<string>) =>
      execFileSync("git", ["-c", "user.name=ana", "-c", "user.email=ana@example.com", ...args], { cwd: root })
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "-m", "one")
    const args = [join(root, "p"), "--since", "HEAD"]
    expect(await lint(place, args)).toMatchObject({ stdout: expect.stringContaining("compared with") })
    expect(recall(place, args)).toBeUndefined()
  })

  it.each([
    ["9999-12-31T23:59", false],
    ["2021-01-01T00:00", true],
  ])(
    "that judges a start at %s is kept: %s, since it may come to something else later",
    async (moment, kept) => {
      const root = program()
      const place = placed()
      const offset = `format = JSONEachRow, offset { strategy = from_timestamp, timestamp = "${moment}" }`
      put(root, "p/a.pipe", pipe("a", "Int64").replace("format        = JSONEachRow", offset))
      const args = [join(root, "p"), "--only", "kafka/no-future-start"]
      const first = await lint(place, args)
      expect(recall(place, args)).toEqual(kept ? first : undefined)
    },
  )

  it("with rules that come with the program is not kept", async () => {
    const root = program()
    const place = placed()
    put(root, "p/pipewright.json", '{ "lint": { "rulesFrom": ["missing.mjs"] } }')
    const args = [join(root, "p")]
    expect(await lint(place, args)).toMatchObject({ stdout: expect.stringContaining("missing.mjs") })
    expect(recall(place, args)).toBeUndefined()
  })

  it("that was refused an answer is not kept", async () => {
    const place = placed()
    const args = [join(program(), "p")]
    Cache.begin()
    const output = await Lint.run(givenOf(args))
    expect(() => Disk.entries(join(args[0]!, "a.pipe"))).toThrow("not a directory")
    await Cache.remember(place, args, output)
    expect(recall(place, args)).toBeUndefined()
  })

  it("that saw a file in two states is not kept", async () => {
    const root = program()
    const place = placed()
    const args = [join(root, "p")]
    Cache.begin()
    const output = await Lint.run(givenOf(args))
    put(root, "p/a.pipe", pipe("a", "Int8"))
    Disk.bytes(join(root, "p/a.pipe"), 1_000)
    await Cache.remember(place, args, output)
    expect(Disk.asked()).toBeUndefined()
    expect(recall(place, args)).toBeUndefined()
  })

  it("goes on where nothing can be kept", async () => {
    const root = program()
    put(root, "file", "")
    const args = [join(root, "p")]
    const nowhere = { folder: join(root, "file", "cache"), build: "one" }
    expect(await lint(nowhere, args)).toEqual(await lint(placed(), args))
  })
})

describe("the folder of what is kept", () => {
  it("is the user's alone", async () => {
    const place = placed()
    await lint(place, [join(program(), "p")])
    const [name] = readdirSync(place.folder)
    expect(statSync(place.folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(place.folder, name!)).mode & 0o777).toBe(0o600)
  })

  it.each(["", "{", "null", '{ "asked": {} }', '{"asked":[],"code":0}', '[["kind"]]'])(
    "may hold %j in the place of an entry, which then is none",
    async (text) => {
      const place = placed()
      const args = [join(program(), "p")]
      const first = await lint(place, args)
      const [name] = readdirSync(place.folder)
      writeFileSync(join(place.folder, name!), text)
      expect(recall(place, args)).toBeUndefined()
      await lint(place, args)
      expect(recall(place, args)).toEqual(first)
    },
  )

  it("keeps the newest entries, and so many of them", async () => {
    const place = placed()
    const args = (number: number) => [join(root, "p"), "--only", "no-type-alias", `${number}`]
    const root = program()
    Cache.begin()
    const output = await Lint.run(givenOf([join(root, "p")]))
    for (let number = 0; number < 210; number++) await Cache.remember(place, args(number), output)
    expect(readdirSync(place.folder)).toHaveLength(200)
    expect(recall(place, args(209))).toEqual(printed(output))
  })
})
