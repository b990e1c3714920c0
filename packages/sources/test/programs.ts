/** What the tests of this package share: a text through every stage, with secrets from a map. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import * as Redacted from "effect/Redacted"

export const folder = fileURLToPath(new URL("../src/", import.meta.url))

export interface Program {
  readonly source: Source.Source
  readonly program: Ir.Program
  readonly pipes: ReadonlyArray<Ir.Pipe>
  readonly requests: ReadonlyArray<Compile.Request>
  readonly diagnostics: ReadonlyArray<Diagnostic.Diagnostic>
}

export const read = (text: string, file = "main.pipe", target?: string): Program => {
  const source = Source.make(file, text)
  const parsed = Parser.parse(source)
  const { program, diagnostics } = Bind.bind([parsed.file], catalog, target)
  return {
    source,
    program,
    pipes: program.pipes,
    requests: program.pipes.map((pipe) => Compile.create(pipe, Compile.noIds)),
    diagnostics: Diagnostic.sort(Diagnostic.unique([...parsed.diagnostics, ...diagnostics])),
  }
}

export const render = ({ source, diagnostics }: Program): string =>
  diagnostics.map((it) => Renderer.render(it, () => source)).join("\n\n")

/** What stands in the place of what a `file` would hold. */
const fileContents = "the contents of a file"

const secretOf = (value: Ir.Deferred, secrets: Readonly<Record<string, string>>): string => {
  const { reader, base64 } = value
  const text =
    reader._tag === "File"
      ? fileContents
      : reader._tag === "Given"
        ? Redacted.value(reader.value)
        : (secrets[reader.name] ?? fail(`no value for ${reader.name}`))
  return base64 ? Buffer.from(String(text)).toString("base64") : String(text)
}

const fail = (message: string): never => {
  throw new Error(message)
}

/** A body as it would be sent. */
export const reveal = (
  request: Compile.Request,
  secrets: Readonly<Record<string, string>>,
): Evaluate.JsonObject =>
  Evaluate.reveal(
    request.body,
    new Map(Evaluate.deferred(request.body).map((it) => [it, Redacted.make(secretOf(it, secrets))])),
  )

export interface Case {
  /** The folder of the kind. */
  readonly kind: string
  readonly name: string
  readonly path: string
}

/** The folders of the kinds: those that hold a page of their own name. */
export const kindFolders: ReadonlyArray<string> = readdirSync(folder).filter((name) =>
  existsSync(join(folder, name, `${name}.ts`)),
)

export const cases: ReadonlyArray<Case> = kindFolders.flatMap((kind) => {
  const path = join(folder, kind, "cases")
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((name) => statSync(join(path, name)).isDirectory())
    .map((name) => ({ kind, name, path: join(path, name) }))
})

export const readCase = ({ path }: Case): Program => read(readFileSync(join(path, "main.pipe"), "utf8"))
