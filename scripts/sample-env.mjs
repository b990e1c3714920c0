// The sample secrets of the guide: `KEY=value` lines, made up, for the emulator on this machine only.
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./setup.mjs"

export const sampleEnvPath = join("examples", "guide", "sample.env")

/** Reads `KEY=value` lines; blank lines and `#` comments are skipped, quotes around a value are taken off. */
export const parseEnv = (text) => {
  const values = {}
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line)
    if (match === null) continue
    const [, key, raw] = match
    const quoted = /^(["'])(.*)\1$/.exec(raw)
    values[key] = quoted === null ? raw : quoted[2]
  }
  return values
}

export const readSampleEnv = () => {
  const path = join(root, sampleEnvPath)
  return existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {}
}
