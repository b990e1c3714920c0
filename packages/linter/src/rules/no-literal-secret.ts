import type * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { isError, type Location } from "@pipewright/language/Diagnostic"
import type { Source, Span } from "@pipewright/language/Source"
import * as Secrets from "../Secrets.ts"

/** A secret field with a literal in it. */
interface Literal {
  readonly owner: string
  readonly field: string
  readonly value: Ir.Value
}

const literals = (owner: string, field: string, value: Ir.Value | undefined): ReadonlyArray<Literal> => {
  switch (value?._tag) {
    case "Block":
      return [...value.fields].flatMap(([name, it]) => literals(owner, name, it))
    case "List":
      return value.items.flatMap((it) => literals(owner, field, it))
    case "Deferred":
      return value.reader._tag === "Given" ? [{ owner, field, value }] : []
    default:
      return []
  }
}

const ofSubject = ({ program, connections }: LintRule.Subject): ReadonlyArray<Literal> => [
  // Connections first: what is written in one can be mended there, and comes to pipes from elsewhere.
  ...[...connections, ...program.pipes].flatMap(({ name, source }) => literals(name, "", source)),
  ...(program.target === undefined
    ? []
    : literals(program.target.name, "keySecret", program.target.keySecret)),
]

/** A name for the variable: `shop` and `secretKey` make `SHOP_SECRET_KEY`. */
const variable = (...parts: ReadonlyArray<string>): string => {
  const apart = parts.join("_").replace(/([a-z0-9])([A-Z])/g, "$1_$2")
  const name = (apart.match(/[A-Za-z0-9]+/g) ?? []).join("_").toUpperCase()
  return /^\d/.test(name) ? `PIPE_${name}` : name
}

// A program has as many subjects as targets, and the same texts in each.
const known = new WeakMap<Source, ReadonlyArray<Secrets.Secret>>()

const secretsOf = (source: Source): ReadonlyArray<Secrets.Secret> => {
  const found = known.get(source) ?? Secrets.find(source.text)
  known.set(source, found)
  return found
}

/** Whether a place lies within one of some that do not overlap. */
const byStart = (places: ReadonlyArray<Location>): ((file: string, offset: number) => boolean) => {
  const spans = new Map<string, Array<Span>>()
  for (const { file, span } of places) {
    const all = spans.get(file) ?? []
    all.push(span)
    spans.set(file, all)
  }
  for (const of of spans.values()) of.sort((a, b) => a.start - b.start)
  return (file, offset) => {
    const all = spans.get(file) ?? []
    let [low, high] = [0, all.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (all[middle]!.start <= offset) low = middle + 1
      else high = middle
    }
    return offset < (all[low - 1]?.end ?? 0)
  }
}

const advice = "and give whoever could read it a new one: what was written down once is known"

export const rule = LintRule.make({
  name: "no-literal-secret",
  group: "safety",
  severity: "error",
  preset: "recommended",
  summary: "No secret is written into a program.",
  link: "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html",
  checks: {
    program: (subject) => {
      const texts = new Map(subject.files.map(({ source }) => [source.file, source.text]))
      const isText = ({ file, span }: Location): boolean => texts.get(file)?.[span.start] === '"'
      const inFields = ofSubject(subject).map(({ owner, field, value: { origin } }) => {
        // What comes by a parameter is written at one of the stations on its way.
        const place = [origin, ...origin.via].find(isText) ?? origin
        return { owner, field, place, isHere: place === origin && LintRule.isWrittenHere(origin) }
      })
      // A text that the language refuses is told of already.
      const covers = byStart([
        ...inFields.map(({ place }) => place),
        ...subject.findings.filter((it) => isError(it) && isText(it)),
      ])
      return [
        ...inFields.map(({ owner, field, place: { file, span }, isHere }) => {
          const text = `secret("${variable(owner, field)}")`
          const fix = { title: `Write \`${text}\``, safe: false, edits: [{ span, text }] }
          return {
            file,
            span,
            message: `the value of \`${field}\` is written here, where all read it who may see the program`,
            help: `write \`${text}\` instead, ${advice}`,
            ...(isHere && isText({ file, span }) ? { fixes: [fix] } : {}),
          }
        }),
        ...subject.files.flatMap(({ source }) =>
          secretsOf(source)
            .filter(({ span }) => !covers(source.file, span.start))
            .map(({ what, span }) => ({
              file: source.file,
              span,
              message: `this is ${what}, and all read it who may see the program`,
              help: `take it out, ${advice}`,
            })),
        ),
      ]
    },
  },
})
