/** What a target remembers between two runs, where the configuration wants it kept. */
import type * as CommandExecutor from "@effect/platform/CommandExecutor"
import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import type { StateUnavailable } from "@pipewright/runtime/errors"
import { SecretHash } from "@pipewright/runtime/SecretHash"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Layer from "effect/Layer"
import type * as Program from "./program/program.ts"

type Needs = CommandExecutor.CommandExecutor | FileSystem.FileSystem | Path.Path

/** An emulator of this run alone takes what is remembered of it along when it ends. */
export const store = (
  { root, configuration }: Program.Loaded,
  target: string,
  embedded: boolean,
): Layer.Layer<StateStore, StateUnavailable, Needs> =>
  embedded
    ? StateStore.layerMemory()
    : configuration.state === "git"
      ? StateStore.layerGit({
          directory: root,
          target,
          ...(configuration.stateRemote === undefined ? {} : { remote: configuration.stateRemote }),
        })
      : StateStore.layerFile({ directory: root, target })

export const layer = (
  loaded: Program.Loaded,
  target: string,
  embedded: boolean,
): Layer.Layer<StateStore | SecretHash, StateUnavailable, Needs> =>
  Layer.merge(store(loaded, target, embedded), SecretHash.layer)
