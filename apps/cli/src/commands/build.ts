/** `pipewright build`: the request for each pipe. Nothing is read from the environment unless the output needs it. */
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import { isError } from "@pipewright/language/Diagnostic"
import * as Exit from "../exit.ts"
import * as Program from "../program/program.ts"
import type { Given } from "../specs.ts"
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
  const { program, diagnostics: own } = Program.bound(
    loaded,
    local ? undefined : (target ?? Program.defaultTarget(loaded)),
  )
  if (own.some(isError)) {
    const { InvalidProgram } = await import("@pipewright/runtime/errors")
    return failed(new InvalidProgram({ diagnostics: own }))
  }
  const requests = program.pipes.map((pipe) => Compile.create(pipe, Compile.noIds))
  const reveal = given.flags.has("reveal")
  const ids = target === undefined ? [] : [program.target?.organization, program.target?.service]
  const wanted = [
    ...requests.flatMap(({ body }) => Evaluate.deferred(body)).filter((value) => reveal || !value.secret),
    ...ids.filter((value): value is Ir.Deferred => value?._tag === "Deferred"),
  ]
  const read = wanted.length === 0 ? new Map() : await (await import("./read.ts")).read(wanted, loaded.root)
  if ("failure" in read) return failed(read.failure)
  const built = requests.map((request) => ({
    name: request.name,
    file: loaded.display(request.file),
    method: request.method,
    path: local || target === undefined ? request.path : withIds(request.path, program.target, read),
    body: reveal ? Evaluate.reveal(request.body, read) : Evaluate.show(request.body, read),
  }))
  const { skipped } = loaded
  return format === "json"
    ? { stdout: Machine.build(built, skipped), code: Exit.ok }
    : {
        stdout: Human.build(built, hasColor()),
        stderr: Skipped.human(skipped, hasColor(process.stderr)),
        code: Exit.ok,
      }
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
