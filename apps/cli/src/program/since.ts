/**
 * A program as it was in a commit of its repository, read by git from what is on this machine. Nothing is fetched, nothing
 * that the repository hooks up runs, and no file, index or ref is touched.
 */
import { spawnSync } from "node:child_process"
import { basename } from "node:path"
import * as Foreign from "@pipewright/language/Foreign"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Disk from "./disk.ts"
import { configurationFile, decode, limits, NoProgram } from "./files.ts"
import type { Loaded } from "./load.ts"

export interface Since {
  /** The commit that is compared with. */
  readonly commit: string
  /** The program as it was there; it may have no files. */
  readonly program: Loaded
}

/** The most that git may answer; a program that is larger is compared in parts. */
const most = 256 * 1024 * 1024

const environment = {
  LC_ALL: "C",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  // A clone that has only a part of its objects would ask its remote for the others.
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  // In a hook these lead to the repository from where git is, and not from the program.
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
}

interface Ran {
  readonly code: number
  readonly out: Buffer
  readonly words: string
}

const git = (directory: string, args: ReadonlyArray<string>, input = ""): Ran => {
  Disk.notOnlyAsked()
  const { error, status, stdout, stderr } = spawnSync("git", ["--no-pager", ...args], {
    cwd: directory,
    env: { ...process.env, ...environment },
    input,
    maxBuffer: most,
  })
  if (error !== undefined)
    throw new NoProgram(
      "code" in error && error.code === "ENOENT"
        ? "--since asks git, which is not installed"
        : "code" in error && error.code === "ENOBUFS"
          ? "the older program is too large to compare with: git answered with more than 256 MiB"
          : `--since asks git, which cannot be run: ${error.message}`,
    )
  const said = stderr.toString("utf8").trim()
  const words = /^(?:fatal|error): (.+)$/m.exec(said)?.[1] ?? said
  return { code: status ?? -1, out: stdout, words }
}

/** What git prints, if it ends well. */
const ask = (directory: string, args: ReadonlyArray<string>, input?: string): Buffer => {
  const { code, out, words } = git(directory, args, input)
  if (code === 0) return out
  const isPartial = git(directory, ["config", "--get-regexp", "^remote\\..*\\.promisor$"]).code === 0
  throw new NoProgram(isPartial ? lacking : `--since asks git, which ends with ${code}: ${words}`)
}

const lacking =
  "this clone was made without all that is in its commits; fetch the rest: `git fetch --refetch --no-filter`"

/**
 * The commit where the branches of `ref` and of HEAD part, which is what a pull request is about: what others have done
 * to `ref` since then is none of its edits.
 */
const baseOf = (root: string, ref: string): string => {
  if (ref === "" || ref.startsWith("-"))
    throw new NoProgram(`--since wants a commit or a branch, and \`${ref}\` is none`)
  const inside = git(root, ["rev-parse", "--is-inside-work-tree"])
  if (inside.code !== 0 || text(inside.out) !== "true")
    throw new NoProgram(
      inside.words.includes("dubious ownership")
        ? `--since asks git, which does not trust the repository of ${root}: ${inside.words}`
        : `--since compares with a commit, and ${root} is in no repository of git`,
    )
  const isShallow = () => text(ask(root, ["rev-parse", "--is-shallow-repository"])) === "true"
  const deeper =
    "this clone is shallow, so fetch the rest of it: `git fetch --unshallow`, or `fetch-depth: 0` in CI"
  const commitOf = (name: string): string | undefined => {
    const found = git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`])
    return found.code === 0 ? text(found.out) : undefined
  }
  const [head, other] = [commitOf("HEAD"), commitOf(ref)]
  if (head === undefined)
    throw new NoProgram("--since compares with a commit, and the repository has none yet")
  if (other === undefined)
    throw new NoProgram(
      `git has no commit \`${ref}\` here; ${isShallow() ? deeper : "if it is a branch of a remote, fetch it first"}`,
    )
  const base = git(root, ["merge-base", other, head])
  if (base.code === 0) return text(base.out)
  throw new NoProgram(
    isShallow()
      ? `\`${ref}\` and HEAD have no commit in common here; ${deeper}`
      : `\`${ref}\` and HEAD have no commit in common, so there is nothing to compare with`,
  )
}

const text = (bytes: Buffer): string => bytes.toString("utf8").trim()

interface Blob {
  readonly id: string
  /** Within the program. */
  readonly path: string
}

/** The same files as are found on disk: those of other programs, links, and what is hidden are passed over. */
const filesOf = (root: string, commit: string): ReadonlyArray<Blob> => {
  const listed = ask(root, ["ls-tree", "-r", "-z", commit]).toString("utf8").split("\0")
  const blobs = listed.flatMap((line): ReadonlyArray<Blob> => {
    const found = /^100\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line)
    return found === null ? [] : [{ id: found[1]!, path: found[2]! }]
  })
  const others = blobs.flatMap(({ path }) =>
    basename(path) === configurationFile && path !== configurationFile
      ? [path.slice(0, -configurationFile.length)]
      : [],
  )
  const isPassedOver = (path: string) =>
    path.split("/").some((part) => part.startsWith(".") || part === "node_modules") ||
    others.some((folder) => path.startsWith(folder))
  const files = blobs.filter(({ path }) => path.endsWith(".pipe") && !isPassedOver(path))
  if (files.length > limits.files) throw new NoProgram(`there were more than ${limits.files} .pipe files`)
  return files
}

/** The texts of files in their order. */
const read = (root: string, files: ReadonlyArray<Blob>): ReadonlyArray<Source.Source> => {
  const out = ask(root, ["cat-file", "--batch"], files.map(({ id }) => `${id}\n`).join(""))
  let at = 0
  return files.map(({ path }) => {
    const start = out.indexOf("\n", at) + 1
    const bytes = Number(/ blob (\d+)$/.exec(out.toString("utf8", at, start - 1))?.[1])
    if (Number.isNaN(bytes)) throw new NoProgram(lacking)
    if (bytes > limits.bytes) throw new NoProgram(`${path} was larger than 64 MiB`)
    at = start + bytes + 1
    return Source.make(path, decode(out.subarray(start, start + bytes), path))
  })
}

/** The program as it was where the branches of `ref` and of HEAD part. */
export const load = (program: Loaded, ref: string): Since => {
  const { root, isSingle } = program
  const commit = baseOf(root, ref)
  const [only] = program.files
  const files = filesOf(root, commit).filter(({ path }) => !isSingle || path === only?.source.file)
  const sources = read(root, files).filter(({ text }) => Foreign.productOf(text) === undefined)
  const parsed = sources.map((source) => Parser.parse(source))
  const bySource = new Map(sources.map((source) => [source.file, source]))
  return {
    commit,
    program: {
      ...program,
      files: parsed.map(({ file }) => file),
      diagnostics: parsed.flatMap(({ diagnostics }) => diagnostics),
      source: (file) => bySource.get(file),
      sources: () => bySource.values(),
    },
  }
}
