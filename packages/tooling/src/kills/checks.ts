/** What has to hold once a run has come to its end, whatever was killed before. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import { type Chapter, secrets, service } from "./program.ts"

interface Live {
  readonly id: string
  readonly name: string
  readonly state: string
}

export const live = async (url: string): Promise<ReadonlyArray<Live>> => {
  const answer = await fetch(`${url}${service}/clickpipes`, {
    headers: { authorization: `Basic ${btoa(`local:${secrets.PIPEWRIGHT_EMULATOR_SECRET}`)}` },
  })
  return ((await answer.json()) as { readonly result: ReadonlyArray<Live> }).result
}

/** Where a pipe is that goes on by itself. */
const running = new Set(["Running", "Snapshot"])

/** Each pipe is there once, and runs. */
export const ofPipes = ({ names }: Chapter, pipes: ReadonlyArray<Live>): ReadonlyArray<string> => [
  ...names.flatMap((name) => {
    const count = pipes.filter((pipe) => pipe.name === name).length
    return count === 1 ? [] : [`${name} is there ${count} times`]
  }),
  ...pipes.filter(({ name }) => !names.includes(name)).map(({ name }) => `${name} should not be there`),
  ...pipes.filter(({ state }) => !running.has(state)).map(({ name, state }) => `${name} is left ${state}`),
]

/** The state knows each pipe by its id, and nothing is open. */
export const ofState = async (
  directory: string,
  pipes: ReadonlyArray<Live>,
): Promise<ReadonlyArray<string>> => {
  const { document } = await Effect.runPromise(
    Effect.flatMap(StateStore, (store) => store.read).pipe(
      Effect.provide(StateStore.layerFile({ directory, target: "test" })),
      Effect.provide(NodeContext.layer),
    ),
  )
  const { pipes: records = {}, inFlight = [] } = document ?? {}
  return [
    ...pipes
      .filter(({ id, name }) => records[name]?.id !== id)
      .map(({ name }) => `the state has not the id of ${name}`),
    ...Object.keys(records)
      .filter((name) => !pipes.some((pipe) => pipe.name === name))
      .map((name) => `the state has ${name}, which is gone`),
    ...inFlight.map(({ operation, name }) => `${operation} of ${name} is still in flight`),
  ]
}

/** A plan has nothing to do. */
export const ofPlan = (code: number | undefined, stdout: string): ReadonlyArray<string> => {
  if (code !== 0) return [`plan ended with ${code}`]
  const { pipes } = JSON.parse(stdout) as {
    readonly pipes: ReadonlyArray<{ readonly name: string; readonly action: string }>
  }
  return pipes
    .filter(({ action }) => action !== "keep")
    .map(({ name, action }) => `the plan still wants to ${action} ${name}`)
}

/** No secret is in a text, neither as it is nor in base64. */
const ofText = (where: string, text: string): ReadonlyArray<string> =>
  Object.entries(secrets)
    .filter(([, value]) => [value, Buffer.from(value).toString("base64")].some((it) => text.includes(it)))
    .map(([name]) => `${name} is in ${where}`)

export const ofSecrets = (
  folders: ReadonlyArray<string>,
  outputs: ReadonlyArray<string>,
): ReadonlyArray<string> => [
  ...folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const file = join(entry.parentPath, entry.name)
      return entry.isFile() ? ofText(file, readFileSync(file, "utf8")) : []
    }),
  ),
  ...ofText("what was printed", outputs.join("\n")),
]
