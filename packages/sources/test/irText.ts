/** The program as bound, each value under the line that it comes from. */
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import type { Span } from "@pipewright/language/Source"
import * as Source from "@pipewright/language/Source"
import { underLines } from "@pipewright/testing/Baselines"
import type { Program } from "./programs.ts"

interface Note {
  readonly span: Span
  readonly text: string
}

const reader = (value: Ir.Deferred): string => {
  if (value.secret) return Evaluate.hidden
  const { reader } = value
  const text =
    reader._tag === "Given"
      ? Evaluate.hidden
      : `${reader._tag.toLowerCase()}(${JSON.stringify(reader._tag === "File" ? reader.path : reader.name)})`
  return value.base64 ? `base64(${text})` : text
}

const leaves = (value: Ir.Value, path: string): ReadonlyArray<Note> => {
  switch (value._tag) {
    case "Literal":
      return [{ span: value.origin.span, text: `${path} = ${JSON.stringify(value.value)}` }]
    case "Deferred":
      return [{ span: value.origin.span, text: `${path} = ${reader(value)}` }]
    case "Pending":
      return [{ span: value.origin.span, text: `${path} = ${Evaluate.inWords(value.parts)}` }]
    case "List":
      return value.items.length === 0
        ? [{ span: value.origin.span, text: `${path} = []` }]
        : value.items.flatMap((item, index) => leaves(item, `${path}[${index}]`))
    case "Block":
      return [...value.fields].flatMap(([name, it]) => leaves(it, `${path}.${name}`))
  }
}

const notesOf = (pipe: Ir.Pipe): ReadonlyArray<Note> => [
  { span: pipe.origin.span, text: `pipe ${JSON.stringify(pipe.name)}` },
  { span: pipe.source.origin.span, text: `source.${pipe.kind.arm} of type ${pipe.type}` },
  ...leaves(pipe.source, "source"),
  ...leaves(pipe.destination, "destination"),
  ...(pipe.fieldMappings === undefined ? [] : leaves(pipe.fieldMappings, "fieldMappings")),
  ...(pipe.scaling === undefined ? [] : leaves(pipe.scaling, "scaling")),
  ...(pipe.settings === undefined ? [] : leaves(pipe.settings, "settings")),
  ...(pipe.state === undefined ? [] : leaves(pipe.state, "state")),
  ...(pipe.lifecycle === undefined ? [] : leaves(pipe.lifecycle, "lifecycle")),
  ...(pipe.movedFrom === undefined ? [] : leaves(pipe.movedFrom, "movedFrom")),
]

const notesBeside = ({ endpoints, target }: Ir.Program): ReadonlyArray<Note> => [
  ...endpoints.flatMap(({ name, type, fields, origin }) => [
    { span: origin.span, text: `endpoint ${JSON.stringify(name)}` },
    ...leaves(type, "type"),
    ...leaves(fields, "fields"),
  ]),
  ...(target === undefined
    ? []
    : [{ span: target.origin.span, text: `target ${JSON.stringify(target.name)}` }]),
  ...(target?.cdcScaling === undefined ? [] : leaves(target.cdcScaling, "cdcScaling")),
]

/** Values of one place keep their order. */
export const irText = ({ source, pipes, program }: Program): string => {
  // Values of one line stand as their places do.
  const notes = [...notesBeside(program), ...pipes.flatMap(notesOf)]
    .map((note) => ({ ...note, line: Source.lineIndex(source, note.span.start) }))
    .sort((a, b) => a.line - b.line || a.span.start - b.span.start)
  return underLines(
    source.lineStarts.map((_, line) => Source.lineText(source, line)),
    notes.map(({ line, span, text }) => ({ line, text: `${range(source, span)} ${text}` })),
  )
}

/** Columns from 1, the end left out; a place of several lines ends at the end of its first. */
const range = (source: Source.Source, span: Span): string => {
  const start = Source.position(source, span.start)
  const end = Source.position(source, span.end)
  return `[${start.column}:${end.line === start.line ? end.column : ""})`
}
