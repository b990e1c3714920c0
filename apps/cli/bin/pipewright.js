#!/usr/bin/env node
"use strict"
const [major, minor] = process.versions.node.split(".").map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`pipewright needs Node 20.19 or newer, and this is ${process.versions.node}\n`)
  process.exit(70)
}
// Node 22.8 and newer keep compiled code between runs.
require("node:module").enableCompileCache?.()
require("../dist/main.cjs")
