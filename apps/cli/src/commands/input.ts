/** Standard input in the place of a file. */
import { readFileSync } from "node:fs"
import * as Disk from "../program/disk.ts"
import { decode } from "../program/files.ts"
import type { Given } from "../specs.ts"

/** Whether `-`, or `--stdin` without a path, asks for it. */
export const readsInput = ({ paths = [], flags }: Given): boolean =>
  paths.length === 0 ? flags.has("stdin") : paths.length === 1 && paths[0] === "-"

/** All of it. */
export const readInput = (shown: string): string => {
  Disk.notOnlyAsked()
  return decode(readFileSync(0), shown)
}
