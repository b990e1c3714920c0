import { contracts, lifecycleTables } from "@pipewright/sources/Contracts"
import { describe, expect, it } from "vitest"
import * as LifecyclePage from "../src/internal/lifecyclePage.ts"

const [contract] = contracts
const table = {
  name: "Ponds",
  about: "lie still",
  log: "console",
  create: ["Provisioning", "Running"],
  createPaused: ["Stopped"],
  states: {
    Provisioning: { means: "rain | falls", health: "moving", next: "wait | look", seconds: 7 },
    Running: { means: "it is full", health: "ill", next: "drain it", commands: ["start", "resync"] },
  },
  moves: [
    { on: "resync", from: ["Running"], to: ["Provisioning", "Running"] },
    { on: "start", from: ["Running"], to: [] },
    { on: "start", from: ["Provisioning"], refused: "wait for the rain" },
  ],
} as const

const kind = (title: string, commands: ReadonlyArray<"start" | "resync">): LifecyclePage.Kind => ({
  title,
  page: title,
  contract: {
    ...contract!,
    lifecycle: { tables: [table], of: () => table, commands, pausedEdits: [] },
  },
})

describe("The page of lifecycles", () => {
  const page = LifecyclePage.render([table], [kind("lake", ["start", "resync"]), kind("pool", ["start"])])

  it("has the routes of new pipes, the states with their times, and the sources", () => {
    expect(page).toContain("Sources: [lake](sources/lake.md), [pool](sources/pool.md).")
    expect(page).toContain("- A new pipe: `Provisioning` → `Running`\n- With `startPaused`: `Stopped`\n")
    expect(page).toContain(
      [
        "| `Provisioning` | rain \\| falls | on its way | wait \\| look | 7 s |",
        "| `Running` | it is full | not well | drain it: `start`, `resync` (lake) |  |",
      ].join("\n"),
    )
  })

  it("has the moves by event, with the sources that take a command if some do not", () => {
    expect(page).toContain(
      [
        "| `start` | `Running` | is taken and changes nothing |",
        "| `start` | `Provisioning` | is refused: wait for the rain |",
        "| `resync` (lake) | `Running` | `Provisioning` → `Running` |",
      ].join("\n"),
    )
    expect(page.match(/^\| `(start|resync)`/gm)).toHaveLength(3)
  })

  it("says where the service tells what went wrong", () => {
    expect(page).toContain("What went wrong is shown by the console alone.")
    const tables = LifecyclePage.render([{ ...table, log: "tables" }], [])
    expect(tables).toContain("What went wrong stands in `system.clickpipes_log`")
  })

  it("has every family of the sources", () => {
    const pages = LifecyclePage.render(lifecycleTables, [])
    for (const { name } of lifecycleTables) expect(pages).toContain(`\n## ${name}\n`)
  })
})
