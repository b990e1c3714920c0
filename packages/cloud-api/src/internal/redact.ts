/** Blanks out what looks secret, for the API may repeat a value of the request in its words. */
import * as Predicate from "effect/Predicate"

const secretKey = /pass|secret|token|credential|key|certificate|connectionString|serviceAccount/i

/** Keys of tables sound like secrets and are not. */
const tableKey = /(sorting|partition|primary)key/i

/** A URL with a user and a password in it, wherever it stands. */
const urlWithUser = /:\/\/[^/?#]*@/

/** Below this length a value is as likely to be part of an ordinary word. */
const shortest = 4

const secretsIn = (value: unknown, inside: boolean): ReadonlyArray<string> => {
  if (typeof value === "string") {
    return (inside || urlWithUser.test(value)) && value.length >= shortest ? [value] : []
  }
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, inside))
  if (!Predicate.isRecord(value)) return []
  return Object.entries(value).flatMap(([key, item]) =>
    secretsIn(item, inside || (secretKey.test(key) && !tableKey.test(key))),
  )
}

/** The texts below a key that sounds like a secret. */
export const secretTexts = (source: unknown): ReadonlyArray<string> => secretsIn(source, false)

/** `words` with every one of `secrets` blanked out, the longest first so that no rest of one is left. */
export const blankOut = (words: string, secrets: ReadonlyArray<string>): string =>
  secrets
    .filter((secret) => secret !== "")
    // The words may quote JSON.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .sort((one, other) => other.length - one.length)
    .reduce((text, secret) => text.replaceAll(secret, "•••"), words)
