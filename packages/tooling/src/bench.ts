/**
 * `pnpm bench`: how fast the built CLI and its parts are, as ratios that hold on any machine, and what it counts.
 *
 *   --quick       3 runs of each, to see that they work, without servers, counts and ten thousand pipes, which have
 *                 tests of their own or take minutes
 *   --runs N      N runs of each (15)
 *   --only TEXT   the figures whose name, with what it is measured against, contains TEXT
 *   --node PATH   run commands with another Node
 *   --json FILE   also write the results as data
 */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs, parseEnv } from "node:util"
import { type Figure, nameOf } from "./bench/figure.ts"
import { figures } from "./bench/figures.ts"
import { measure, type Result } from "./bench/measure.ts"
import { renderTable, toJson } from "./bench/report.ts"
import { notes as served } from "./bench/served.ts"
import { notes } from "./bench/stages.ts"
import { workspaceRoot } from "./internal/workspace.ts"

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    runs: { type: "string" },
    only: { type: "string", default: "" },
    node: { type: "string", default: process.execPath },
    json: { type: "string" },
  },
})

const runs = Number(values.runs ?? (values.quick ? 3 : 15))
const isQuick = (figure: Figure): boolean =>
  figure.kind !== "served" && figure.kind !== "count" && !nameOf(figure).includes("10,000")
const chosen = figures.filter(
  (figure) => nameOf(figure).includes(values.only) && (!values.quick || isQuick(figure)),
)

/** Secrets for the guide. Reading extra certificates costs Node time at every start and is nobody's figure. */
const childEnvironment = (): NodeJS.ProcessEnv => {
  const samples = join(workspaceRoot, "examples", "guide", "sample.env")
  const env = { ...process.env, ...(existsSync(samples) ? parseEnv(readFileSync(samples, "utf8")) : {}) }
  delete env.NODE_EXTRA_CA_CERTS
  return env
}

const missing = (): string | undefined => {
  if (!Number.isInteger(runs) || runs < 1) return "--runs takes a whole number from 1."
  if (chosen.length === 0) return `No figure's name contains "${values.only}".`
  const isBuilt = ["apps/cli/bin/pipewright.js", "apps/cli/dist"].every((path) =>
    existsSync(join(workspaceRoot, path)),
  )
  if (chosen.some((figure) => figure.kind === "command" || figure.kind === "served") && !isBuilt) {
    return "The CLI is not built, and its commands cannot be measured. Run `npm run setup` first."
  }
  return undefined
}

const main = async (): Promise<number> => {
  const reason = missing()
  if (reason !== undefined) {
    console.error(`bench: ${reason}`)
    return 1
  }
  const options = { root: workspaceRoot, node: values.node, runs, env: childEnvironment() }
  const results: Array<Result> = []
  for (const figure of chosen) results.push(await measure(figure, options))
  const conditions = {
    node: execFileSync(values.node, ["-p", "process.versions.node"], { encoding: "utf8" }).trim(),
    platform: `${process.platform}-${process.arch}`,
    runs,
  }
  console.log(renderTable(conditions, results))
  if (chosen.some((figure) => figure.kind === "function")) console.log(`\n${notes.join("\n")}`)
  if (chosen.some((figure) => figure.kind === "served")) console.log(`\n${served.join("\n")}`)
  if (values.json !== undefined) writeFileSync(values.json, toJson(conditions, results))
  return results.some((result) => result.state === "failed") ? 1 : 0
}

process.exitCode = await main()
