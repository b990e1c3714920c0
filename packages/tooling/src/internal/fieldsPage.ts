/** The reference page of fields that are not of a source: every block that is described by fields has its table. */
import * as Configuration from "@pipewright/core/Configuration"
import * as Destination from "@pipewright/core/Destination"
import * as Endpoint from "@pipewright/core/Endpoint"
import type * as Field from "@pipewright/core/Field"
import * as PipeFields from "@pipewright/core/PipeFields"
import type { Rule } from "@pipewright/core/Rule"
import * as Target from "@pipewright/core/Target"
import { fieldTable } from "./fieldTable.ts"

/** A block by the name that its fields go by, such as `target.wake`. */
export interface Block {
  readonly name: string
  readonly about: string
  readonly fields: Field.Fields
  /** It is about the program, and no pipe has it. */
  readonly local?: true
}

export const blocks = (rules: ReadonlyArray<Rule>): ReadonlyArray<Block> => [
  {
    name: "pipe",
    about:
      "In a pipe, beside `from` and `into`. What `scaling { }` and `settings { }` take is told on the page of the [source](sources/README.md).",
    fields: PipeFields.fields,
  },
  {
    name: "into",
    about:
      "In the block after `into` of a pipe that writes [one table](../language/destination.md); of a pipe from a database it takes `roles` alone.",
    fields: Destination.written,
  },
  {
    name: "destination",
    about:
      "What `into` comes to in the API, and what a plan calls it. How each is written is told [in a table](../language/api-paths.md#what-is-spelled-otherwise).",
    fields: Destination.table,
  },
  {
    name: "target",
    about: "In a [target](../guide/targets-and-secrets.md#the-target-block).",
    fields: Target.fields,
    local: true,
  },
  ...Endpoint.types.map((type) => ({
    name: `endpoint.${type}`,
    about: `In an [endpoint](../language/endpoints.md) of the type \`${type}\`.`,
    fields: Endpoint.fields(type),
  })),
  {
    name: "configuration",
    about: "In [`pipewright.json`](../guide/targets-and-secrets.md#the-configuration-file).",
    fields: Configuration.fields(rules),
    local: true,
  },
]

export const render = (rules: ReadonlyArray<Rule>): string =>
  [
    "<!-- Written by `pnpm generate`; do not edit. -->\n\n# Fields besides those of sources\n\n",
    "Those of each source are on [its page](sources/README.md).\n",
    ...blocks(rules).map(
      ({ name, about, fields, local = false }) =>
        `\n## \`${name}\`\n\n${about}\n\n${fieldTable(fields, { local })}`,
    ),
  ].join("")
