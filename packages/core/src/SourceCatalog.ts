/** The kinds that a program may use. The only way by which a stage learns of one. */
import type { SourceKind } from "./SourceKind.ts"

export interface SourceCatalog {
  readonly kinds: ReadonlyArray<SourceKind>
  /** Every word that may stand after `from`, with its kind. */
  readonly byType: ReadonlyMap<string, SourceKind>
  readonly byArm: ReadonlyMap<string, SourceKind>
}

/** Two kinds that claim one word are a mistake of ours, not of a user. */
export const make = (kinds: ReadonlyArray<SourceKind>): SourceCatalog => {
  const byType = new Map<string, SourceKind>()
  for (const kind of kinds) {
    for (const type of kind.types) {
      const other = byType.get(type)
      if (other !== undefined) throw new Error(`"${type}" is a type of both ${other.name} and ${kind.name}`)
      byType.set(type, kind)
    }
  }
  return { kinds, byType, byArm: new Map(kinds.map((kind) => [kind.arm, kind])) }
}
