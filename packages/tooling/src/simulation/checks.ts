/** What has to be true once all is done. */
import type * as State from "@pipewright/core/State"
import type { Program } from "./programs.ts"

/** A pipe or an endpoint as the API lists it. */
export interface Thing {
  readonly id: string
  readonly name?: string
  readonly state?: string
  readonly status?: string
}

interface There {
  readonly pipes: ReadonlyArray<Thing>
  readonly endpoints: ReadonlyArray<Thing>
}

const resting: ReadonlySet<string> = new Set(["Stopping", "Stopped", "Pausing", "Paused"])

export const problems = (
  program: Program,
  there: There,
  document: State.Document | undefined,
): ReadonlyArray<string> => {
  const counted = (name: string) => there.pipes.filter((it) => it.name === name)
  const endpoints = there.endpoints.filter(({ status }) => status !== "Deleting")
  const declared = new Set(program.pipes.map(({ name }) => name))
  const expected = program.endpoint === undefined ? 0 : 1
  const records = Object.entries(document?.pipes ?? {})
  return [
    ...program.pipes.flatMap(({ name, isStopped }) => {
      const found = counted(name)
      if (found.length !== 1) return [`there are ${found.length} pipes \`${name}\``]
      const rests = resting.has(found[0]?.state ?? "")
      if (rests !== isStopped) return [`\`${name}\` is ${found[0]?.state}`]
      const record = records.find(([key]) => key === name)?.[1]
      return record?.id === found[0]?.id ? [] : [`another id is remembered of \`${name}\``]
    }),
    ...there.pipes.flatMap(({ name = "" }) => (declared.has(name) ? [] : [`there is a pipe \`${name}\``])),
    ...records.flatMap(([name]) => (declared.has(name) ? [] : [`\`${name}\` is remembered`])),
    ...(endpoints.length === expected ? [] : [`there are ${endpoints.length} endpoints`]),
    ...(endpoints.every(({ id }) => document?.endpoints.way?.id === id)
      ? []
      : ["another id is remembered of the endpoint"]),
    ...(document?.inFlight ?? []).map(
      ({ operation, name }) => `${operation} of \`${name}\` is still in flight`,
    ),
  ]
}
