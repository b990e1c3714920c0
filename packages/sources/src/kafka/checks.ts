/** Which way of authentication goes with which type, and which credentials with which way. */
import * as Ir from "@pipewright/core/Ir"
import type { Rule } from "@pipewright/core/Rule"
import type { Check, Start, Unreturning } from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Checks from "../shared/checks.ts"

export const Findings = Diagnostic.table({
  "credentials-missing": ({ value, names }: { value: string; names: ReadonlyArray<string> }) => ({
    message: `\`authentication = ${value}\` needs \`credentials\``,
    help: `add \`credentials { ${names.map((name) => `${name} = …`).join(", ")} }\``,
  }),
  "credentials-without-authentication": () => ({
    message: "`credentials` is not used without `authentication`",
    help: "say how the pipe logs in, for example `authentication = PLAIN`",
  }),
  "credentials-incomplete": ({ value, name }: { value: string; name: string }) => ({
    message: `the credentials for ${value} need \`${name}\``,
    help: `add \`${name}\` to \`credentials\``,
  }),
  "credentials-of-other-kind": ({
    value,
    extra,
    names,
  }: {
    value: string
    extra: ReadonlyArray<string>
    names: ReadonlyArray<string>
  }) => ({
    message: `${extra.map((it) => `\`${it}\``).join(" and ")} ${extra.length === 1 ? "is not a credential" : "are not credentials"} for ${value}`,
    help:
      names.length === 0
        ? `remove \`credentials\`; ${value} takes \`iamRole\``
        : `${value} takes ${names.map((it) => `\`${it}\``).join(" and ")}`,
  }),
  "registry-expected": () => ({
    message: "messages in `AvroConfluent` name their schema by its number in a registry, and none is given",
    help: 'add `schemaRegistry { url = "https://…" … }`, or choose `Avro`',
    severity: "warning",
  }),
  "redpanda-refuses-certificates": () => ({
    message: "the service is known to refuse `MUTUAL_TLS` for `redpanda`, although its reference offers it",
    help: "write `from kafka` for the same brokers",
  }),
})

export const rules: ReadonlyArray<Rule> = [
  {
    code: "registry-expected",
    doc: "Nothing says that the service refuses `AvroConfluent` without a registry.",
  },
  {
    code: "redpanda-refuses-certificates",
    doc: "The service was seen to refuse `MUTUAL_TLS` for `redpanda`, although its reference offers it.",
  },
]

export const offers: Checks.Offers = {
  kafka: ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "MUTUAL_TLS"],
  redpanda: ["SCRAM-SHA-256", "SCRAM-SHA-512", "MUTUAL_TLS"],
  msk: ["SCRAM-SHA-512", "IAM_ROLE", "IAM_USER", "MUTUAL_TLS"],
  gcmk: ["PLAIN", "MUTUAL_TLS"],
  confluent: ["PLAIN", "MUTUAL_TLS"],
  warpstream: ["PLAIN"],
  azureeventhub: ["PLAIN"],
  dokafka: ["SCRAM-SHA-256", "MUTUAL_TLS"],
}

const userAndPassword = ["username", "password"]

const shapes: Readonly<Record<string, ReadonlyArray<string>>> = {
  PLAIN: userAndPassword,
  "SCRAM-SHA-256": userAndPassword,
  "SCRAM-SHA-512": userAndPassword,
  IAM_USER: ["accessKeyId", "secretKey"],
  MUTUAL_TLS: ["certificate", "privateKey"],
  IAM_ROLE: [],
}

/** What the credentials of a way of authentication are made of. */
const shapeOf = (type: string, method: string): ReadonlyArray<string> =>
  type === "azureeventhub" ? ["connectionString"] : (shapes[method] ?? [])

/** The first way of authentication that a type takes, with its credentials. */
export const start = (type: string): Start => {
  const method = offers[type]?.[0] ?? "PLAIN"
  return {
    authentication: method,
    credentials: Object.fromEntries(shapeOf(type, method).map((name) => [name, true])),
  }
}

export const unreturned: Unreturning = (source, type) => {
  const method = Ir.literal(source.fields.get("authentication"))
  return typeof method === "string"
    ? shapeOf(type, method).map((name) => ({ path: ["credentials", name] }))
    : []
}

/** The credentials have exactly the fields of the way of authentication. */
export const credentials: Check = ({ source, type }) => {
  const chosen = source.fields.get("authentication")
  const found = source.fields.get("credentials")
  if (chosen === undefined) {
    return found === undefined || !Checks.lacks(source, "authentication")
      ? []
      : [Findings.report("credentials-without-authentication", Checks.at(found), undefined)]
  }
  const method = Ir.literal(chosen)
  // A method that the type does not take is reported by itself.
  if (typeof method !== "string" || offers[type]?.includes(method) !== true) return []
  const names = shapeOf(type, method)
  const value = type === "azureeventhub" ? `\`${type}\`` : `\`${method}\``
  if (found === undefined) {
    return names.length === 0 || !Checks.lacks(source, "credentials")
      ? []
      : [Findings.report("credentials-missing", Checks.at(chosen), { value: method, names })]
  }
  if (found._tag !== "Block") return []
  const extra: ReadonlyArray<readonly [string, Ir.Value]> =
    names.length === 0 && found.fields.size === 0
      ? [["credentials", found]]
      : [...found.fields].filter(([name]) => !names.includes(name))
  const missing = names.filter((name) => Checks.lacks(found, name))
  const words = { value, extra: extra.map(([name]) => name), names }
  return [
    ...(extra.length === 0
      ? []
      : [
          Findings.report(
            "credentials-of-other-kind",
            Checks.at(extra.length === 1 ? extra[0]![1] : found),
            words,
          ),
        ]),
    // Where they are of another kind altogether, that says it all.
    ...(extra.length > 0 && missing.length === names.length ? [] : missing).map((name) =>
      Findings.report("credentials-incomplete", Checks.at(found), { value, name }),
    ),
  ]
}

export const registry: Check = ({ source }) => {
  const format = source.fields.get("format")
  return format !== undefined &&
    Ir.literal(format) === "AvroConfluent" &&
    !source.fields.has("schemaRegistry")
    ? [Findings.report("registry-expected", Checks.at(format), undefined)]
    : []
}

export const redpandaCertificates: Check = ({ source, type }) => {
  const chosen = source.fields.get("authentication")
  return type === "redpanda" && chosen !== undefined && Ir.literal(chosen) === "MUTUAL_TLS"
    ? [Findings.report("redpanda-refuses-certificates", Checks.at(chosen), undefined)]
    : []
}
