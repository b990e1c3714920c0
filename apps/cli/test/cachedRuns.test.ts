/** What whole runs of `lint` make of the cache; when a result is kept is in `cache.test.ts`. */
import { readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { bin, edit, folder, guide, isOnNode, pipewright } from "./harness.ts"

const dist = join(dirname(bin), "../dist")

const withoutTime = (text: string): string => text.replace(/in \d+ ms/, "in 7 ms")

/** The files of the bundle that a run loaded, by what Node notes of the code that it ran. */
const loading = async (args: ReadonlyArray<string>, cwd: string, cache: string) => {
  const coverage = folder()
  const env = { XDG_CACHE_HOME: cache, NODE_V8_COVERAGE: coverage }
  const result = await pipewright(args, { cwd, env })
  const loaded = readdirSync(coverage).flatMap((file) => {
    const noted = JSON.parse(readFileSync(join(coverage, file), "utf8")) as {
      readonly result: ReadonlyArray<{ readonly url: string }>
    }
    return noted.result.flatMap(({ url }) => (url.startsWith("file:") ? [fileURLToPath(url)] : []))
  })
  return {
    ...result,
    loaded: new Set(loaded.filter((file) => dirname(file) === dist).map((it) => basename(it))),
  }
}

/** The files of the bundle that hold a text which only that library has. */
const holding = (text: string) =>
  readdirSync(dist)
    .filter((file) => /\.c?js$/.test(file))
    .filter((file) => readFileSync(join(dist, file), "utf8").includes(text))

const parser = "MismatchedTokenException"
const effect = "effect/Effect"

describe("an unchanged program", () => {
  it.runIf(isOnNode)("is linted without the parser and without Effect", async () => {
    const [cwd, cache] = [guide(), folder()]
    const first = await loading(["lint"], cwd, cache)
    const second = await loading(["lint"], cwd, cache)
    expect(withoutTime(second.stdout)).toBe(withoutTime(first.stdout))
    expect(second.stdout).toContain("9 files checked")
    expect([second.code, second.stderr]).toEqual([first.code, first.stderr])
    const loaded = (library: string, { loaded }: typeof first) =>
      holding(library).filter((file) => loaded.has(file))
    expect(loaded(parser, first)).not.toEqual([])
    expect(loaded(parser, second)).toEqual([])
    expect(holding(effect)).not.toEqual([])
    expect(loaded(effect, second)).toEqual([])
    expect(second.loaded.size).toBeGreaterThan(0)
  })

  it("is linted anew once it has changed, with --no-cache always, and with colours for who wants them", async () => {
    const [cwd, cache] = [guide(), folder()]
    const lint = (options: ReadonlyArray<string> = [], env = {}) =>
      pipewright(["lint", ...options], { cwd, env: { XDG_CACHE_HOME: cache, ...env } })
    await lint(["--no-cache"])
    expect(readdirSync(cache)).toEqual([])
    expect((await lint()).code).toBe(0)
    edit(cwd, "kafka.pipe", "brokers", "brokrs")
    const broken = await lint()
    expect(broken.code).toBe(1)
    expect(broken.stdout).toContain("brokrs")
    expect((await lint([], { FORCE_COLOR: "1" })).stdout).toContain("\u001B[")
    expect((await lint()).stdout).not.toContain("\u001B[")
  })

  it("may be linted by two runs at once", async () => {
    const [cwd, cache] = [guide(), folder()]
    const lint = () => pipewright(["lint"], { cwd, env: { XDG_CACHE_HOME: cache } })
    const [one, other] = await Promise.all([lint(), lint()])
    expect(withoutTime(one.stdout)).toBe(withoutTime(other.stdout))
    expect([one.code, other.code, one.stderr, other.stderr]).toEqual([0, 0, "", ""])
    expect(readdirSync(join(cache, "pipewright", "lint"))).toHaveLength(1)
  })
})
