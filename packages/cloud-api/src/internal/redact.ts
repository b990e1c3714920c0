/** Blanks out what looks secret, for the API may repeat a value of the request in its words. */
import * as Encoding from "effect/Encoding"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type { Body } from "../CloudApiClient.ts"

const secretKey = /pass|secret|token|credential|key|certificate|connectionString|serviceAccount/i

/** Keys of tables sound like secrets and are not. */
const tableKey = /(sorting|partition|primary)key/i

/** A user stands beside a secret and is none; the API's words are hard to read without the name. */
const userKey = /^user(name)?$/i

/** A URL with a user and a password in it, wherever it stands. */
const urlWithUser = /:\/\/[^/?#]*@/

/** The password of such a URL; it may itself hold an `@`. */
const urlPassword = /:\/\/[^/?#:]*:([^/?#]*)@/

/** Below this length a value is as likely to be part of an ordinary word. */
const shortest = 4

/** The same for one line of several. */
const shortestLine = 6

const isSecretBelow = (key: string, inside: boolean): boolean =>
  !userKey.test(key) && (inside || (secretKey.test(key) && !tableKey.test(key)))

const secretsIn = (value: unknown, inside: boolean): ReadonlyArray<string> => {
  if (typeof value === "string") {
    return (inside || urlWithUser.test(value)) && value.length >= shortest ? [value] : []
  }
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, inside))
  if (!Predicate.isRecord(value)) return []
  return Object.entries(value).flatMap(([key, item]) => secretsIn(item, isSecretBelow(key, inside)))
}

/** The texts below a key that sounds like a secret. */
export const secretTexts = (source: unknown): ReadonlyArray<string> => secretsIn(source, false)

/** What of a secret, or made of it, is as secret: parts that are used alone, and base64 with and without padding. */
const formsOf = (secret: string): ReadonlyArray<string> => {
  const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim())
  const parts = [secret.trim(), urlPassword.exec(secret)?.[1] ?? ""].filter((part) => part.length >= shortest)
  const base64 = [secret, ...parts]
    .filter((text) => text.length >= shortest)
    .map((text) => Encoding.encodeBase64(text))
  return [
    secret,
    ...parts,
    ...(lines.length > 1 ? lines.filter((line) => line.length >= shortestLine) : []),
    ...base64,
    ...base64.map((text) => text.replace(/=+$/, "")),
  ]
}

/** A character as it is, as JSON has it in quotes, or percent-encoded: encoders differ in which characters they leave. */
const spellingsOf = (character: string): ReadonlyArray<string> => {
  const bytes = [...new TextEncoder().encode(character)].map((byte) => byte.toString(16).padStart(2, "0"))
  const units = Array.from({ length: character.length }, (_, index) =>
    character.charCodeAt(index).toString(16).padStart(4, "0"),
  )
  const encoded = [bytes.map((byte) => ["%", byte]), units.map((unit) => ["\\u", unit])].flatMap((digits) => [
    digits.flat().join(""),
    digits.map(([lead, number]) => `${lead}${number?.toUpperCase()}`).join(""),
  ])
  const more = character === "/" ? ["\\/"] : character === " " ? ["+"] : []
  return [...new Set([character, JSON.stringify(character).slice(1, -1), ...encoded, ...more])]
}

/**
 * Where `spelt` ends in `words` if it starts at `start`. One character may end in several places, so all are followed
 * at once: a search that goes back takes for ever with backslashes, and a regular expression has no room for a long
 * secret.
 */
const endOf = (
  words: string,
  start: number,
  spelt: ReadonlyArray<ReadonlyArray<string>>,
): number | undefined => {
  let ends = new Set([start])
  for (const spellings of spelt) {
    const next = new Set<number>()
    for (const end of ends) {
      for (const spelling of spellings) if (words.startsWith(spelling, end)) next.add(end + spelling.length)
    }
    if (next.size === 0) return undefined
    ends = next
  }
  return Math.max(...ends)
}

const blankOne = (words: string, form: string, mark: string): string => {
  // No spelling is shorter than its character.
  if (form.length > words.length) return words
  // Without a sign that leads an encoded character, each stands for itself, which is found much faster.
  if (!/[%\\+]/.test(words)) return words.replaceAll(form, () => mark)
  const known = new Map<string, ReadonlyArray<string>>()
  const spelt = [...form].map((character) => {
    const spellings = known.get(character) ?? spellingsOf(character)
    known.set(character, spellings)
    return spellings
  })
  let blanked = ""
  let at = 0
  while (at < words.length) {
    const end = endOf(words, at, spelt)
    blanked += end === undefined ? words[at] : mark
    at = end ?? at + 1
  }
  return blanked
}

/** Blanks out every one of `secrets`, the longest first so that no rest of one is left. */
export const blanking = (secrets: Iterable<string>, mark = "•••"): ((words: string) => string) => {
  const forms = [...new Set([...secrets].filter((secret) => secret !== "").flatMap(formsOf))]
  forms.sort((one, other) => other.length - one.length)
  return (words) => forms.reduce((text, form) => blankOne(text, form, mark), words)
}

/** Every secret in a body that is sent. */
export const secretsOf = ({ body, secrets = [] }: Body): ReadonlyArray<string> => [
  ...secretTexts(body.source),
  ...secrets.map(Redacted.value),
]

const mark = "<redacted>"

/** A JSON value for people: what stands below a key that sounds like a secret is marked, and so is every secret elsewhere. */
const shown = (value: unknown, blankOut: (words: string) => string, inside: boolean): unknown => {
  if (value === null) return value
  if (Array.isArray(value)) return value.map((item) => shown(item, blankOut, inside))
  if (Predicate.isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        blankOut(key),
        shown(item, blankOut, isSecretBelow(key, inside)),
      ]),
    )
  }
  if (inside) return mark
  return typeof value === "string" ? blankOut(value.replace(urlPassword, `://${mark}@`)) : value
}

/** A body of a request or an answer with nothing secret in it, if it is JSON. */
export const json = (text: string, secrets: Iterable<string>): string | undefined => {
  try {
    return JSON.stringify(shown(JSON.parse(text), blanking(secrets, mark), false))
  } catch {
    return undefined
  }
}
