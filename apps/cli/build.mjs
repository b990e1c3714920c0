// Bundles the CLI: a small entry, and a chunk for each command that is loaded when the command is called. Beside them is
// what rules that come with a program may import, with its types.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { brotliCompressSync } from "node:zlib"
import { build } from "esbuild"

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"))

const here = new URL(".", import.meta.url).pathname

/** What `explain` shows is read from the pages of the reference, by the module that reads them without a bundle. */
const topics = async () => {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: ["src/topics/folder.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  })
  const code = Buffer.from(outputFiles[0].contents).toString("base64")
  const { topicsIn } = await import(`data:text/javascript;base64,${code}`)
  return topicsIn(join(here, "../../docs/reference"))
}

/** Puts the topics into the bundle, compressed: as they are they would be a fifth of it. */
const bundledTopics = {
  name: "topics",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/]topics[\\/]load\.ts$/ }, async () => {
      const packed = brotliCompressSync(JSON.stringify(await topics())).toString("base64")
      return {
        contents: [
          'import { brotliDecompressSync } from "node:zlib"',
          `const packed = "${packed}"`,
          'export const load = () => JSON.parse(brotliDecompressSync(Buffer.from(packed, "base64")).toString())',
        ].join("\n"),
      }
    })
  },
}

/** How everything is bundled. */
const shared = {
  absWorkingDir: here,
  outdir: "dist",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  conditions: ["source"],
  mainFields: ["module", "main"],
  minify: true,
  logLevel: "warning",
  write: false,
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
  return [...found].map(([path, text]) => ({ path: join(here, "dist", nameOf(path)), contents: text }))
}

/** Stands in the bundle for a name that is made of all of it. */
const buildMark = "0123456789abcdef@build"

const { outputFiles } = await build({
  ...shared,
  entryPoints: { main: "src/main.ts", testing: "src/lint/testing.ts" },
  splitting: true,
  define: { PIPEWRIGHT_VERSION: JSON.stringify(version), PIPEWRIGHT_BUILD: JSON.stringify(buildMark) },
  // Some of what is bundled is CommonJS and asks for Node's own modules by `require`.
  banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
  plugins: [bundledTopics],
})

// A small thing by itself: what it shares with the commands is not worth another file for each of them to load.
const { outputFiles: forRules } = await build({ ...shared, entryPoints: { lint: "src/lint/rule.ts" } })
const types = declarations()

// The old bundle goes only when there is a new one.
const dist = new URL("dist/", import.meta.url)
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
const sum = createHash("sha256")
for (const { contents } of outputFiles) sum.update(contents)
const buildName = sum.digest("hex").slice(0, buildMark.length)
const named = outputFiles.map(({ path, text }) => ({ path, contents: text.replace(buildMark, buildName) }))
for (const { path, contents } of [...named, ...forRules, ...types]) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}
