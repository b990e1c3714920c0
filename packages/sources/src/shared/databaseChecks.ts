/** Rules across the fields of database sources. */
import { Findings as ofLanguage } from "@pipewright/core/errors"
import * as Ir from "@pipewright/core/Ir"
import * as KeyExpression from "@pipewright/core/KeyExpression"
import type { Check, Unreturning } from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Checks from "./checks.ts"

export const Findings = Diagnostic.table({
  "duplicate-target-table": ({ table }: { table: string }) => ({
    message: `two tables of the source go to \`${table}\``,
    help: "give each a table of its own; rows of two sources cannot share one",
  }),
  "sorting-keys-unused": () => ({
    message: "`sortingKeys` does nothing with `useCustomSortingKey = false`",
    help: "remove one of the two",
  }),
  "flag-without-sorting-keys": () => ({
    message: "`useCustomSortingKey = true` needs `sortingKeys`",
    help: "name the columns: `sortingKeys = [created_at, id]`",
  }),
  "excluded-sorting-key": ({ name }: { name: string }) => ({
    message: `\`${name}\` is not read, so it cannot sort the rows`,
    help: "remove it from `sortingKeys` or from `excludedColumns`",
  }),
  "shifting-partition": ({ call }: { call: string }) => ({
    message: `\`${call}\` has another answer each time, so no table can be split into partitions by it`,
    help: "use a column of the row, such as the moment at which it was made",
  }),
  "duplicate-column-name": ({ field, name }: { field: string; name: string }) => ({
    message: `\`${field}\` names \`${name}\` twice`,
    help: "name each column once",
  }),
})

/** The rows of `tables`. */
export const rows = (source: Ir.Block): ReadonlyArray<Ir.Block> => {
  const list = source.fields.get("tableMappings")
  return list?._tag === "List" ? list.items.filter((item) => item._tag === "Block") : []
}

/** No two tables of the source go to one table. */
export const uniqueTargets: Check = ({ source }) => {
  const seen = new Map<string, Ir.Value>()
  return rows(source).flatMap((row) => {
    const target = row.fields.get("targetTable")
    const table = Ir.literal(target)
    if (target === undefined || typeof table !== "string") return []
    const first = seen.get(table)
    seen.set(table, first ?? target)
    if (first === undefined) return []
    const related = [{ message: "the first one goes there here", ...Checks.at(first) }]
    return [Findings.report("duplicate-target-table", Checks.at(target), { table }, { related })]
  })
}

/** The flag of `sortingKeys` says nothing against them, and no list names a column twice. */
export const sortingKeys: Check = ({ source }) =>
  rows(source).flatMap((row) => {
    const flag = row.fields.get("useCustomSortingKey")
    const keys = row.fields.get("sortingKeys")
    const on = Ir.literal(flag) === true
    return [
      ...(keys !== undefined && flag !== undefined && Ir.literal(flag) === false
        ? [
            Findings.report(
              "sorting-keys-unused",
              Checks.at(keys),
              undefined,
              Checks.orElse(flag, "true", keys),
            ),
          ]
        : []),
      ...(flag !== undefined && on && Checks.lacks(row, "sortingKeys")
        ? [Findings.report("flag-without-sorting-keys", Checks.at(flag), undefined)]
        : []),
      ...excludedKeys(keys, row.fields.get("excludedColumns")),
      ...twice("sortingKeys", keys),
      ...twice("excludedColumns", row.fields.get("excludedColumns")),
    ]
  })

const names = (list: Ir.Value | undefined): ReadonlyArray<Ir.Literal> =>
  list?._tag === "List" ? list.items.filter((item) => item._tag === "Literal") : []

/** A column that is not read cannot sort the rows. */
const excludedKeys = (
  keys: Ir.Value | undefined,
  excluded: Ir.Value | undefined,
): ReadonlyArray<Diagnostic.Diagnostic> =>
  names(keys).flatMap((key) => {
    const other = names(excluded).find(({ value }) => value === key.value)
    if (other === undefined) return []
    const related = [{ message: "left out here", ...Checks.at(other) }]
    return [Findings.report("excluded-sorting-key", Checks.at(key), { name: String(key.value) }, { related })]
  })

/** What a partition of a table is made of follows from its rows alone. */
export const partitions: Check = ({ source }) =>
  rows(source).flatMap((row) => {
    const expression = row.fields.get("partitionByExpr")
    const sql = Ir.literal(expression)
    if (expression === undefined || typeof sql !== "string") return []
    const parts = KeyExpression.parse(sql) ?? []
    const call = parts.map(KeyExpression.shiftingCall).find((name) => name !== undefined)
    if (call !== undefined) return [Findings.report("shifting-partition", Checks.at(expression), { call })]
    return parts
      .flatMap(({ calls }) => calls)
      .flatMap(({ name }) => {
        const right = KeyExpression.respelled(name)
        return right === undefined
          ? []
          : [ofLanguage.report("misspelt-function", Checks.at(expression), { name, right })]
      })
  })

const twice = (field: string, list: Ir.Value | undefined): ReadonlyArray<Diagnostic.Diagnostic> => {
  if (list?._tag !== "List") return []
  const seen = new Map<string, Ir.Value>()
  return list.items.flatMap((item, index) => {
    const name = Ir.literal(item)
    if (typeof name !== "string") return []
    const first = seen.get(name)
    if (first !== undefined) {
      const related = [{ message: "first here", ...Checks.at(first) }]
      const fixes = without(list.items[index - 1]!, item)
      return [
        Findings.report("duplicate-column-name", Checks.at(item), { field, name }, { related, ...fixes }),
      ]
    }
    seen.set(name, item)
    return []
  })
}

/** Without an item that stands behind another one, where there is no room between the two for anything but a comma. */
const without = (before: Ir.Value, item: Ir.Value): Pick<Diagnostic.Extras, "fixes"> => {
  const [{ origin: first }, { origin: second }] = [before, item]
  const [start, end] = [first.span.end, second.span.end]
  const isHere = first.file === second.file && first.via.length + second.via.length === 0
  if (!isHere || second.span.start < start || second.span.start > start + ", ".length) return {}
  return {
    fixes: [{ title: "Remove the second one", safe: true, edits: [{ span: { start, end }, text: "" }] }],
  }
}

/** The name of the user is always needed, and a password unless a role logs in. */
export const unreturned: Unreturning = (source) =>
  Ir.literal(source.fields.get("authentication")) === "IAM_ROLE"
    ? []
    : [{ path: ["credentials", "password"] }]

/** A password logs in, or a role does: never both, never neither. */
export const login: Check = ({ source }) => {
  const chosen = source.fields.get("authentication")
  const value = chosen === undefined ? "basic" : Ir.literal(chosen)
  const role = source.fields.get("iamRole")
  const credentials = source.fields.get("credentials")
  const password = Ir.get(source, "credentials", "password")
  const field = "authentication"
  if (value === "IAM_ROLE" && chosen !== undefined) {
    const parameters = { field, values: ["basic"], extra: "password" }
    return [
      ...(role === undefined
        ? [
            Checks.Findings.report("needed-for-choice", Checks.at(chosen), {
              field,
              value,
              needed: "iamRole",
            }),
          ]
        : []),
      ...(password === undefined
        ? []
        : [Checks.Findings.report("not-for-choice", Checks.at(password), parameters)]),
    ]
  }
  if (value !== "basic") return []
  return [
    ...(role === undefined
      ? []
      : [
          Checks.Findings.report("not-for-choice", Checks.at(role), {
            field,
            values: ["IAM_ROLE"],
            extra: "iamRole",
          }),
        ]),
    // Credentials that are missing as a whole are reported by themselves.
    ...(credentials?._tag !== "Block" || !Checks.lacks(credentials, "password")
      ? []
      : [
          Checks.Findings.report("needed-for-choice", Checks.at(credentials), {
            field,
            value,
            needed: "password",
          }),
        ]),
  ]
}
