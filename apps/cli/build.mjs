// Bundles the CLI: a small entry, and chunks that are loaded when a command is called. Beside them is what rules that come
// with a program may import, with its types.
//
//   node build.mjs             writes `dist`, as npm gets it
//   node build.mjs --modules   writes the command as modules to `build/modules`, for the compiler of the binary
//   node build.mjs --list      prints what each file of the command is made of
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync } from "node:zlib"
import { rolldown } from "rolldown"

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"))

const here = fileURLToPath(new URL(".", import.meta.url))

/** Stands in the bundle for a name that is made of all of it. */
const buildMark = "0123456789abcdef@build"

const from = {
  cwd: here,
  platform: "node",
  resolve: { conditionNames: ["source", "import", "node", "default"], mainFields: ["module", "main"] },
  transform: {
    target: "node20.19",
    define: { PIPEWRIGHT_VERSION: JSON.stringify(version), PIPEWRIGHT_BUILD: JSON.stringify(buildMark) },
  },
}

const generate = async (input, output) => {
  const bundle = await rolldown({ ...from, ...input })
  const { output: files } = await bundle.generate(output)
  await bundle.close()
  return files
}

/** What `explain` shows is read from the pages of the reference, by the module that reads them without a bundle. */
const topics = async () => {
  const [{ code }] = await generate({ input: "src/topics/folder.ts" }, { format: "esm" })
  const { topicsIn } = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`)
  return topicsIn(join(here, "../../docs/reference"))
}

/** Puts the topics into the bundle, compressed: as they are they would be a fifth of it. */
const bundledTopics = {
  name: "topics",
  load: {
    filter: { id: /[\\/]src[\\/]topics[\\/]load\.ts$/ },
    handler: async () => {
      const packed = brotliCompressSync(JSON.stringify(await topics())).toString("base64")
      return {
        moduleType: "js",
        code: [
          'import { brotliDecompressSync } from "node:zlib"',
          `const packed = "${packed}"`,
          'export const load = () => JSON.parse(brotliDecompressSync(Buffer.from(packed, "base64")).toString())',
        ].join("\n"),
      }
    },
  },
}

/**
 * The declarations of what rules import, as the compiler makes them of the sources: those that are needed, in one folder,
 * by the names of their modules.
 */
const declarations = () => {
  const made = join(here, "build/types")
  rmSync(made, { recursive: true, force: true })
  const { status, stdout, error } = spawnSync("tsc", ["-p", "tsconfig.types.json"], {
    cwd: here,
    encoding: "utf8",
    shell: process.platform === "win32",
  })
  if (status !== 0) throw new Error(`tsc: ${error?.message ?? stdout}`)
  const found = new Map()
  const nameOf = (path) =>
    `types/${relative(made, path)
      .replaceAll("\\", "/")
      .replace(/^(?:packages|apps)\//, "")
      .replace("/src/", "/")}`
  const pathOf = (specifier, from) => {
    const [, name, module] = /^@pipewright\/([^/]+)\/(.+)$/.exec(specifier) ?? []
    if (name !== undefined) return join(made, "packages", name, "src", `${module}.d.ts`)
    if (specifier.startsWith(".")) return join(dirname(from), specifier.replace(/\.ts$/, ".d.ts"))
    // A value that nothing may show: what it is made of is nobody's business outside.
    if (specifier === "effect/Redacted") return join(made, "packages/hidden/src/Redacted.d.ts")
    throw new Error(`${from} asks for ${specifier}, which the package does not bring along`)
  }
  const visit = (path) => {
    if (found.has(path)) return
    found.set(path, "")
    if (path.endsWith("hidden/src/Redacted.d.ts")) {
      found.set(path, "export interface Redacted {\n    toString(): string\n}\n")
      return
    }
    // What is imported for what it does says nothing of types.
    const text = readFileSync(path, "utf8")
      .replaceAll(/^import "[^"]+";\n/gm, "")
      .replaceAll(/(from\s+)"([^"]+)"(?=;?$)/gm, (_, before, specifier) => {
        const other = pathOf(specifier, path)
        visit(other)
        const to = relative(dirname(nameOf(path)), nameOf(other)).replaceAll("\\", "/")
        return `${before}"${to.startsWith(".") ? to : `./${to}`}"`.replace(/\.d\.ts"$/, '.js"')
      })
    found.set(path, text)
  }
  for (const name of ["rule", "testing"]) visit(join(made, "apps/cli/src/lint", `${name}.d.ts`))
  return [...found].map(([path, text]) => ({ fileName: nameOf(path), code: text }))
}

/**
 * What belongs to the commands that have to start fast, each with all that it imports and an earlier one does not
 * have: every file costs its reading, so each of these commands is at most one file more than the one before it. What
 * only other commands import is cut by the bundler.
 */
const groups = [
  // What holds chunks together, what every fast command writes with, and what may answer before one of them is loaded.
  ["start", /rolldown[\\/]runtime|[\\/]src[\\/](main|cache|views[\\/]terminal)\.ts$/],
  ["fmt", /[\\/]src[\\/]commands[\\/]fmt\.ts$/],
  ["check", /[\\/]src[\\/]commands[\\/]check\.ts$/],
  ["linting", /[\\/]src[\\/]commands[\\/]lint\.ts$/],
].map(([name, test], index, all) => ({ name, test, priority: all.length - index }))

/**
 * The command, and what tests of rules import, which is made of the same. Node loads CommonJS in less time than modules,
 * and can ask for a file in the middle of a function.
 */
const command = async (format) => {
  const extension = format === "cjs" ? "cjs" : "js"
  const files = await generate(
    {
      input: { main: "src/main.ts", ...(format === "cjs" && { testing: "src/lint/testing.ts" }) },
      plugins: [bundledTopics],
    },
    {
      format,
      entryFileNames: `[name].${extension}`,
      // No hashes: a build that is put back from a cache then lies over the one before it.
      chunkFileNames: `[name].${extension}`,
      minify: true,
      codeSplitting: { groups },
    },
  )
  const sum = createHash("sha256")
  for (const { code } of files) sum.update(code)
  const name = sum.digest("hex").slice(0, buildMark.length)
  return files.map(({ code, ...file }) => ({ ...file, code: code.replace(buildMark, name) }))
}

/** A small thing by itself: what it shares with the commands is not worth another file for each of them to load. */
const forRules = () =>
  generate(
    { input: { lint: "src/lint/rule.ts" } },
    { format: "esm", entryFileNames: "[name].js", minify: true },
  )

/** Modules find the names of modules in it, whatever a bundle looks like. */
const asModule = (files, name) => {
  const { exports } = files.find(({ fileName }) => fileName === `${name}.cjs`)
  return {
    fileName: `${name}.js`,
    code: `import it from "./${name}.cjs"\nexport const { ${exports.join(", ")} } = it\n`,
  }
}

/** The old files go only when there are new ones. */
const write = (folder, files) => {
  const to = join(here, folder)
  rmSync(to, { recursive: true, force: true })
  for (const { fileName, code } of files) {
    mkdirSync(dirname(join(to, fileName)), { recursive: true })
    writeFileSync(join(to, fileName), code)
  }
}

/** What each file is made of, for whoever wants to know why it is so large. */
const contents = (files) =>
  files.map(({ fileName, modules }) => ({
    file: fileName,
    modules: Object.entries(modules).map(([id, { renderedLength }]) => ({
      module: relative(join(here, "../.."), id)
        .replaceAll("\\", "/")
        .replace(/^node_modules\/\.pnpm\/[^/]*\//, ""),
      bytes: renderedLength,
    })),
  }))

if (process.argv.includes("--list")) {
  process.stdout.write(`${JSON.stringify(contents(await command("cjs")), undefined, 2)}\n`)
} else if (process.argv.includes("--modules")) {
  write("build/modules", [...(await command("esm")), ...(await forRules())])
} else {
  const files = await command("cjs")
  write("dist", [...files, asModule(files, "testing"), ...(await forRules()), ...declarations()])
}
