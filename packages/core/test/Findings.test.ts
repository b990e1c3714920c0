import { readdirSync, readFileSync } from "node:fs"
import { expectBaseline } from "@pipewright/testing/Baselines"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"
import { findings, rendered } from "./garden.ts"

const folder = new URL("findings/", import.meta.url).pathname
const pages = readdirSync(folder).map((name) => folder + name)

describe.each(pages)("The page %s", (path) => {
  it("shows for each program what people see", () => {
    const page = readFileSync(path, "utf8").replaceAll("\r\n", "\n")
    const generated = page.replace(
      /```pipe\n([\s\S]*?)```\n(?:\n```text\n[\s\S]*?```\n)?/g,
      (_, text: string) => `\`\`\`pipe\n${text}\`\`\`\n\n\`\`\`text\n${rendered(text)}\n\`\`\`\n`,
    )
    expectBaseline(path, generated)
  })

  it("raises the code of each heading, and nothing else", () => {
    for (const block of MarkdownCases.read(path).filter(({ language }) => language === "pipe")) {
      const raised = new Set(findings(block.content).map(({ code }) => code))
      expect([...raised], `line ${block.line}`).toEqual([block.headings.at(-1)])
    }
  })
})
