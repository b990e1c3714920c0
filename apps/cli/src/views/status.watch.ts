/** Somebody watches: a terminal is drawn anew at each look, and a pipe gets a line for each change. */
import * as Effect from "effect/Effect"
import type { Standing } from "../standing.ts"
import * as Redraw from "./redraw.ts"
import * as Changes from "./status.changes.ts"
import * as Human from "./status.human.ts"
import * as Machine from "./status.json.ts"
import { columnsOf, hasColor, paint, plain } from "./terminal.ts"

export interface View {
  readonly see: (shown: Human.Shown) => Effect.Effect<void>
  readonly tellFailure: (why: string) => Effect.Effect<void>
}

export const make = (json: boolean): View => {
  const tellFailure = (why: string) =>
    Effect.sync(() => {
      process.stderr.write(`${plain(`the states could not be read and will be read again: ${why}`)}\n`)
    })
  return !json && process.stdout.isTTY ? onTerminal() : { see: inLines(json), tellFailure }
}

const inLines = (json: boolean): View["see"] => {
  let before: ReadonlyArray<Standing> | undefined
  const color = hasColor()
  return (shown) =>
    Effect.sync(() => {
      const at = new Date(shown.now).toISOString()
      for (const it of Changes.moved(before, shown.standings))
        process.stdout.write(json ? Machine.change(it, shown) : Changes.line(it, at, color))
      before = shown.standings
    })
}

const onTerminal = (): View => {
  let [drawn, failure] = [0, ""]
  let last: Human.Shown | undefined
  const draw = () => {
    if (last === undefined) return
    const look = { color: hasColor(), columns: columnsOf() }
    const note = paint(look.color).dim(
      `${new Date(last.now).toISOString()}, again within 15 seconds; Ctrl-C ends it.`,
    )
    const text = `${Human.status(last, look)}${failure}${note}\n`
    const screen = { columns: look.columns, rows: process.stdout.rows }
    const shown = Redraw.cut(text, screen)
    process.stdout.write(Redraw.over(drawn, shown))
    drawn = Redraw.rowsOf(shown, screen)
  }
  return {
    see: (shown) =>
      Effect.sync(() => {
        last = shown
        failure = ""
        draw()
      }),
    tellFailure: (why) =>
      Effect.sync(() => {
        failure = `${plain(`The states could not be read and will be read again: ${why}`)}\n`
        draw()
      }),
  }
}
