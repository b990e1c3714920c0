/** `pipewright explain --origin`: where the values of a program come from. Nothing is read from the environment. */
import * as Explain from "@pipewright/core/Explain"
import * as Suggest from "@pipewright/core/Suggest"
import { isError } from "@pipewright/language/Diagnostic"
import * as Exit from "../exit.ts"
import * as Program from "../program/program.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/explain.human.ts"
import * as Machine from "../views/explain.json.ts"
import { hasColor } from "../views/terminal.ts"
import type { Output } from "./output.ts"

export const run = async (given: Given): Promise<Output> => {
  const format = given.texts.get("format")
  const unusable = async (message: string, help?: string) => {
    const { output, UsageError } = await import("../failures.ts")
    return output(new UsageError({ message, ...(help !== undefined && { help }) }), format)
  }
  const { subject } = given
  if (subject === undefined)
    return unusable(
      "whose values to explain is not said",
      "give the name of a pipe, endpoint.NAME or cdcScaling",
    )

  const loaded = Program.load(given.argument ?? ".")
  const names = Program.targets(loaded)
  const asked = given.texts.get("target")
  if (asked !== undefined && asked !== "local" && !names.includes(asked))
    return unusable(`there is no target \`${asked}\``, Suggest.help(asked, names))
  const target =
    asked === "local" && !names.includes("local") ? undefined : (asked ?? Program.defaultTarget(loaded))

  // A mistake elsewhere is no reason not to answer.
  const { program, diagnostics } = Program.bound(loaded, target)
  const subjects = Explain.subjects(program)
  const found = pick(subjects, subject)
  if (found === undefined) {
    const all = [...loaded.diagnostics, ...diagnostics]
    if (all.some(isError)) {
      const [{ output }, { InvalidProgram }] = await Promise.all([
        import("../failures.ts"),
        import("@pipewright/runtime/errors"),
      ])
      return output(new InvalidProgram({ diagnostics: all }), format, loaded)
    }
    const where = target === undefined ? "" : ` in the target ${target}`
    const known = subjects.map(({ name }) => name)
    const what = /^endpoint\.|^cdcScaling\b/.test(subject) ? "" : "pipe "
    return unusable(`there is no ${what}\`${subject}\`${where}`, nearest(subject, known))
  }

  const all = found.subject.values()
  const { kind, name } = found.subject
  const values = found.path === "" ? all : Explain.select(all, found.path)
  if (values.length === 0) {
    const ends = all.map(({ path }) => path.slice(path.lastIndexOf(".") + 1))
    const near = Suggest.nearest(found.path.slice(found.path.lastIndexOf(".") + 1), ends)
    return unusable(
      `${kind === "pipe" ? "the pipe " : ""}\`${name}\` has no value \`${found.path}\``,
      near === undefined
        ? `\`pipewright explain --origin ${quoted(name)}\` shows all that it has`
        : `did you mean \`${near}\`?`,
    )
  }
  const explained = { subject: found.subject, target, values, all, loaded }
  return {
    stdout:
      format === "json"
        ? Machine.explain(explained)
        : Human.explain(explained, hasColor(), process.stdout.columns),
    code: Exit.ok,
  }
}

/** What can be asked for of a program, and whether that is. Mistakes in it are no matter here. */
export const known = (path: string, asked: string) => {
  const loaded = Program.load(path)
  const subjects = Explain.subjects(Program.bound(loaded, Program.defaultTarget(loaded)).program)
  return { has: pick(subjects, asked) !== undefined, names: subjects.map(({ name }) => name) }
}

/** What has that name, or the longest name before a dot or a bracket; names may hold both. A pipe comes first. */
const pick = (
  subjects: ReadonlyArray<Explain.Subject>,
  asked: string,
): { readonly subject: Explain.Subject; readonly path: string } | undefined => {
  const [subject] = subjects
    .filter(({ name }) => asked === name || (asked.startsWith(name) && /[.[]/.test(asked[name.length] ?? "")))
    .sort((a, b) => b.name.length - a.name.length)
  return subject === undefined
    ? undefined
    : { subject, path: asked.slice(subject.name.length).replace(/^\./, "") }
}

const nearest = (name: string, known: ReadonlyArray<string>): string | undefined => {
  const near = Suggest.nearest(name, known)
  if (near !== undefined) return `did you mean \`${near}\`?`
  return known.length === 0 ? undefined : `there is ${listed(known)}`
}

const listed = (names: ReadonlyArray<string>): string => {
  const shown = names.slice(0, 5).map((name) => `\`${name}\``)
  return `${shown.join(", ")}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ""}`
}

const quoted = (name: string): string => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name))
