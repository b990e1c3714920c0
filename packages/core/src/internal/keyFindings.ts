/** What is said of the engine and the keys of a table. */

type Clause = "orderBy" | "partitionBy" | "primaryKey"

/** What is said of one table, and how that is said where a pipe makes many. */
export const inRows: ReadonlyMap<string, string> = new Map(
  Object.entries({
    engine: "write `tableEngine = …` in the row of a table in `tables`",
    orderBy: "write `sortingKeys = […]` in the row of a table in `tables`",
    partitionBy: "say it in the row of a table in `tables`, where the source has a field for it",
    primaryKey:
      "remove it: the tables have the primary keys of the source, or the `sortingKeys` of their rows",
    columns: "remove it: the tables have the columns of the source",
  }),
)

export const entries = {
  "not-for-database": ({ name }: { name: string }) => ({
    message: `\`${name}\` describes one table, and a database pipe makes many`,
    help: inRows.get(name),
  }),
  "nullable-key": ({ name, clause }: { name: string; clause: Clause }) => ({
    message: `\`${name}\` may be NULL, and ClickHouse refuses that in \`${clause}\` unless a setting allows it`,
    help: "make the column one that is never NULL, or name another",
  }),
  "float-partition": ({ name, type }: { name: string; type: string }) => ({
    message: `\`${name}\` of the type \`${type}\` splits no table into partitions unless a setting of ClickHouse allows it`,
    help: "partition by a date or by a whole number",
  }),
  "duplicate-key": ({ text }: { text: string }) => ({
    message: `\`${text}\` is twice in \`orderBy\``,
    help: "remove one of the two: the second sorts nothing",
  }),
  "keys-without-rows": ({ name }: { name: string }) => ({
    message: `a table with the engine \`Null\` keeps no rows, so it has no \`${name}\``,
    help: `remove \`${name}\`, or choose an engine that keeps rows, such as \`MergeTree\``,
  }),
  "shifting-key": ({ call, clause }: { call: string; clause: Clause }) => ({
    message: `\`${call}\` has another answer each time, so it cannot be part of \`${clause}\``,
    help: "use a column of the row, such as the moment at which it was made",
  }),
  "misspelt-function": ({ name, right }: { name: string; right: string }) => ({
    message: `\`${name}\` is not a function of ClickHouse: the case of a name counts`,
    help: `did you mean \`${right}\`?`,
  }),
  "constant-key": ({ text, clause }: { text: string; clause: Clause }) => ({
    message: `\`${text}\` is the same for every row, so it cannot be part of \`${clause}\``,
    help: "name a column",
  }),
  "key-without-order": ({ name, type, clause }: { name: string; type: string; clause: Clause }) => ({
    message: `values of \`${name}\` have no order, since its type is \`${type}\`, so it cannot be part of \`${clause}\``,
    help: "name another column, or a part of this one that has a type of its own",
  }),
  "date-expected": ({ call, name, type }: { call: string; name: string; type: string }) => ({
    message: `\`${call}\` takes a date or a moment, and \`${name}\` is of the type \`${type}\``,
    help: "give the column the type `Date` or `DateTime`, or name another",
  }),
  "primary-key-not-prefix": ({ text }: { text: string }) => ({
    message: `the primary key has to be the start of \`orderBy\`, where \`${text}\` is not the next member`,
    help: "name the first members of `orderBy` in their order, or leave `primaryKey` out",
  }),
  "unsuited-version": ({ name, type }: { name: string; type: string }) => ({
    message: `\`${name}\` of the type \`${type}\` cannot say which of two rows is newer`,
    help: "use a number or a moment, such as `UInt64` or `DateTime64(3)`",
  }),
  "summed-key": ({ name, clause }: { name: string; clause: Clause }) => ({
    message: `\`${name}\` is added up, so it cannot be part of \`${clause}\``,
    help: "remove it from one of the two",
  }),
  "summed-twice": ({ name }: { name: string }) => ({
    message: `\`${name}\` is named twice among the columns to add up`,
    help: "name each column once",
  }),
}
