// Bundles the CLI: a small entry, and a chunk for each command that is loaded when the command is called.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { build } from "esbuild"

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"))

const { outputFiles } = await build({
  absWorkingDir: new URL(".", import.meta.url).pathname,
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
  logLevel: "warning",
  write: false,
})

// The old bundle goes only when there is a new one.
const dist = new URL("dist/", import.meta.url)
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
for (const { path, contents } of outputFiles) writeFileSync(path, contents)
