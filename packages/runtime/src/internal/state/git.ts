/**
 * A state as a ref of the program's own repository, made by plumbing: neither the files, nor the index, nor a branch is
 * touched. Each version is a commit whose tree has the document and the lock, so that one swap of the ref settles both.
 */
import * as Command from "@effect/platform/Command"
import * as CommandExecutor from "@effect/platform/CommandExecutor"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { StateUnavailable } from "../../errors.ts"
import type { Backend } from "./backend.ts"
import * as Cell from "./cell.ts"
import * as Name from "./name.ts"

interface Options {
  readonly directory: string
  readonly target: string
  readonly remote?: string
}

interface Ran {
  readonly code: number
  readonly out: Uint8Array
  /** What git said about a failure, without logins. */
  readonly words: string
}

/** The files of the tree, by what they hold. */
const files = { document: "state.json", lock: "lock.json" } as const

/** For whoever looks at the history; the owner of a lock is in the message. No address is needed to write. */
const identity = { NAME: "pipewright", EMAIL: "pipewright@localhost" }

const environment: Readonly<Record<string, string>> = {
  LC_ALL: "C",
  // A question would never be answered: what git prints is not shown.
  GIT_TERMINAL_PROMPT: "0",
  ...Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((role) =>
      Object.entries(identity).map(([key, value]) => [`GIT_${role}_${key}`, value]),
    ),
  ),
}

/** Nothing runs that the repository hooks up for the work of people, and a server that says nothing is given up. */
const settings = [
  "core.hooksPath=/dev/null",
  "gc.auto=0",
  "maintenance.auto=false",
  "http.lowSpeedLimit=1",
  "http.lowSpeedTime=60",
].flatMap((setting) => ["-c", setting])

/** Addresses keep their host and lose what stands before it, which may be a password or a token. */
const withoutLogins = (text: string): string => text.replace(/(:\/\/)[^\s'"]*@/g, "$1")

export const make = Effect.fnUntraced(function* (
  options: Options,
): Effect.fn.Return<Backend, StateUnavailable, CommandExecutor.CommandExecutor> {
  const executor = yield* CommandExecutor.CommandExecutor
  const ref = `refs/pipewright/state/${Name.encode(options.target)}`
  const there = (remote: string | undefined): string =>
    remote === undefined ? ref : `${ref} of ${withoutLogins(remote)}`
  const unavailable = (why: string) => new StateUnavailable({ where: there(options.remote), why })

  const run = (args: ReadonlyArray<string>, input = ""): Effect.Effect<Ran, StateUnavailable> =>
    Effect.gen(function* () {
      const process = yield* executor.start(
        Command.make("git", ...settings, ...args).pipe(
          Command.workingDirectory(options.directory),
          Command.env(environment),
          Command.feed(input),
        ),
      )
      const [out, said, code] = yield* Effect.all(
        [collect(process.stdout), collect(process.stderr), process.exitCode],
        { concurrency: "unbounded" },
      )
      return { code, out, words: words(new TextDecoder().decode(said), code) }
    }).pipe(
      Effect.scoped,
      Effect.mapError((error) =>
        unavailable(
          error._tag === "SystemError" && error.reason === "NotFound"
            ? "git is not installed, or the directory is gone"
            : withoutLogins(error.message),
        ),
      ),
    )

  /** What git prints, if it ends well. */
  const ask = (args: ReadonlyArray<string>, input = ""): Effect.Effect<string, StateUnavailable> =>
    Effect.flatMap(run(args, input), ({ code, out, words }) =>
      code === 0 ? Effect.succeed(new TextDecoder().decode(out).trim()) : Effect.fail(unavailable(words)),
    )

  const remotes = (yield* ask(["remote"])).split("\n")
  const upstream = options.remote ?? (remotes.includes("origin") ? "origin" : undefined)

  /** The commit that the ref of this repository is at, `""` for none. */
  const local = Effect.map(run(["rev-parse", "--verify", "--quiet", ref]), ({ code, out }) =>
    code === 0 ? new TextDecoder().decode(out).trim() : "",
  )

  /** The commit that the remote has, `""` for none. */
  const common = (remote: string) =>
    Effect.map(ask(["ls-remote", remote, ref]), (listed) => {
      const lines = listed.split("\n").map((line) => line.split("\t"))
      return lines.find((line) => line[1] === ref)?.[0] ?? ""
    })

  /**
   * Keeps a commit of the remote from being swept up here. Another process may be at the same; without it nothing is
   * wrong for weeks.
   */
  const keep = (id: string) => Effect.asVoid(run(["update-ref", ref, id]))

  /** What a commit holds; `undefined` if it is not here. */
  const open = Effect.fnUntraced(function* (id: string) {
    const names = [id, ...Object.values(files).map((name) => `${id}:${name}`)]
    const { code, out, words } = yield* run(
      ["cat-file", "--batch"],
      names.map((name) => `${name}\n`).join(""),
    )
    if (code !== 0) return yield* unavailable(words)
    const [commit, document, lock] = objects(out)
    if (commit === undefined) return undefined
    return { ...(document === undefined ? {} : { document }), ...(lock === undefined ? {} : { lock }) }
  })

  const fetched = Effect.fnUntraced(function* (remote: string, id: string) {
    const options = ["--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"]
    yield* ask(["fetch", ...options, remote, ref])
    yield* keep(id)
    return yield* open(id)
  })

  /**
   * A version that the remote has not, which is that of this repository where the remote has none. It is shared with
   * the next write, as when a remote is added after the first runs.
   */
  let unshared: string | undefined

  const read = Effect.gen(function* () {
    const shared = upstream === undefined ? "" : yield* common(upstream)
    const id = shared === "" ? yield* local : shared
    unshared = shared === "" ? id : undefined
    if (id === "") return { id, content: {} }
    const content = (yield* open(id)) ?? (upstream === undefined ? undefined : yield* fetched(upstream, id))
    if (content === undefined) return yield* unavailable(`its commit ${id} is not there`)
    return { id, content }
  })

  /** A lock is in every version of a run. */
  const lockBlobs = new Map<string, string>()

  const blob = Effect.fnUntraced(function* (key: keyof Cell.Content, text: string) {
    const known = lockBlobs.get(text)
    if (known !== undefined) return known
    const id = yield* ask(["hash-object", "-w", "--stdin"], text)
    if (key === "lock") lockBlobs.set(text, id)
    return id
  })

  const commit = Effect.fnUntraced(function* (parent: string, content: Cell.Content, message: string) {
    const entries = yield* Effect.forEach(["document", "lock"] as const, (key) => {
      const text = content[key]
      return text === undefined
        ? Effect.succeed("")
        : Effect.map(blob(key, text), (id) => `100644 blob ${id}\t${files[key]}\n`)
    })
    const tree = yield* ask(["mktree"], entries.join(""))
    const parents = parent === "" ? [] : ["-p", parent]
    return yield* ask(["commit-tree", tree, ...parents, "-F", "-"], message)
  })

  const swap = Effect.fnUntraced(function* (from: Cell.Version, to: Cell.Content, message: string) {
    const id = yield* commit(from.id, to, message)
    if (upstream === undefined) {
      const { code, words } = yield* run(["update-ref", ref, id, from.id])
      return code === 0 ? { id } : { id, doubt: words }
    }
    const lease = from.id === unshared ? "" : from.id
    const { code, words } = yield* run([
      ...["push", "--quiet", "--no-follow-tags", "--no-signed", "--recurse-submodules=no"],
      ...[`--force-with-lease=${ref}:${lease}`, upstream, `${id}:${ref}`],
    ])
    if (code !== 0) return { id, doubt: words }
    unshared = undefined
    yield* keep(id)
    return { id }
  })

  return yield* Cell.backend({ where: there(upstream), read, swap })
})

const collect = <E>(stream: Stream.Stream<Uint8Array, E>): Effect.Effect<Uint8Array, E> =>
  Effect.map(Stream.runCollect(stream), (chunks) => Buffer.concat([...chunks]))

const words = (said: string, code: number): string => {
  const text = withoutLogins(said)
    .trim()
    .replaceAll(/\s*\n\s*/g, "; ")
  return text === "" ? `git ended with ${code}` : text
}

/** The answers of `cat-file --batch`, in order; what is missing has none. */
const objects = (out: Uint8Array): ReadonlyArray<string | undefined> => {
  const decoder = new TextDecoder()
  const found: Array<string | undefined> = []
  let at = 0
  while (at < out.length) {
    const end = out.indexOf(10, at)
    const header = decoder.decode(out.subarray(at, end))
    at = end + 1
    const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(header)?.[1]
    if (size === undefined) {
      found.push(undefined)
      continue
    }
    found.push(decoder.decode(out.subarray(at, at + Number(size))))
    at += Number(size) + 1
  }
  return found
}
