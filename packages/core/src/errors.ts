/** Every finding about the meaning of a program. */
import * as Diagnostic from "@pipewright/language/Diagnostic"
import type { Parameters as OfTypes } from "./internal/clickHouseType/problems.ts"
import { entries as ofKeys } from "./internal/keyFindings.ts"
import { ofReference } from "./internal/referenceHelp.ts"
import * as Suggest from "./Suggest.ts"

interface Named {
  readonly name: string
  readonly known: ReadonlyArray<string>
}

interface Unknown {
  readonly known: ReadonlyArray<string>
  /** What was meant, where that is plain. */
  readonly meant?: string | undefined
}

/** The same for a name that stands in single quotes. */
const inQuotes = ({
  help,
  instead,
}: ReturnType<typeof Suggest.wording>): ReturnType<typeof Suggest.wording> => ({
  help,
  ...(instead === undefined ? {} : { instead: { of: `'${instead.of}'`, by: `'${instead.by}'` } }),
})

export const Findings = Diagnostic.table({
  // Declarations
  "duplicate-declaration": ({ what, name }: { what: string; name: string }) => ({
    message: `there are two ${what}s named \`${name}\``,
    help: `a ${what} is known by its name; rename one of them`,
  }),
  "connection-named-as-type": ({ name }: { name: string }) => ({
    message: `\`${name}\` is a source type, so no connection can have this name`,
    help: `give the connection a name of its own, such as \`my_${name}\``,
  }),
  "missing-clause": ({ clause, pipe }: { clause: string; pipe: string }) => ({
    message: `the pipe \`${pipe}\` has no \`${clause}\``,
    help: "a pipe reads `from` one source `into` one destination",
  }),
  "duplicate-clause": ({ clause }: { clause: string }) => ({
    message: `a pipe has one \`${clause}\``,
    help: "remove one of the two, or make it a pipe of its own",
  }),
  "unknown-source-type": ({ name, known, place }: Named & { place: "pipe" | "connection" }) => ({
    message: `\`${name}\` is ${place === "pipe" ? "neither a source type nor a connection" : "not a source type"}`,
    ...Suggest.wording(name, known),
  }),
  "invalid-pipe-name": () => ({
    message: "the name of a pipe has 1 to 255 characters",
    help: "choose a name that people will recognise in the console",
  }),

  // The name and the state of a pipe that is there
  "old-name-taken": ({ name, by }: { name: string; by: "itself" | "a pipe" | "another move" }) => ({
    message:
      by === "itself"
        ? `the pipe \`${name}\` cannot be moved from its own name`
        : by === "a pipe"
          ? `no pipe can be moved from \`${name}\`: a pipe of this program has the name`
          : `two pipes are moved from \`${name}\`, and only one of them can be the pipe that had the name`,
    help:
      by === "another move"
        ? "keep `moved from` in the pipe that goes on with what was read so far"
        : "`moved from` takes the name that the pipe had before; remove it where the name has not changed",
  }),

  // Endpoints
  "unknown-endpoint-type": ({ name, known }: Named) => ({
    message: `\`${name}\` is not a type of an endpoint`,
    help: Suggest.help(name, known),
  }),
  "duplicate-private-name": ({ name }: { name: string }) => ({
    message: `\`${name}\` is listed twice, and a private name leads to one endpoint of the service`,
    help: "keep it where it should lead",
  }),
  "pending-not-allowed": ({ name }: { name: string }) => ({
    message: `\`${name}\` is known only after the endpoint is made, and this has to be known before`,
    help: "write the value itself; such a reference goes into a field of a source that takes a text and may be seen",
  }),

  // Templates
  "unknown-template": ({ name, known }: Named) => ({
    message: `there is no template \`${name}\``,
    ...Suggest.wording(name, known, `declare it with \`template ${name} { … }\``),
  }),
  "unknown-argument": ({ name, template, known }: Named & { template: string }) => ({
    message: `the template \`${template}\` takes no \`${name}\``,
    ...Suggest.wording(name, known, "it takes no arguments; remove it"),
  }),
  "missing-argument": ({ name, template }: { name: string; template: string }) => ({
    message: `the template \`${template}\` needs \`${name}\``,
    help: `write \`extends ${template}(${name}: …)\`, or give it a default`,
  }),
  "unused-template": ({ name }: { name: string }) => ({
    message: `no pipe extends the template \`${name}\``,
    help: `remove it, or write \`pipe "…" extends ${name}\``,
    severity: "warning",
  }),
  "unknown-target": ({ name, known }: Named) => ({
    message: `there is no target \`${name}\``,
    ...Suggest.wording(name, known, `declare it with \`target ${name} { … }\``),
  }),

  // Fields
  "unknown-field": ({ name, known, place }: Named & { place: string }) => ({
    message: `${place} has no field \`${name}\``,
    ...Suggest.wording(name, known),
  }),
  "field-elsewhere": ({ name, place, where }: { name: string; place: string; where: string }) => ({
    message: `\`${name}\` does not belong to ${place}`,
    help: `it belongs to ${where}`,
  }),
  "raw-has-field": ({ path, field }: { path: string; field: string }) => ({
    message: `\`${path}\` does not belong into \`raw\`: the language has a field for it`,
    help: `use ${field}`,
  }),
  "duplicate-field": ({ name }: { name: string }) => ({
    message: `\`${name}\` is set twice`,
    help: "keep one of the two",
  }),
  "missing-field": ({
    name,
    place,
    example,
  }: {
    name: string
    place: string
    example: string | undefined
  }) => ({
    message: `${place} needs \`${name}\``,
    help: example === undefined ? undefined : `for example \`${example}\``,
  }),
  "wrong-type": ({
    name,
    expected,
    found,
    help,
  }: {
    name: string
    expected: string
    found: string
    help?: string | undefined
  }) => ({
    message: `\`${name}\` takes ${expected}, not ${found}`,
    help,
  }),
  "unknown-member": ({ field, name, known }: Named & { field: string }) => ({
    message: `\`${name}\` is not a value of \`${field}\``,
    ...Suggest.wording(name, known),
  }),
  "quoted-member": ({ name }: { name: string }) => ({
    message: `\`${name}\` is a word of the language and stands without quotes`,
    help: "remove the quotes",
  }),
  "number-out-of-range": ({ name, claim }: { name: string; claim: string }) => ({
    message: `\`${name}\` has to be ${claim}`,
  }),
  "text-does-not-fit": ({ name, claim }: { name: string; claim: string }) => ({
    message: `\`${name}\` has to be ${claim}`,
  }),
  "unknown-unit": ({ name, unit, known, meant }: Unknown & { name: string; unit: string }) => ({
    message:
      known.length === 0
        ? `\`${name}\` is a number without a unit`
        : `\`${unit}\` is not a unit of \`${name}\``,
    help:
      known.length === 0
        ? "remove the unit"
        : meant === undefined
          ? `its units are ${known.map((it) => `\`${it}\``).join(", ")}`
          : `did you mean \`${meant}\`?`,
  }),
  "inexact-unit": ({ name, unit }: { name: string; unit: string }) => ({
    message: `this does not come out even in \`${unit}\`, the unit of \`${name}\``,
    help: `choose a value that is a whole number of \`${unit}\``,
  }),
  "block-expected": ({ name }: { name: string }) => ({
    message: `\`${name}\` is a block`,
    help: `write \`${name} { … }\` without \`=\``,
  }),
  "value-expected": ({ name }: { name: string }) => ({
    message: `\`${name}\` is a value`,
    help: `write \`${name} = …\``,
  }),

  // Values
  "unknown-function": ({ name, known }: Named) => ({
    message: `\`${name}\` is not a function`,
    ...Suggest.wording(name, known),
  }),
  "wrong-arguments": ({ name, usage }: { name: string; usage: string }) => ({
    message:
      name === "base64"
        ? "`base64` takes one `file`, `secret` or `env`"
        : `\`${name}\` takes one name as a plain string`,
    help: `for example \`${usage}\``,
  }),
  "secret-not-allowed": ({ name }: { name: string }) => ({
    message: `\`${name}\` is shown by the API and in plans, so a secret cannot go there`,
    help: 'use `env("…")` for a value that may be seen',
  }),
  "deferred-not-allowed": ({ name }: { name: string }) => ({
    message: `\`${name}\` has to be in the text: what is read later is a string and cannot be checked`,
    help: "write the value, or a `param` that targets set",
  }),
  "file-outside-program": () => ({
    message: "this file is outside the program",
    help: "a path is relative to the `.pipe` file and stays within the program's directory",
  }),
  "unknown-reference": ({ name, known }: Named) => ({
    message: `there is no \`${name}\``,
    ...ofReference(name, known),
  }),
  "text-too-long": ({ limit }: { limit: number }) => ({
    message: `this text comes to more than ${limit} characters`,
    help: "no field takes that much; look at the parameters that it refers to",
  }),
  "reference-in-text": ({ name }: { name: string }) => ({
    message: `\`${name}\` is not a string, a number or a boolean, so it cannot stand in a text`,
  }),

  // Parameters and targets
  "unknown-param-type": ({ name, known }: Named) => ({
    message: `\`${name}\` is not a type of a parameter`,
    ...Suggest.wording(name, known),
  }),
  "param-without-value": ({ name, target }: { name: string; target: string | undefined }) => ({
    message: `the parameter \`${name}\` has no value${target === undefined ? "" : ` in the target \`${target}\``}`,
    help: `give it a default, or set it with \`params { ${name} = … }\` in the target`,
  }),
  "param-cycle": ({ path }: { path: ReadonlyArray<string> }) => ({
    message: `a parameter cannot be made of itself: ${path.map((it) => `\`${it}\``).join(" → ")}`,
    help: "give one of them a value of its own",
  }),
  "param-too-far": ({ limit }: { limit: number }) => ({
    message: `this leads through more than ${limit} parameters before there is a value`,
    help: "no program needs that; refer to the parameter that has the value",
  }),

  "scaling-ratio": ({ cores, memory }: { cores: number; memory: number }) => ({
    message: `${cores} core${cores === 1 ? "" : "s"} go with ${cores * 4} GiB of memory, not with ${memory}`,
    help: `write \`replicaMemoryGb = ${cores * 4}\`, or choose another CPU`,
  }),

  // Destination
  "destination-shape": ({ usage, why }: { usage: string; why: string }) => ({
    message: `${why}`,
    help: `write \`${usage}\``,
  }),
  "not-for-source": ({ name, type }: { name: "scaling" | "settings"; type: string }) => ({
    message: `a pipe from \`${type}\` has no \`${name}\` of its own`,
    help:
      name === "scaling"
        ? "remove it: pipes that copy databases share what `cdcScaling` of the target gives them"
        : "remove it: how a database is read is said in `settings` of the `from` block",
  }),
  "columns-expected": ({ table }: { table: string }) => ({
    message: `the columns of \`${table}\` are missing`,
    help: "list them: `columns { id UInt64 }`, also for a table that exists",
  }),
  "column-row-expected": () => ({
    message: "a row of `columns` is a name and a type",
    help: "for example `id UInt64`",
  }),
  "mapping-row-expected": () => ({
    message: "a row of `tables` is a source table, an arrow and a target table",
    help: "for example `public.users -> users`",
  }),
  "misplaced-row": ({ what, where }: { what: string; where: string }) => ({
    message: `a ${what} belongs into \`${where} { … }\``,
  }),
  "mapping-source-shape": ({ parts }: { parts: readonly [string, string] }) => ({
    message: `the name before the arrow has two parts: ${parts[0]} and ${parts[1]}`,
    help: 'for example `public.users`; a part with other characters goes in double quotes: `public."my.users"`',
  }),
  "duplicate-column": ({ name }: { name: string }) => ({
    message: `there are two columns named \`${name}\``,
  }),
  "unknown-column": ({ name, known }: Named) => ({
    message: `there is no column \`${name}\``,
    ...Suggest.wording(name, known),
  }),
  "unknown-type": ({ name, known }: Named) => ({
    message: `\`${name}\` is not a ClickHouse type`,
    ...Suggest.wording(name, known),
  }),
  "type-arguments": ({ name, takes, example }: OfTypes["type-arguments"]) => ({
    message: `\`${name}\` takes ${takes}`,
    help: `for example \`${example}\``,
  }),
  "type-number-out-of-range": ({ what, least, most, found, help }: OfTypes["type-number-out-of-range"]) => ({
    message: `the ${what} is a whole number from ${least} to ${most}, not ${found}`,
    help: help ?? `choose a number from ${least} to ${most}`,
  }),
  "type-inside": ({ inner, outer, help }: OfTypes["type-inside"]) => ({
    message: `\`${inner}\` cannot be inside \`${outer}\``,
    help,
  }),
  "dropped-argument": ({ name }: OfTypes["dropped-argument"]) => ({
    message: `ClickHouse passes over this argument of \`${name}\` without a word`,
    help: "remove it; the scale comes first and the time zone, in single quotes, after it",
    severity: "warning" as const,
  }),
  "type-not-storable": ({ type }: OfTypes["type-not-storable"]) => ({
    message: `\`${type}\` has no values, so it cannot be the type of a column`,
    help: "name the type that the values have",
  }),
  "refused-by-default": ({ type, why, help }: OfTypes["refused-by-default"]) => ({
    message: `ClickHouse refuses \`${type}\` unless a setting allows it: ${why}`,
    help,
  }),
  "similar-variants": ({ first, second }: OfTypes["similar-variants"]) => ({
    message: `ClickHouse refuses \`${first}\` and \`${second}\` in one variant: their values cannot be told apart`,
    help: "keep one of the two, the one that holds the values of both",
  }),
  "duplicate-enum-member": ({ what, shown }: OfTypes["duplicate-enum-member"]) => ({
    message: `two members of the enumeration have the ${what} ${shown}`,
    help: `give each member a ${what} of its own`,
  }),
  "enum-numbering": () => ({
    message: "after the first member of an enumeration, either all have a number or none has",
    help: "number them all: `Enum8('new' = 1, 'done' = 2)`",
  }),
  "unknown-time-zone": ({ name, known }: OfTypes["unknown-time-zone"]) => ({
    message: `\`${name}\` is not a time zone that ClickHouse knows; their names are case-sensitive`,
    ...inQuotes(Suggest.wording(name, known)),
  }),
  "duplicate-element": ({ what, name }: OfTypes["duplicate-element"]) => ({
    message: `there are two ${what}s named \`${name}\` in this type`,
    help: "rename or remove one of the two",
  }),
  "partly-named-tuple": () => ({
    message: "either all elements of a tuple have a name or none has",
    help: "for example `Tuple(lat Float64, lon Float64)`",
  }),
  "reference-in-type": () => ({
    message: "no `${…}` can stand in the name of an element of a type",
    help: "write the name itself; the name of a column takes one",
  }),
  "reserved-element": ({ name }: OfTypes["reserved-element"]) => ({
    message:
      name === ""
        ? "an element of a type has a name that is not empty"
        : `no element can have the name \`${name}\`, which ClickHouse keeps for itself`,
    help: "choose another name",
  }),
  "unknown-type-parameter": ({ name, type, known }: OfTypes["unknown-type-parameter"]) => ({
    message: `\`${type}\` has no parameter \`${name}\``,
    ...Suggest.wording(name, known),
  }),
  "skipped-path": ({ path, skip }: OfTypes["skipped-path"]) => ({
    message: `the path \`${path}\` has a type, and \`${skip}\` skips it`,
    help: "remove one of the two; what is skipped is found by the start of the path's text",
  }),
  "broken-pattern": ({ why }: OfTypes["broken-pattern"]) => ({
    message: `this regular expression cannot be read: ${why}`,
    help: "write it as RE2 takes it, such as `'debug\\\\..*'`",
  }),
  "unknown-aggregate-function": ({ name, known }: OfTypes["unknown-aggregate-function"]) => ({
    message: `\`${name}\` is not an aggregate function of ClickHouse`,
    ...Suggest.wording(name, known),
  }),
  "unsuited-aggregate": ({ name, why, help }: OfTypes["unsuited-aggregate"]) => ({
    message: `\`${name}\` does not fit here: ${why}`,
    help,
  }),
  "unknown-engine": ({ name, known }: Named) => ({
    message: `\`${name}\` is not a table engine that ClickPipes creates`,
    ...Suggest.wording(name, known),
  }),
  "engine-arguments": ({ name, usage }: { name: string; usage: string }) => ({
    message: `\`${name}\` does not take this`,
    help: `write \`${usage}\``,
  }),
  "not-for-existing-table": ({ name }: { name: string }) => ({
    message: `\`${name}\` describes a table that ClickPipes creates, and this one exists`,
    help: "remove it, or remove `existing`",
  }),
  ...ofKeys,
})
