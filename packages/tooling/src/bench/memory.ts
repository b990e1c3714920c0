/** The most memory that a process of Node took, as it tells itself when it ends. */
import { spawnSync } from "node:child_process"
import { workspaceRoot } from "../internal/workspace.ts"
import type { Command } from "./figure.ts"

const telling = `import { writeSync } from "node:fs"
process.on("exit", () => writeSync(3, process.resourceUsage().maxRSS + "\\n"))`

/** In MB, a million bytes each. */
export const peakOf = ({ args, cwd = workspaceRoot, env, exitCodes = [] }: Command): number => {
  const preload = ["--import", `data:text/javascript,${encodeURIComponent(telling)}`]
  const { status, signal, output } = spawnSync(process.execPath, [...preload, ...args], {
    cwd,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    maxBuffer: 1024 ** 3,
  })
  if (status !== 0 && !exitCodes.includes(status ?? -1))
    throw new Error(`ended with ${status ?? signal}: ${String(output?.[2]).slice(-2_000)}`)
  // A worker tells of itself too, and each of the whole process.
  const told = String(output[3]).trim().split("\n").map(Number)
  return (Math.max(...told) * 1024) / 1e6
}
