/** The linter of prisma's schema language, which its makers call from other programs, as a command. */
import type { Command } from "./figure.ts"
import { prismaModels } from "./likeSized.ts"
import { prismaHead } from "./likeSizedFiles.ts"
import * as Peers from "./peers.ts"
import { folder } from "./scratch.ts"

const script = `const { readFileSync } = require("node:fs")
const [wasm, file] = process.argv.slice(2)
const found = require(wasm).lint(JSON.stringify([["file:/schema.prisma", readFileSync(file, "utf8")]]))
if (found !== "[]") throw new Error("the prisma schema has a finding: " + found.slice(0, 500))
`

/** On a file of so many models. */
export const prismaLint = (models: number): Command => ({
  args: ["lint.cjs", Peers.file(Peers.prisma, "src/prisma_schema_build.js"), "schema.prisma"],
  cwd: folder(`prisma-${models}`, () => ({
    "lint.cjs": script,
    "schema.prisma": prismaHead + prismaModels(models),
  })),
})
