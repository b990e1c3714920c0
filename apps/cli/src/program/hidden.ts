/**
 * What must not be shown of a text: a literal in a field that takes a secret, wherever it is written, and what has the
 * form of a secret. A line that is quoted under a finding may hold one, also where it did not parse, so this goes by the
 * words of the text alone.
 */
import type * as Field from "@pipewright/core/Field"
import * as Target from "@pipewright/core/Target"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import { type Source, type Span, span } from "@pipewright/language/Source"
import * as Secrets from "@pipewright/linter/Secrets"
import { kinds } from "@pipewright/sources/Kinds"

const secretNames = (fields: Field.Fields): ReadonlyArray<string> =>
  Object.entries(fields).flatMap(([name, { type, secret }]) => [
    ...(secret === true ? [name] : []),
    ...(type._tag === "Block" ? secretNames(type.fields) : []),
  ])

const literal = String.raw`"""[\s\S]*?(?:"""|$)|"[^"\r\n]*"?|'[^'\r\n]*'?|\u201C[^\u201D\r\n]*\u201D?`

/** A value: a string, a list, or a word that is neither a function nor a reference. */
const value = String.raw`${literal}|\[[^\]]*\]?|-?[A-Za-z0-9_][\w-]*(?![\w.(-])`

/**
 * `name = value`, `name: type = value`, `name: value`, `"name": value` and `name in value`; without a sign a string
 * alone, since a word then is the type of a column.
 */
const assigned = (names: ReadonlySet<string>): RegExp => {
  const sign = String.raw`(?::[ \t]*\w+(?:\(\w*\))?[ \t]*=|[=:]|in\b)[ \t]*`
  return new RegExp(
    String.raw`\b(?:${[...names].join("|")})\b["\x60]?[ \t]*(?:${sign}(?<value>${value})|(?<alone>${literal}))`,
    "dg",
  )
}

/** `name = param.x`, and a text that is made of one. */
const referring = (names: ReadonlySet<string>): RegExp =>
  new RegExp(
    String.raw`\b(?:${[...names].join("|")})\b[^\r\n]{0,500}?\b(?:param|arg|each)\.([A-Za-z_][\w-]*)`,
    "g",
  )

/** The password of an address. */
const login = /:\/\/[^\s/"@:]*:(?<value>[^\s"/@]*)@/dg

/** The texts of a program with what is to be hidden in each. */
export const hide = (sources: Iterable<Source>): ReadonlyArray<Source> => {
  const all = [...sources]
  const names = new Set([Target.fields, ...kinds.map(({ fields }) => fields)].flatMap(secretNames))
  // What a secret is made of by a reference is one as well, over any number of steps.
  for (let before = -1; before < names.size; ) {
    before = names.size
    const pattern = referring(names)
    for (const { text } of all) for (const match of text.matchAll(pattern)) names.add(match[1]!)
  }
  const pattern = assigned(names)
  return all.map((source) => ({
    ...source,
    hidden: [
      ...[...source.text.matchAll(pattern), ...source.text.matchAll(login)].flatMap(spanOf),
      ...Secrets.find(source.text).map((it) => it.span),
    ],
  }))
}

/** A finding that repeats no secret of the text, where a name that it gives has the form of one. */
export const silent = (diagnostic: Diagnostic): Diagnostic => reworded(diagnostic, Secrets.mask)

/**
 * A finding that repeats nothing of what is hidden in these texts, also where that has no form: ours never do, and a rule
 * that comes with the program may.
 */
export const silentOn = (sources: Iterable<Source>): ((diagnostic: Diagnostic) => Diagnostic) => {
  const hidden = [...sources].flatMap(({ text, hidden = [] }) =>
    hidden.map(({ start, end }) => text.slice(start, end).replace(/^["'\u201C]+|["'\u201D]+$/g, "")),
  )
  // A shorter one is found in many words that have nothing to do with it.
  const secrets = [...new Set(hidden)].filter(({ length }) => length >= 4)
  return (diagnostic) =>
    reworded(diagnostic, (text) =>
      secrets.reduce((masked, secret) => masked.replaceAll(secret, "*".repeat(secret.length)), text),
    )
}

const reworded = (diagnostic: Diagnostic, word: (text: string) => string): Diagnostic => ({
  ...diagnostic,
  message: word(diagnostic.message),
  ...(diagnostic.help === undefined ? {} : { help: word(diagnostic.help) }),
  ...(diagnostic.related === undefined
    ? {}
    : { related: diagnostic.related.map((it) => ({ ...it, message: word(it.message) })) }),
  ...(diagnostic.fixes === undefined
    ? {}
    : { fixes: diagnostic.fixes.map((it) => ({ ...it, title: word(it.title) })) }),
})

const spanOf = ({ indices }: RegExpExecArray): ReadonlyArray<Span> => {
  const place = indices?.groups?.value ?? indices?.groups?.alone
  return place === undefined ? [] : [span(place[0], place[1])]
}
