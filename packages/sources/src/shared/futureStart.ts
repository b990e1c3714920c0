/** A moment at which reading starts, and that has not come. Each kind that can start at a moment has a rule of it. */
import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "./checks.ts"

export interface Start {
  readonly kind: string
  readonly link: string
  /** Where the moment stands in the source. */
  readonly path: ReadonlyArray<string>
  /** The moment in milliseconds of UNIX time; nothing for what is none, or is told of otherwise. */
  readonly read: (value: string | number | boolean) => number | undefined
  /** What comes of it. */
  readonly means: string
  /** How to start with what is new. */
  readonly latest: string
}

export const rule = ({ kind, link, path, read, means, latest }: Start): LintRule.LintRule =>
  LintRule.make({
    name: `${kind}/no-future-start`,
    group: "streaming",
    severity: "warning",
    preset: "recommended",
    summary: "The moment at which reading starts has come already.",
    link,
    checks: {
      pipe: ({ source }, { hasCome }) => {
        const value = Ir.get(source, ...path)
        const written = Ir.literal(value)
        const moment = written === undefined ? undefined : read(written)
        if (value === undefined || moment === undefined || hasCome(moment)) return []
        return [
          {
            ...at(value),
            message: `\`${written}\` has not come yet, and ${means}`,
            help: `name a moment that has passed, or start with what is new by \`${latest}\``,
          },
        ]
      },
    },
  })
