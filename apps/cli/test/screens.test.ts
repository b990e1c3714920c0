/** What people see at 80 columns and at 160, kept as files in `screens/`. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expectBaseline } from "@pipewright/testing/Baselines"
import { describe, expect, it } from "vitest"
import { commandNames } from "../src/specs.ts"
import * as Standing from "../src/standing.ts"
import * as Drift from "../src/views/drift.human.ts"
import * as Help from "../src/views/help.ts"
import * as Plan from "../src/views/plan.human.ts"
import * as Status from "../src/views/status.human.ts"
import { type Env, emulator, folder, inShell, withTarget } from "./harness.ts"
import { driftedApart, kinesis, postgres, severe } from "./plans.ts"

const widths = [80, 160]

const fits = (screen: string, columns: number): void => {
  for (const line of screen.split("\n")) expect(line.length, line).toBeLessThanOrEqual(columns)
}

const keep = (name: string, columns: number, screen: string): void =>
  expectBaseline(fileURLToPath(new URL(`./screens/${name}.${columns}.txt`, import.meta.url)), screen)

/** The command on a terminal of so many columns. */
const onTerminal = (columns: number, command: string, cwd: string, env: Env): Promise<string> =>
  new Promise((resolve, reject) => {
    const shell = `stty cols ${columns} rows 60; ${inShell} ${command}; true`
    const all = { PATH: process.env.PATH, HOME: cwd, NO_COLOR: "1", TERM: "xterm", ...env }
    execFile("script", ["--quiet", "--command", shell, "/dev/null"], { cwd, env: all }, (error, stdout) => {
      if (error === null) resolve(stdout.replaceAll("\r\n", "\n"))
      else reject(error)
    }).stdin?.end()
  })

describe.each(widths)("At %i columns", (columns) => {
  const look = { color: false, columns }

  it("a plan with something of everything fits", () => {
    const screen = Plan.plan(severe(), look)
    fits(screen, columns)
    keep("plan", columns, screen)
  })

  it("a drift fits", () => {
    const screen = Drift.drift(driftedApart(), look)
    fits(screen, columns)
    keep("drift", columns, screen)
  })

  it("how it is with pipes fits, up to commands and queries, which are to be copied", () => {
    const { plan, session, place } = severe()
    const states: Readonly<Record<string, string>> = { stream: "Failed", sized: "Stopped", read: "Snapshot" }
    const members = plan.changes.map(({ name, pipe, live, record }) => ({
      name,
      isLeftPaused: false,
      ...(pipe === undefined ? {} : { pipe }),
      ...(record === undefined ? {} : { record }),
      ...(live === undefined
        ? {}
        : {
            live: {
              ...live,
              state: states[name] ?? live.state,
              object: { ...live.object, updatedAt: "2026-11-24T11:00:00.000Z" },
            },
          }),
    }))
    const screen = Status.status(
      {
        session,
        place,
        standings: members.map((it) => Standing.of(it)),
        inFlight: 1,
        now: Date.parse("2026-11-24T12:00:00Z"),
      },
      look,
    )
    const copied = /^ +(?:SELECT|pipewright) .*$/gm
    expect(screen.match(copied)?.length).toBeGreaterThan(2)
    fits(screen.replace(copied, ""), columns)
    keep("status", columns, screen)
  })

  it("the help of every command fits", () => {
    fits(Help.overview(look), columns)
    for (const name of commandNames) fits(Help.command(name, look), columns)
  })

  it("what apply shows, and what it says when a request is refused, are as they are kept", async () => {
    const api = await emulator(["--full-table", "analytics.full"])
    const cwd = withTarget(
      folder({
        "shop.pipe": [
          kinesis("clicks", "clicks"),
          kinesis("full", "full"),
          postgres("a_shop_with_a_long_name", "id", "P"),
        ].join("\n"),
      }),
    )
    const env = { ...api.env, P: "secret" }
    // What is said while it works is not of one order, and is left out.
    const screen = await onTerminal(columns, "apply --yes 2>said; sed -n '/^error/,$p' said", cwd, env)
    const seen = screen
      .replaceAll(api.url, "http://127.0.0.1:8484")
      .replace(/\(request [\da-f-]{36}\)/, "(request ID)")
    keep("apply", columns, seen)
  })

  it("a program with mistakes is told as it is kept", async () => {
    const cwd = folder({
      "shop.pipe": kinesis("clicks", "clicks")
        .replace("streamName", "streamNmae")
        .replace("id UInt64", "id Uint64"),
    })
    const screen = await onTerminal(columns, "plan --target local", cwd, {})
    fits(screen, columns)
    keep("error", columns, screen)
  })
})
