/** The built command and the emulator as processes of their own, which may be killed at any moment. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { workspaceRoot } from "../internal/workspace.ts"

export type Env = Readonly<Record<string, string>>

const bin = join(workspaceRoot, "apps/cli/bin/pipewright.js")

const begin = (args: ReadonlyArray<string>, cwd: string, env: Env): ChildProcess =>
  spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })

/** All that a process prints, as it comes. */
const listen = (child: ChildProcess, stream: "stdout" | "stderr", tell: (text: string) => void): void => {
  child[stream]?.setEncoding("utf8").on("data", tell)
}

export interface Ended {
  /** Absent if it was killed. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** How long it took until it printed something, and from then on, in milliseconds. */
  readonly quiet: number
  readonly busy: number
}

/** When something happens to a run: a part of the time before its first words, or of that after them. */
export interface Moment {
  readonly of: "quiet" | "busy"
  readonly after: number
  readonly act: (child: ChildProcess) => void
}

/** Runs the command to its end, or to a moment before that. */
export const run = async (
  args: ReadonlyArray<string>,
  cwd: string,
  env: Env,
  moment?: Moment,
): Promise<Ended> => {
  const started = performance.now()
  const child = begin(args, cwd, env)
  let [stdout, stderr, spoke] = ["", "", 0]
  let timer: NodeJS.Timeout | undefined
  const plan = (of: Moment["of"]) => {
    if (moment?.of === of) timer = setTimeout(() => moment.act(child), moment.after)
  }
  plan("quiet")
  listen(child, "stdout", (text) => {
    stdout += text
    if (spoke > 0) return
    spoke = performance.now()
    plan("busy")
  })
  listen(child, "stderr", (text) => {
    stderr += text
  })
  const [code] = (await once(child, "close")) as [number | null]
  clearTimeout(timer)
  const ended = performance.now()
  const quiet = (spoke === 0 ? ended : spoke) - started
  return { code: code ?? undefined, stdout, stderr, quiet, busy: ended - started - quiet }
}

export interface Emulator {
  readonly url: string
  /** All that it has printed. */
  readonly printed: () => string
  readonly kill: () => Promise<void>
}

/** An emulator that keeps what it has in a folder. With a port it takes the place of one that was killed. */
export const emulator = async (folder: string, env: Env, args: ReadonlyArray<string>): Promise<Emulator> => {
  const child = begin(["emulator", "--format", "json", "--data", folder, ...args], folder, env)
  const exited = once(child, "exit")
  let printed = ""
  const url = await new Promise<string>((resolve, reject) => {
    listen(child, "stderr", (text) => {
      printed += text
    })
    listen(child, "stdout", (text) => {
      printed += text
      if (printed.includes("\n}\n")) resolve((JSON.parse(printed) as { readonly url: string }).url)
    })
    void exited.then(() => reject(new Error(`the emulator has ended: ${printed}`)))
  })
  return {
    url,
    printed: () => printed,
    kill: async () => {
      child.kill("SIGKILL")
      await exited
    },
  }
}
