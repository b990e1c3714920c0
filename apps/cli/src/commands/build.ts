/** `pipewright build`: the requests that make a program so. Nothing is read from the environment unless the output needs it. */
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import { isError } from "@pipewright/language/Diagnostic"
import * as Exit from "../exit.ts"
import * as Program from "../program/program.ts"
import type { Given } from "../specs.ts"
import type { Built } from "../views/build.human.ts"
import * as Human from "../views/build.human.ts"
import * as Machine from "../views/build.json.ts"
import * as Skipped from "../views/skipped.ts"
import { hasColor } from "../views/terminal.ts"
import type { Output } from "./output.ts"

export const run = async (given: Given): Promise<Output> => {
  const loaded = Program.load(given.argument ?? ".")
  const format = given.texts.get("format")
  const failed = async (failure: Parameters<typeof import("../failures.ts")["output"]>[0]) =>
    (await import("../failures.ts")).output(failure, format, loaded)

  const diagnostics = Program.findings(loaded)
  if (diagnostics.some(isError)) {
    const { InvalidProgram } = await import("@pipewright/runtime/errors")
    return failed(new InvalidProgram({ diagnostics }))
  }
  const target = given.texts.get("target")
  const local = target === "local" && !Program.targets(loaded).includes("local")
  if (target !== undefined && !local && !Program.targets(loaded).includes(target)) {
    const { UsageError } = await import("../failures.ts")
    return failed(new UsageError({ message: `there is no target \`${target}\`` }))
  }
  // Without a target the requests of all of them are shown, each once.
  const names = Program.targets(loaded)
  const views = target === undefined && names.length > 0 ? names : [local ? undefined : target]
  const bounds = views.map((view) => Program.bound(loaded, view))
  const own = bounds.flatMap((bound) => bound.diagnostics)
  if (own.some(isError)) {
    const { InvalidProgram } = await import("@pipewright/runtime/errors")
    return failed(new InvalidProgram({ diagnostics: own }))
  }
  const programs = bounds.map(({ program }) => ({ program, steps: Compile.steps(program, Compile.noIds) }))
  const bodies = programs.flatMap(({ steps }) => steps.flat().map(({ body }) => body))
  const reveal = given.flags.has("reveal")
  const ids = target === undefined ? [] : programs.map(({ program }) => program.target)
  const wanted = [
    ...bodies.flatMap(Evaluate.deferred).filter((value) => reveal || !value.secret),
    ...ids
      .flatMap((it) => [it?.organization, it?.service])
      .filter((value): value is Ir.Deferred => value?._tag === "Deferred"),
  ]
  const read = wanted.length === 0 ? new Map() : await (await import("./read.ts")).read(wanted, loaded.root)
  if ("failure" in read) return failed(read.failure)
  const json = format === "json"
  const shown = (request: Compile.Request, program: Ir.Program): Built => ({
    name: request.name,
    file: loaded.display(request.file),
    method: request.method,
    path: local || target === undefined ? request.path : withIds(request.path, program.target, read),
    body: (reveal ? Evaluate.reveal : Evaluate.show)(
      request.body,
      read,
      json ? Evaluate.asTemplate : Evaluate.inWords,
    ),
  })
  const built = [0, 1, 2].flatMap((step) =>
    once(
      programs.map(({ program, steps }) => ({
        target: program.target?.name ?? "",
        requests: steps[step]!.map((request) => shown(request, program)),
      })),
    ),
  )
  const isPending = bodies.some((body) => Evaluate.pending(body).length > 0)
  const { skipped } = loaded
  return json
    ? { stdout: Machine.build(built, skipped), code: Exit.ok }
    : {
        stdout: Human.build(built, isPending, hasColor()),
        stderr: Skipped.human(skipped, hasColor("stderr")),
        code: Exit.ok,
      }
}

/** The requests of several targets, each once; one that not all of them have says which have it. */
const once = (
  all: ReadonlyArray<{ readonly target: string; readonly requests: ReadonlyArray<Built> }>,
): ReadonlyArray<Built> => {
  const found = new Map<string, { readonly built: Built; readonly targets: Array<string> }>()
  for (const { target, requests } of all) {
    for (const built of requests) {
      const key = JSON.stringify(built)
      const same = found.get(key)
      if (same === undefined) found.set(key, { built, targets: [target] })
      else same.targets.push(target)
    }
  }
  return [...found.values()].map(({ built, targets }) =>
    targets.length === all.length ? built : { ...built, targets },
  )
}

const withIds = (path: string, target: Ir.Target | undefined, values: Evaluate.Values): string => {
  const text = (value: Ir.Value | undefined): string => {
    if (value?._tag === "Literal") return String(value.value)
    return value?._tag === "Deferred" ? Evaluate.text(value, values) : ""
  }
  return path
    .replace(Compile.noIds.organizationId, text(target?.organization))
    .replace(Compile.noIds.serviceId, text(target?.service))
}
