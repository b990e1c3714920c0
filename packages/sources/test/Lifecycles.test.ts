import type { PipeEvent, PipeState } from "@pipewright/cloud-api/WireContract"
import { contracts } from "@pipewright/sources/Contracts"
import { describe, expect, it } from "vitest"
import * as LifecycleTables from "../src/shared/lifecycleTables.ts"

const statesOf = (table: (typeof LifecycleTables.all)[number]) =>
  Object.keys(table.states) as Array<PipeState>

describe.each(LifecycleTables.all.map((table) => [table.name, table] as const))(
  "The table of %s",
  (_, table) => {
    const states = statesOf(table)
    const takers = contracts.filter(({ lifecycle }) => lifecycle.tables.includes(table))

    it("is that of a kind", () => {
      expect(takers).not.toEqual([])
    })

    it("says for each state what each command does, once", () => {
      const commands: ReadonlyArray<PipeEvent> = takers.flatMap(({ lifecycle }) => lifecycle.commands)
      for (const on of new Set(commands)) {
        const from = table.moves.flatMap((move) => (move.on === on ? move.from : []))
        expect([...from].sort(), on).toEqual([...states].sort())
      }
    })

    it("says of each state what it means, how it is, and what to do next", () => {
      for (const [state, { means, health, next, commands = [] }] of Object.entries(table.states)) {
        expect(means, state).toMatch(/^\S.*\S$/)
        expect(next, state).toMatch(/^\S.*[^\s.]$/)
        // What is at rest or not well is left to people; what is well or on its way is not.
        if (health === "resting") expect(commands, state).toContain("start")
        if (health === "well" || health === "moving") expect(commands, state).toEqual([])
      }
    })

    it("has a health that goes with what moves the pipe", () => {
      for (const [state, { health, seconds }] of Object.entries(table.states)) {
        if (health === "moving") expect(seconds, state).toBeGreaterThan(0)
        if (health === "resting") expect(["Stopped", "Paused"]).toContain(state)
        if (/^(Failed|InternalError|Degraded)$/.test(state)) expect(health, state).toBe("ill")
      }
    })

    it("tells to do nothing that the state does not allow", () => {
      for (const [state, { commands = [] }] of Object.entries(table.states)) {
        for (const command of commands) {
          const move = table.moves.find(({ on, from }) => on === command && from.some((it) => it === state))
          expect(move, `${command} in ${state}`).toHaveProperty(["to", 1])
        }
      }
    })

    it("says no state twice for an edit", () => {
      for (const on of ["add tables", "edit"]) {
        const from = table.moves.flatMap((move) => (move.on === on ? move.from : []))
        expect(new Set(from).size, on).toBe(from.length)
      }
    })

    it("names no state without its meaning, and has a time for each that is passed through", () => {
      const routes = [
        table.create,
        ...(table.createPaused === undefined ? [] : [table.createPaused]),
        ...table.moves.flatMap((move) => ("to" in move ? [move.to] : [])),
      ]
      expect(states).toEqual(expect.arrayContaining([...new Set(routes.flat())]))
      for (const route of routes) {
        for (const state of route.slice(0, -1)) expect(table.states[state]?.seconds, state).toBeGreaterThan(0)
      }
    })

    it("leads from every state that a stop is taken in to a rest from which a start leads back", () => {
      for (const stop of table.moves.filter(({ on }) => on === "stop")) {
        const rest = "to" in stop ? stop.to.at(-1) : undefined
        if (rest === undefined) continue
        const start = table.moves.find(({ on, from }) => on === "start" && from.includes(rest))
        expect(start, rest).toHaveProperty(["to"])
      }
    })
  },
)

describe("A contract", () => {
  it.each(contracts.map((contract) => [contract.arm, contract] as const))(
    "of %s has one of its tables for any source",
    (_, { lifecycle }) => {
      const sources = [
        {},
        { isContinuous: true },
        ...["cdc", "snapshot", "cdc_only"].map((replicationMode) => ({ settings: { replicationMode } })),
      ]
      for (const source of sources) expect(lifecycle.tables).toContain(lifecycle.of(source))
    },
  )
})
