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

/** Runs a command of the shell with a mount of `/proc` in the folder, which no other process sees. */
const withProc = (flags, folder, command, args = []) =>
  found(
    "unshare",
    [...flags, "sh", "-c", `mount --rbind /proc "$1/proc" && ${command}`, "sh", folder, ...args],
    {
      env: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", ...readSampleEnv() },
    },
  )

/** What runs a command in the folder as its root, or, in a container that grants no such thing, beside nothing at all. */
const enter = (folder) => {
  for (const flags of [["--map-root-user", "--mount"], ["--mount"]]) {
    const { status } = withProc(flags, folder, "chroot / true")
    if (status === 0) return (args) => withProc(flags, folder, 'exec chroot "$@"', ["/pipewright", ...args])
  }
  console.log("This machine grants no root of one's own; an empty directory and an empty PATH stand for it.")
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
