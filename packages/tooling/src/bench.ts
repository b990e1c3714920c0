/** `pnpm bench`: how fast the built CLI and its parts are, as ratios that hold on any machine, and what it counts. */
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseEnv } from "node:util"
import { measureApart } from "./bench/apart.ts"
import { type Figure, nameOf } from "./bench/figure.ts"
import { figures } from "./bench/figures.ts"
import { measure, type Result } from "./bench/measure.ts"
import { type Asked, parse, usage } from "./bench/options.ts"
import * as Recorded from "./bench/recorded.ts"
import { renderTable, toJson } from "./bench/report.ts"
import { notes as served } from "./bench/served.ts"
import { notes } from "./bench/stages.ts"
import * as BenchmarksPage from "./internal/benchmarksPage.ts"
import { workspaceRoot } from "./internal/workspace.ts"

/** What has a test of its own, takes minutes, or is fetched, says nothing in a quick look. */
const isQuick = (figure: Figure): boolean =>
  (figure.kind === "command" || figure.kind === "function") && figure.isSlow !== true

const isLarge = (figure: Figure): boolean => figure.kind === "function" && figure.isLarge === true

/** Secrets for the guide. Reading extra certificates costs Node time at every start and is nobody's figure. */
const childEnvironment = (): NodeJS.ProcessEnv => {
  const samples = join(workspaceRoot, "examples", "guide", "sample.env")
  const env = { ...process.env, ...(existsSync(samples) ? parseEnv(readFileSync(samples, "utf8")) : {}) }
  delete env.NODE_EXTRA_CA_CERTS
  return env
}

const missing = ({ only, node }: Asked, chosen: ReadonlyArray<Figure>): string | undefined => {
  if (chosen.length === 0) return `No figure's name contains "${only}".`
  if (spawnSync(node, ["-e", "0"]).status !== 0) return `--node names no Node that starts: ${node}`
  const isBuilt = ["apps/cli/bin/pipewright.js", "apps/cli/dist"].every((path) =>
    existsSync(join(workspaceRoot, path)),
  )
  if (chosen.some(({ kind }) => kind !== "function") && !isBuilt)
    return "The CLI is not built, and its commands cannot be measured. Run `npm run setup` first."
  return undefined
}

const measureAll = async (chosen: ReadonlyArray<Figure>, asked: Asked): Promise<ReadonlyArray<Result>> => {
  const options = { root: workspaceRoot, node: asked.node, runs: asked.runs, env: childEnvironment() }
  const results = new Map<Figure, Result>()
  const tell = (figure: Figure) => console.error(`${results.size + 1} of ${chosen.length}: ${nameOf(figure)}`)
  const large = chosen.filter(isLarge)
  const next = () => large.find((it) => !results.has(it))
  for (const figure of chosen) {
    if (results.has(figure)) continue
    tell(figure)
    if (!isLarge(figure)) {
      results.set(figure, await measure(figure, options))
      continue
    }
    // All large ones at once, so that what they work on is made once.
    await measureApart(large, options, (result) => {
      results.set(next() ?? figure, result)
      const after = next()
      if (after !== undefined) tell(after)
    })
  }
  return chosen.flatMap((figure) => results.get(figure) ?? [])
}

const run = async (asked: Asked): Promise<number> => {
  const chosen = figures.filter(
    (figure) => nameOf(figure).includes(asked.only) && (!asked.quick || isQuick(figure)),
  )
  const reason = missing(asked, chosen)
  if (reason !== undefined) {
    console.error(`bench: ${reason}`)
    return 1
  }
  const results = await measureAll(chosen, asked)
  const conditions = {
    node: execFileSync(asked.node, ["-p", "process.versions.node"], { encoding: "utf8" }).trim(),
    platform: `${process.platform}-${process.arch}`,
    runs: asked.runs,
  }
  console.log(renderTable(conditions, results))
  const recorded = Recorded.load()
  console.log(`\n${Recorded.comparison(recorded, conditions, results).join("\n")}`)
  if (chosen.some((figure) => figure.kind === "function")) console.log(`\n${notes.join("\n")}`)
  if (chosen.some((figure) => figure.kind === "served")) console.log(`\n${served.join("\n")}`)
  if (asked.json !== undefined) writeFileSync(asked.json, toJson(conditions, results))
  if (asked.record) {
    const updated = Recorded.update(recorded, conditions, results, figures.map(nameOf))
    Recorded.save(updated)
    writeFileSync(join(workspaceRoot, BenchmarksPage.path), BenchmarksPage.render(updated))
  }
  return results.some((result) => result.state === "failed") ? 1 : 0
}

const main = async (): Promise<number> => {
  const parsed = parse(process.argv.slice(2))
  switch (parsed.state) {
    case "help":
      console.log(usage.trimEnd())
      return 0
    case "wrong":
      console.error(`bench: ${parsed.reason}\n\n${usage.trimEnd()}`)
      return 64
    case "asked":
      return run(parsed.asked)
  }
}

process.exitCode = await main()
