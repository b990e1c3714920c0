// Makes a clone ready to use: dependencies, then the CLI's bundle. Needs Node 20, npm and its registry.
// Nothing may be imported here that is not part of Node, because nothing is installed yet.
import { spawn, spawnSync } from "node:child_process"
import { existsSync, readFileSync, realpathSync, statSync, utimesSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const installedMarker = join(root, "node_modules", ".modules.yaml")
const lockfile = join(root, "pnpm-lock.yaml")

/** The exact package manager that the workspace names, as `pnpm@1.2.3`. */
const packageManager = () => {
  const { packageManager: pin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  return pin.split("+")[0]
}

/** The Node that the workspace installs, where its platform has one; otherwise the Node that runs this. */
export const workspaceNode = () => {
  const candidate = join(root, "node_modules", ".bin", "node")
  if (!existsSync(candidate)) return process.execPath
  return spawnSync(candidate, ["--version"], { stdio: "ignore" }).status === 0 ? candidate : process.execPath
}

/** Runs a program in the workspace with the terminal of this process and yields its exit code. */
export const run = (program, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: "inherit", ...options })
    child.on("error", (error) => {
      console.error(`${program}: ${error.message}`)
      resolve(127)
    })
    child.on("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)))
  })

/** A step that failed; carries the exit code that this process should end with. */
export class StepFailed extends Error {
  constructor(step, exitCode) {
    super(`${step} failed with exit code ${exitCode}`)
    this.name = "StepFailed"
    this.exitCode = exitCode
  }
}

/** Runs a program quietly under one line that says what it does and how long it took. */
const step = (title, program, args) =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${title}…`)
    const started = performance.now()
    const output = []
    const child = spawn(program, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      // npx is a .cmd file on Windows, which only a shell can start.
      shell: process.platform === "win32",
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: "1",
        TURBO_NO_UPDATE_NOTIFIER: "1",
        // The lockfile decides when to install. Otherwise pnpm would install, unasked and unfrozen, before it runs.
        pnpm_config_verify_deps_before_run: "false",
      },
    })
    child.stdout.on("data", (chunk) => output.push(chunk))
    child.stderr.on("data", (chunk) => output.push(chunk))
    const fail = (exitCode, extra = "") => {
      process.stdout.write(" failed\n")
      process.stderr.write(`${Buffer.concat(output).toString("utf8")}${extra}\n`)
      reject(new StepFailed(title, exitCode))
    }
    child.on("error", (error) => fail(127, `${program}: ${error.message}`))
    child.on("close", (code, signal) => {
      if (code !== 0) return fail(code ?? 1, signal === null ? "" : `stopped by ${signal}`)
      process.stdout.write(` ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
      resolve()
    })
  })

const isInstalled = () =>
  existsSync(installedMarker) && statSync(installedMarker).mtimeMs >= statSync(lockfile).mtimeMs

/** Installs what is missing and builds the CLI; both are quick when there is nothing to do. */
export const setup = async () => {
  const pnpm = packageManager()
  if (!isInstalled()) {
    const when = existsSync(installedMarker) ? "the lockfile changed" : "first time only"
    await step(`Installing dependencies (${pnpm.replace("@", " ")}, ${when})`, "npx", [
      "-y",
      pnpm,
      "install",
      "--frozen-lockfile",
    ])
    // pnpm leaves the marker alone when all is in place; the next run should not ask again.
    if (existsSync(installedMarker)) utimesSync(installedMarker, new Date(), new Date())
  }
  // Through `pnpm exec`, because turbo looks for pnpm on the PATH.
  await step("Building the CLI", "npx", [
    "-y",
    pnpm,
    "exec",
    "turbo",
    "run",
    "build",
    "--filter=pipewright",
    "--output-logs=errors-only",
  ])
}

/** Runs the main function of a script and ends the process with the exit code it yields. */
export const main = async (program) => {
  try {
    process.exitCode = await program()
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    console.error(error.message)
    process.exitCode = error.exitCode
  }
}

/** Whether a module is the one that Node was started with, by whatever link it was named. */
export const isMain = (url) =>
  process.argv[1] !== undefined && fileURLToPath(url) === realpathSync(process.argv[1])

if (isMain(import.meta.url)) {
  await main(async () => {
    await setup()
    return 0
  })
}
