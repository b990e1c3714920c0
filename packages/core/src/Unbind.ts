/** Pipes back to the text of a program. Such a tree was never parsed: the printer spells it from what it holds. */
import type * as Ast from "@pipewright/language/Ast"
import * as Printer from "@pipewright/language/Printer"
import * as Source from "@pipewright/language/Source"
import * as Endpoint from "./Endpoint.ts"
import type * as Field from "./Field.ts"
import * as Ir from "./Ir.ts"
import * as Lifecycle from "./internal/lifecycle.ts"
import * as Nodes from "./internal/nodes.ts"
import * as UnbindDestination from "./internal/unbindDestination.ts"
import * as UnbindValues from "./internal/unbindValues.ts"
import * as Variables from "./internal/variables.ts"
import * as Scaling from "./Scaling.ts"

/** What stands in a file, in this order. */
export interface Written {
  readonly endpoints: ReadonlyArray<Ir.Endpoint>
  readonly connections: ReadonlyArray<Ir.Connection>
  readonly pipes: ReadonlyArray<Ir.Pipe>
  /** The connection of a pipe, if it has one, by the name of the pipe. */
  readonly through: ReadonlyMap<string, Ir.Connection>
}

/** The text of a file that declares the pipes, and means the same. */
export const text = (pipes: ReadonlyArray<Ir.Pipe>): string => Printer.print(file(pipes))

export const file = (pipes: ReadonlyArray<Ir.Pipe>): Ast.File =>
  written({ endpoints: [], connections: [], pipes, through: new Map() })

export const written = ({ endpoints, connections, pipes, through }: Written): Ast.File => {
  const prefixes = Variables.prefixes(pipes.map(({ name }) => name))
  return {
    _tag: "File",
    source: Source.make("", ""),
    declarations: [
      ...endpoints.map(endpoint),
      ...connections.map(connection),
      ...pipes.map((pipe) => declaration(pipe, prefixes.get(pipe.name)!, through.get(pipe.name))),
    ],
    comments: [],
    brokenNames: [],
  }
}

const endpoint = ({ name, doc, type, fields }: Ir.Endpoint): Ast.Endpoint => {
  const word = String(type.value)
  return {
    _tag: "Endpoint",
    span: Nodes.span,
    ...(doc === undefined ? {} : { doc }),
    name: Nodes.name(name),
    type: Nodes.name(word),
    block: Nodes.block(UnbindValues.entries(Endpoint.fields(word), fields, nameless)),
  }
}

const connection = ({ name, doc, kind, type, source }: Ir.Connection): Ast.Connection => ({
  _tag: "Connection",
  span: Nodes.span,
  ...(doc === undefined ? {} : { doc }),
  name: Nodes.name(name),
  type: Nodes.name(type),
  block: Nodes.block(UnbindValues.entries(kind.fields, source, nameless)),
})

/** Where no secret stands in the text itself, none needs a name. */
const nameless: UnbindValues.Naming = () => {
  throw new Error("a secret stands in the text")
}

const declaration = (pipe: Ir.Pipe, prefix: string, through: Ir.Connection | undefined): Ast.Pipe => {
  const { kind, scaling, settings, raw, state, lifecycle, targets, movedFrom } = pipe
  const naming = (path: ReadonlyArray<string>) => Variables.name(prefix, kind.fields, path)
  const text = (value: Ir.Value | undefined) => String(Ir.literal(value))
  const items: ReadonlyArray<Ast.PipeItem> = [
    ...(movedFrom === undefined
      ? []
      : [{ _tag: "Moved", span: Nodes.span, from: Nodes.string(text(movedFrom)) } as const]),
    ...(targets === undefined ? [] : [Nodes.attribute("targets", Nodes.list(targets.map(Nodes.word)))]),
    ...(state === undefined ? [] : [Nodes.attribute("state", Nodes.word(text(state)))]),
    {
      _tag: "From",
      span: Nodes.span,
      source: Nodes.name(through?.name ?? pipe.type),
      block: Nodes.block(UnbindValues.entries(kind.fields, own(pipe.source, through), naming)),
    },
    UnbindDestination.into(pipe, naming),
    ...(scaling === undefined ? [] : [Nodes.section("scaling", sized(kind.scaling ?? {}, scaling, naming))]),
    ...(settings === undefined
      ? []
      : [Nodes.section("settings", UnbindValues.entries(kind.settings ?? {}, settings, naming))]),
    ...(lifecycle === undefined
      ? []
      : [Nodes.section("lifecycle", UnbindValues.entries(Lifecycle.fields, lifecycle, naming))]),
    ...(raw === undefined ? [] : [Nodes.section("raw", UnbindValues.rawEntries(raw))]),
  ]
  return {
    _tag: "Pipe",
    span: Nodes.span,
    ...(pipe.doc === undefined ? {} : { doc: pipe.doc }),
    name: Nodes.string(pipe.name),
    items,
    broken: false,
  }
}

/** What the connection does not say. */
const own = (source: Ir.Block, through: Ir.Connection | undefined): Ir.Block =>
  through === undefined
    ? source
    : { ...source, fields: new Map([...source.fields].filter(([key]) => !through.source.fields.has(key))) }

/** CPU and memory that are a size of the product are written as that. */
const sized = (
  fields: Field.Fields,
  scaling: Ir.Block,
  naming: UnbindValues.Naming,
): ReadonlyArray<Ast.Entry> => {
  const size = Scaling.sizeOf(scaling)
  if (size === undefined) return UnbindValues.entries(fields, scaling, naming)
  const rest = new Map([...scaling.fields].filter(([key]) => !Scaling.sized.has(key)))
  return [
    ...UnbindValues.entries(fields, { ...scaling, fields: rest }, naming),
    Nodes.attribute("size", Nodes.word(size)),
  ]
}
