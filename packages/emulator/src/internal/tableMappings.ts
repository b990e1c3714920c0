/** Adds mappings to a pipe's list and takes mappings away. The keys that start with `source` say which table is meant. */
import type * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import type { Json, JsonObject } from "@pipewright/cloud-api/WireContract"
import { isObject } from "./json.ts"

/** The keys of a PATCH that stand for changes to `tableMappings`. */
export const add = "tableMappingsToAdd"
export const remove = "tableMappingsToRemove"

const listed = (value: Json | undefined): ReadonlyArray<JsonObject> =>
  Array.isArray(value) ? value.filter(isObject) : []

const identity = (mapping: JsonObject): string =>
  JSON.stringify(
    Object.entries(mapping)
      .filter(([key]) => key.startsWith("source"))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )

/** The list after the change, and what is wrong with the change. `path` leads to the arm. */
export const change = (
  mappings: Json | undefined,
  patch: JsonObject,
  path: ReadonlyArray<string>,
): {
  readonly mappings: ReadonlyArray<JsonObject>
  readonly problems: ReadonlyArray<SchemaProblems.Problem>
} => {
  const before = listed(mappings)
  const added = listed(patch[add])
  const removed = listed(patch[remove])
  const known = new Set(before.map(identity))
  const leaving = new Set(removed.map(identity))
  const kept = before.filter((mapping) => !leaving.has(identity(mapping)))
  const targets = new Set(kept.map((mapping) => mapping.targetTable))
  const problems: Array<SchemaProblems.Problem> = []
  for (const [index, mapping] of removed.entries()) {
    if (!known.has(identity(mapping))) {
      problems.push({ path: [...path, remove, index], what: "is not a table of this pipe" })
    }
  }
  for (const [index, mapping] of added.entries()) {
    const at = [...path, add, index]
    if (leaving.has(identity(mapping))) {
      // A table that goes and comes back would be read again into rows that are there already.
      problems.push({ path: at, what: "is removed by the same request" })
    } else if (known.has(identity(mapping))) {
      problems.push({ path: at, what: "is a table of this pipe already" })
    } else if (targets.has(mapping.targetTable)) {
      problems.push({ path: [...at, "targetTable"], what: "is the target of another table" })
    }
    known.add(identity(mapping))
    targets.add(mapping.targetTable)
  }
  const after = [...kept, ...added]
  if (after.length === 0 && problems.length === 0) {
    problems.push({ path: [...path, remove], what: "must leave at least one table" })
  }
  return { mappings: after, problems }
}
