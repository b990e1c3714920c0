// Bundles the CLI: a small entry, and a chunk for each command that is loaded when the command is called.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
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
