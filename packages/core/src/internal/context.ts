/** What binding carries along: the declarations of the program, the target in force, and where findings go. */
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic, Location, Related } from "@pipewright/language/Diagnostic"
import type { Source, Span } from "@pipewright/language/Source"
import type * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import type { SourceCatalog } from "../SourceCatalog.ts"

/** A node with the file it stands in and the stations that led to it. */
export interface Sourced<A> {
  readonly node: A
  readonly file: string
  readonly via: ReadonlyArray<Ir.Step>
  /** What has a meaning only where the node stands, such as `each.r`; a parameter has one everywhere. */
  readonly names?: Names
}

/** The value of each dotted name; `undefined` where what is wrong with it is reported. */
export type Names = ReadonlyMap<string, Sourced<Ast.Value> | undefined>

export interface Context {
  readonly catalog: SourceCatalog
  readonly connections: ReadonlyMap<string, Sourced<Ast.Connection>>
  readonly params: ReadonlyMap<string, Sourced<Ast.Param>>
  readonly templates: ReadonlyMap<string, Sourced<Ast.Template>>
  readonly endpoints: ReadonlyMap<string, Sourced<Ast.Endpoint>>
  readonly targets: ReadonlyMap<string, Sourced<Ast.Target>>
  /** What the target sets, by the name of the parameter. */
  readonly overrides: ReadonlyMap<string, Sourced<Ast.Value>>
  readonly target: string | undefined
  /** Names whose declarations did not parse: a use of one is not reported. */
  readonly brokenNames: ReadonlySet<string>
  /** The parameters that are being resolved, the outermost first. */
  readonly resolving: Array<string>
  /** Parameters of a cycle, or of a chain that is too long, that was reported. */
  readonly cyclic: Set<string>
  /** What parameters come to in a text, so that each is worked out once; `undefined` where that failed. */
  readonly texts: Map<string, ReadonlyArray<string | Ir.Attribute> | undefined>
  readonly diagnostics: Array<Diagnostic>
  /** The texts, for mends that take something out of one. */
  readonly sources: ReadonlyMap<string, Source>
  /** The text is JSON, in which every word stands in quotes. */
  readonly json?: true
  /** Binds a block in a list, which only JSON has. */
  readonly listed?: (name: string, fields: Field.Fields, block: Sourced<Ast.ObjectValue>) => Ir.Block
}

export const at = (sourced: Sourced<unknown>, span: Span): Location => ({ file: sourced.file, span })

export const origin = (sourced: Sourced<{ readonly span: Span }>): Ir.Origin => ({
  file: sourced.file,
  span: sourced.node.span,
  via: sourced.via,
})

/** The same place, for another node in it. */
export const within = <A>(sourced: Sourced<unknown>, node: A): Sourced<A> => ({
  node,
  file: sourced.file,
  via: sourced.via,
  ...(sourced.names === undefined ? {} : { names: sourced.names }),
})

/** `declared here` and the like. */
export const related = (message: string, sourced: Sourced<{ readonly span: Span }>): Related => ({
  message,
  file: sourced.file,
  span: sourced.node.span,
})
