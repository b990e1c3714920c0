/** What a run tells the state, and stores of every kind to tell it to. */
import * as Command from "@effect/platform/Command"
import type * as CommandExecutor from "@effect/platform/CommandExecutor"
import type { PlatformError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as State from "@pipewright/core/State"
import type { Owner } from "@pipewright/runtime/Owner"
import * as StateStore from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export const empty = State.empty({ organizationId: "org", serviceId: "svc" }, "c2FsdA==")

export const record = (id: string): State.PipeRecord => ({
  id,
  origin: "created",
  arm: "sprinkler",
  applied: { name: "lawn", source: { sprinkler: { pressure: 2 } } },
  secrets: {},
  appliedAt: "2026-11-24T12:00:00.000Z",
})

export const intent = (id: string, name = "lawn"): State.Intent => ({
  id,
  operation: "createPipe",
  name,
  fingerprint: State.fingerprint(record(id).applied),
  startedAt: "2026-11-24T12:00:00.000Z",
})

export const begin = (id: string, name = "lawn"): State.Change => ({ begin: [intent(id, name)] })

export const end = (id: string, name = "lawn"): State.Change => ({
  end: [{ id, outcome: "done" }],
  pipes: { [name]: record(id) },
})

/** Someone at another machine, who is never taken for dead. */
export const owner = (name: string): Owner => ({
  name,
  host: "elsewhere.example",
  pid: 4242,
  startedAt: "2026-11-24T12:00:00.000Z",
})

export const folder = Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped())

/** One more store of the same place, as another process would have it. */
export type Open = Effect.Effect<StateStore.Service, never>

const opened = <E>(layer: Layer.Layer<StateStore.StateStore, E, NodeContext.NodeContext>): Open =>
  Effect.orDie(
    Effect.provide(StateStore.StateStore, Layer.fresh(layer)).pipe(Effect.provide(NodeContext.layer)),
  )

/** With a file system of its own, if it is to be a slow or a broken one. */
export const file = (directory: string, target = "prod", fs?: FileSystem.FileSystem): Open => {
  const layer = StateStore.StateStore.layerFile({ directory, target })
  return opened(fs === undefined ? layer : Layer.provide(layer, Layer.succeed(FileSystem.FileSystem, fs)))
}

export const git = (directory: string, remote?: string, target = "prod"): Open =>
  opened(StateStore.StateStore.layerGit({ directory, target, ...(remote === undefined ? {} : { remote }) }))

export const memory = (disk: Map<string, string>): Open => opened(StateStore.StateStore.layerMemory(disk))

/** Real git, as its own user has it: with no name, and with no settings of the machine. */
export const sh = (
  directory: string,
  ...args: ReadonlyArray<string>
): Effect.Effect<string, PlatformError, CommandExecutor.CommandExecutor> =>
  Command.string(
    Command.make("git", ...args).pipe(
      Command.workingDirectory(directory),
      Command.env({ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" }),
    ),
  ).pipe(Effect.map((text) => text.trim()))

/** A repository with one commit, and the remote that it came from. */
export const repository = Effect.gen(function* () {
  const home = yield* folder
  const fs = yield* FileSystem.FileSystem
  yield* sh(home, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git")
  yield* sh(home, "clone", "--quiet", "origin.git", "ada")
  const ada = `${home}/ada`
  yield* fs.writeFileString(`${ada}/main.pipe`, "")
  yield* sh(ada, "add", "main.pipe")
  for (const _ of [1, 2])
    yield* sh(
      ada,
      ...["-c", "user.name=ada", "-c", "user.email=a@example.com"],
      "commit",
      "--quiet",
      "--allow-empty",
      "-m",
      "Begin",
    )
  yield* sh(ada, "push", "--quiet", "origin", "HEAD:main")
  return {
    home,
    ada,
    origin: `${home}/origin.git`,
    clone: (name: string, ...options: ReadonlyArray<string>) =>
      Effect.as(
        sh(home, "clone", "--quiet", ...options, `file://${home}/origin.git`, name),
        `${home}/${name}`,
      ),
  }
})
