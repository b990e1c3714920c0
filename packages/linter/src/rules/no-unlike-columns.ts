import * as Destination from "@pipewright/core/Destination"
import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"
import { type Column, tableOf } from "../internal/tables.ts"

/** A pipe as one of those that write into a table. */
interface Writer {
  readonly pipe: Ir.Pipe
  /** Whether the table is made for it. */
  readonly makes: boolean
  readonly columns: ReadonlyMap<string, Column>
}

/** The database and the name of the table, where both are in the text. */
const placeOf = ({ destination }: Ir.Pipe): string | undefined => {
  const [database, table] = [Ir.get(destination, "database"), Ir.get(destination, "table")]
  const names = [
    database === undefined ? Destination.defaultDatabase : Ir.literal(database),
    Ir.literal(table),
  ]
  return names.every((name) => typeof name === "string") ? JSON.stringify(names) : undefined
}

const compare = (writers: ReadonlyArray<Writer>): ReadonlyArray<LintRule.Found> => {
  // Where a table is made, it is as it was made.
  const maker = writers.find(({ makes }) => makes)
  const ordered = maker === undefined ? writers : [maker, ...writers.filter((it) => it !== maker)]
  const first = new Map<string, { readonly column: Column; readonly pipe: Ir.Pipe }>()
  return ordered.flatMap(({ pipe, columns }) =>
    [...columns.values()].flatMap((column): ReadonlyArray<LintRule.Found> => {
      const { name, type, named, typed } = column
      const other = first.get(name)
      if (other === undefined) {
        if (maker === undefined || maker.pipe === pipe) {
          first.set(name, { column, pipe })
          return []
        }
        return [
          {
            file: named.file,
            span: named.span,
            message: `the table has no column \`${name}\`: it is made for \`${maker.pipe.name}\``,
            help: `add the column to \`${maker.pipe.name}\`, or leave it out here`,
            related: [{ message: "the table is made here", ...at(maker.pipe.destination) }],
          },
        ]
      }
      if (other.column.type.text === type.text) return []
      return [
        {
          file: typed.file,
          span: typed.span,
          message: `\`${name}\` is \`${type.text}\` here and \`${other.column.type.text}\` in \`${other.pipe.name}\`, which writes into the same table`,
          help: "give it the type that the column of the table has, in both",
          related: [
            {
              message: "the other type is here",
              file: other.column.typed.file,
              span: other.column.typed.span,
            },
          ],
        },
      ]
    }),
  )
}

const writerOf = (pipe: Ir.Pipe, subject: LintRule.Subject): Writer => ({
  pipe,
  makes: Ir.literal(Ir.get(pipe.destination, "managedTable")) === true,
  columns: tableOf(pipe, subject).columns,
})

export const rule = LintRule.make({
  name: "no-unlike-columns",
  group: "tables",
  severity: "warning",
  preset: "recommended",
  summary: "Pipes that write into one table agree on its columns.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    program: (subject) => {
      const pipes = new Map<string, Array<Ir.Pipe>>()
      for (const pipe of subject.program.pipes) {
        const place = placeOf(pipe)
        if (place === undefined) continue
        const known = pipes.get(place)
        if (known === undefined) pipes.set(place, [pipe])
        else known.push(pipe)
      }
      // The columns of a pipe that is alone with its table are not asked for: they would all be kept until the last one.
      return [...pipes.values()].flatMap((all) =>
        all.length < 2 ? [] : compare(all.map((pipe) => writerOf(pipe, subject))),
      )
    },
  },
})
