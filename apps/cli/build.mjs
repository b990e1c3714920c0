// Bundles the CLI: a small entry, and a chunk for each command that is loaded when the command is called.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, sep } from "node:path"
import { brotliCompressSync } from "node:zlib"
import { build } from "esbuild"

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"))

const here = new URL(".", import.meta.url).pathname
const reference = join(here, "../../docs/reference")

/** What `explain` shows is read from the pages of the reference, by the module that tests read them with. */
const topics = async () => {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: ["src/topics/pages.ts"],
    bundle: true,
    format: "esm",
    write: false,
  })
  const Pages = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  )
  const pages = readdirSync(reference, { recursive: true })
    .filter((path) => path.endsWith(".md"))
    .sort()
    .map((path) => ({ path: path.split(sep).join("/"), text: readFileSync(join(reference, path), "utf8") }))
  return brotliCompressSync(JSON.stringify(Pages.read(pages)))
}

const bundledTopics = {
  name: "topics",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^pipewright:topics$/ }, ({ path }) => ({ path, namespace: "topics" }))
    onLoad({ filter: /.*/, namespace: "topics" }, async () => ({
      contents: `export const packed = "${(await topics()).toString("base64")}"`,
    }))
  },
}

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  conditions: ["source"],
  mainFields: ["module", "main"],
  minify: true,
  define: { PIPEWRIGHT_VERSION: JSON.stringify(version) },
  // Some of what is bundled is CommonJS and asks for Node's own modules by `require`.
  banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
  plugins: [bundledTopics],
  logLevel: "warning",
  write: false,
})

// The old bundle goes only when there is a new one.
const dist = new URL("dist/", import.meta.url)
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
for (const { path, contents } of outputFiles) writeFileSync(path, contents)
