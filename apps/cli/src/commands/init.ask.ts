/** The questions of `init`, for a terminal. */
import * as Prompt from "@effect/cli/Prompt"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Starter from "@pipewright/core/Starter"
import { catalog } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import { defaultName, validName, type Wanted } from "./init.wanted.ts"

/** Asks for what is not there yet. */
export const ask = (given: { readonly [K in keyof Wanted]: Wanted[K] | undefined }) =>
  Effect.gen(function* () {
    const source =
      given.source ??
      (yield* Prompt.select({
        message: "Where does the pipe read from?",
        choices: [...catalog.byType].map(([type, kind]) => ({
          title: type,
          value: type,
          description: fitting(kind.summary, type),
        })),
        maxPerPage: 12,
      }))
    const name =
      given.name ??
      (yield* Prompt.text({
        message: "What is the pipe called?",
        default: defaultName(source),
        validate: (text) => validName(text).pipe(Effect.mapError(({ message }) => message)),
      }))
    const organization = given.organization ?? (yield* id("organization", Starter.variables.organization))
    const service = given.service ?? (yield* id("service", Starter.variables.service))
    return { source, name, organization, service }
  }).pipe(Effect.provide(NodeContext.layer))

/** `undefined` for nothing, which leaves it to the environment. */
const id = (what: string, variable: string) =>
  Prompt.text({ message: `Id of the ${what} (nothing: read it from ${variable})` }).pipe(
    Prompt.map((text) => (text.trim() === "" ? undefined : text.trim())),
  )

/** A prompt that takes more than its line leaves pieces of itself behind. */
const fitting = (summary: string, title: string): string => {
  const width = (process.stdout.columns ?? 80) - title.length - " ❯ - ".length - 1
  return summary.length <= width ? summary : `${summary.slice(0, Math.max(0, width - 1))}…`
}
