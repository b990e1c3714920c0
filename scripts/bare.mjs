// Runs the binary in a root that has it, the libraries that it links to, the examples, `/proc`, and no Node.
import { spawnSync } from "node:child_process"
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { binary } from "./binary.mjs"
import { readSampleEnv } from "./sample-env.mjs"
import { main, root } from "./setup.mjs"

const commands = [
  ["--version"],
  ["lint", "/guide"],
  ["fmt", "--check", "/guide"],
  ["explain", "64"],
  ["apply", "/guide", "--target", "local", "--yes"],
]

const found = (program, args, options = {}) =>
  spawnSync(program, args, { encoding: "utf8", timeout: 120_000, ...options })

/** The files that the loader of the system puts beside the binary, by what `ldd` says. */
const libraries = () => {
  const { status, stdout, stderr } = found("ldd", [binary])
  if (status !== 0) throw new Error(`ldd says nothing of ${binary}: ${stderr}`)
  return stdout.match(/\/\S+/g)
}

const bareRoot = () => {
  const folder = mkdtempSync(join(tmpdir(), "pipewright-bare-"))
  for (const path of libraries()) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    copyFileSync(path, join(folder, path))
  }
  mkdirSync(join(folder, "proc"))
  mkdirSync(join(folder, "tmp"))
  copyFileSync(binary, join(folder, "pipewright"))
  cpSync(join(root, "examples", "guide"), join(folder, "guide"), {
    recursive: true,
    filter: (path) => !path.endsWith(".pipewright"),
  })
  return folder
}

const inside = 'mount --rbind /proc "$1/proc" && exec chroot "$@"'

/** Another root wants a namespace of one's own, which not every container grants. */
const enter = (folder) => {
  const shell = ["--map-root-user", "--mount", "sh", "-c", inside, "sh", folder]
  const env = { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", ...readSampleEnv() }
  const tried = found("unshare", [...shell, "/pipewright", "--version"], { env })
  if (tried.status === 0) return (args) => found("unshare", [...shell, "/pipewright", ...args], { env })
  const why = tried.error?.message ?? tried.stderr.trim()
  // What is wrong with the binary itself is told by the runs.
  if (!/unshare|mount|chroot/.test(why)) return () => tried
  console.log(`No other root is to be had here (${why}); an empty directory and an empty PATH stand for it.`)
  return (args) =>
    found(
      join(folder, "pipewright"),
      args.map((it) => it.replace(/^\/guide$/, join(folder, "guide"))),
      { cwd: join(folder, "tmp"), env: { ...readSampleEnv(), PATH: "" } },
    )
}

await main(async () => {
  const folder = bareRoot()
  try {
    const runs = enter(folder)
    for (const args of commands) {
      const { status, stdout, stderr, error } = runs(args)
      if (status !== 0) {
        console.error(`pipewright ${args.join(" ")}  failed: ${error?.message ?? `exit code ${status}`}`)
        console.error(`${stdout}${stderr}`)
        return 1
      }
      console.log(`pipewright ${args.join(" ").padEnd(40)}  ${stdout.trim().split("\n").at(-1)}`)
    }
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
