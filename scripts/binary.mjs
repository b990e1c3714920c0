// `npm run binary`: makes one file of the CLI that runs on Linux x64 without Node, of the bundle that npm gets, as modules.
// With `--test` the tests of the CLI then run that file; what follows goes on to vitest.
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { basename, join, relative } from "node:path"
import { isMain, main, root, run, StepFailed, setup, workspaceNode } from "./setup.mjs"
import { test } from "./test.mjs"

const app = join(root, "apps", "cli")

export const binary = join(app, "build", "pipewright-linux-x64")

/** The compiler that the lockfile names. Pnpm installs it on Linux x64 alone. */
const compiler = () => {
  const tooling = createRequire(join(root, "packages", "tooling", "package.json"))
  try {
    return tooling.resolve("@oven/bun-linux-x64-baseline/bin/bun")
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error
    console.error("The binary is made on Linux x64 with glibc, where the lockfile brings its compiler.")
    throw new StepFailed("Compiling the binary", 1)
  }
}

/** The command, and what rules of one's own import by a name that is known only when they run. */
const entries = ["main.js", "lint.js"]

const options = [
  "--compile",
  // Parsed when it is made, chunk by chunk, and not at every start.
  "--bytecode",
  "--format=esm",
  "--splitting",
  "--minify",
  // Where the bundle lay when it was compiled is not told, and the file is the same from every directory.
  '--define=__filename="pipewright"',
  // Code has to run ten times as often as usual until it is compiled. Most runs are over by then.
  "--compile-jit-policy=10",
  // What lies about where somebody works is no part of the program; `.env` could name another key or another API.
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
  "--no-compile-autoload-tsconfig",
  "--no-compile-autoload-package-json",
]

const compile = async () => {
  mkdirSync(join(app, "build"), { recursive: true })
  const bundled = await run(workspaceNode(), [join(app, "build.mjs"), "--modules"])
  if (bundled !== 0) throw new StepFailed("Bundling for the binary", bundled)
  const unfinished = `${binary}.unfinished`
  const exitCode = await run(compiler(), ["build", ...options, `--outfile=${unfinished}`, ...entries], {
    cwd: join(app, "build", "modules"),
    stdio: ["ignore", "ignore", "inherit"],
  })
  if (exitCode !== 0 || !existsSync(unfinished)) throw new StepFailed("Compiling the binary", exitCode || 1)
  renameSync(unfinished, binary)
}

/** Says what was made, and keeps its checksum beside it as `sha256sum --check` reads it. */
const describe = () => {
  const content = readFileSync(binary)
  const sum = createHash("sha256").update(content).digest("hex")
  writeFileSync(`${binary}.sha256`, `${sum}  ${basename(binary)}\n`)
  console.log(`${relative(root, binary)}  ${(content.length / 1e6).toFixed(1)} MB  sha256 ${sum}`)
}

if (isMain(import.meta.url)) {
  const [flag, ...rest] = process.argv.slice(2)
  await main(async () => {
    if (flag !== undefined && flag !== "--test") {
      console.error(`There is no ${flag}; there is --test, and what follows it goes on to vitest.`)
      return 64
    }
    await setup()
    await compile()
    describe()
    if (flag === undefined) return 0
    return test(rest.length === 0 ? ["apps/cli/test"] : rest, { PIPEWRIGHT_PROGRAM: binary })
  })
}
