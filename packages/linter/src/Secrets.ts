/**
 * Secrets by their form, wherever they stand in a text: in a field, in a name, in a comment. A form is one that hardly
 * anything else has, so that what is found is one.
 */
import { type Span, span } from "@pipewright/language/Source"

export interface Secret {
  /** What it is, in the words of those who gave it out. It is never shown itself. */
  readonly what: string
  readonly span: Span
}

interface Form {
  readonly what: string
  /** With the flags `dg`; a group `value` is the secret where that is not all of the match. */
  readonly pattern: RegExp
  readonly isOne?: (text: string) => boolean
}

/** What manuals show, and what stands for a password in examples. */
const shown: ReadonlySet<string> = new Set([
  "AKIAIOSFODNN7EXAMPLE",
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
])

const standsForPassword = /^(?:<.*>|[*.x…]+|(?:my[-_]?)?(?:pass(?:word)?|pwd|secret)|.*\$\{.*)$/i

/** How many bits a character of a text tells. Words and repetitions tell less than keys. */
const entropy = (text: string): number => {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length
    return sum - share * Math.log2(share)
  }, 0)
}

const crc32 = (text: string): number => {
  let sum = 0xffff_ffff
  for (const character of text) {
    sum ^= character.charCodeAt(0)
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb8_8320 : 0)
  }
  return (sum ^ 0xffff_ffff) >>> 0
}

/** Its last six characters are the checksum of those before, the lowest byte first, in base64. */
const isConfluentSecret = (text: string): boolean => {
  const [body, checksum] = [text.slice(4, -6), text.slice(-6)]
  const sum = crc32(body)
  const bytes = [0, 8, 16, 24].map((shift) => (sum >>> shift) & 0xff)
  return btoa(String.fromCharCode(...bytes)).startsWith(checksum)
}

/** How much of a text in base64 is looked into; the keys of accounts are shorter. */
const mostEncoded = 16_384

const holdsPrivateKey = (encoded: string): boolean => {
  const whole = encoded.replace(/=+$/, "").slice(0, mostEncoded)
  // One character left over holds no byte.
  return /private_key|PRIVATE KEY/.test(atob(whole.slice(0, whole.length - (whole.length % 4 === 1 ? 1 : 0))))
}

const forms: ReadonlyArray<Form> = [
  {
    what: "a private key",
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?:(?:[^"-]|-(?!----)){0,20000}-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----|[A-Za-z0-9+/=\\\s]*)/dg,
  },
  {
    what: "the key of a service account",
    pattern: /\{[^{}]{0,4000}?\\?"type\\?"\s*:\s*\\?"service_account\\?"[^{}]{0,8000}\}?/dg,
  },
  {
    what: "the key of a service account in base64",
    pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{200,}={0,2}/dg,
    isOne: holdsPrivateKey,
  },
  { what: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/dg },
  {
    what: "the secret of an AWS access key",
    pattern:
      /\b(?:aws_?)?secret\w{0,30}\\?["'`]?\s{0,9}[=:]\s{0,9}\\?["'`]?(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dgi,
    isOne: (text) => entropy(text) > 3,
  },
  { what: "an HMAC key of Cloud Storage", pattern: /\bGOOG1?[A-Z0-9]{20,}\b/dg },
  {
    what: "the key of an Azure account",
    pattern: /\bAccountKey=(?<value>[A-Za-z0-9+/]{86}==)/dg,
  },
  {
    what: "a shared access signature of Azure",
    pattern: /\bSharedAccessSignature=(?<value>[^\s"';]{8,})/dg,
  },
  { what: "a shared access signature of Azure", pattern: /[?&]sig=(?<value>[A-Za-z0-9%+/]{20,}=?)/dg },
  {
    what: "a shared access key of Azure",
    pattern: /\bSharedAccessKey=(?<value>[A-Za-z0-9+/]{43}=)/dg,
  },
  {
    what: "a secret of Confluent Cloud",
    pattern: /(?<![A-Za-z0-9+/])cflt[A-Za-z0-9+/]{60}(?![A-Za-z0-9+/])/dg,
    isOne: isConfluentSecret,
  },
  { what: "the signature of an address", pattern: /\bX-(?:Amz|Goog)-Signature=(?<value>[0-9a-f]{32,})/dgi },
  {
    what: "the password of an address",
    pattern: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/"'@:]{1,200}:(?<value>[^\s/"'@]{1,200})@/dgi,
    isOne: (text) => !standsForPassword.test(text),
  },
]

/** The secrets of a text by place. What lies within another one is a part of it. */
export const find = (text: string): ReadonlyArray<Secret> => {
  const found = forms.flatMap(({ what, pattern, isOne }) =>
    [...text.matchAll(pattern)].flatMap(({ indices }): ReadonlyArray<Secret> => {
      const [start, end] = indices?.groups?.value ?? indices![0]!
      const own = text.slice(start, end)
      return shown.has(own) || isOne?.(own) === false ? [] : [{ what, span: span(start, end) }]
    }),
  )
  const sorted = found.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)
  let reached = 0
  return sorted.filter((it) => {
    if (it.span.start < reached) return false
    reached = it.span.end
    return true
  })
}

/** A text with stars in the place of its secrets. */
export const mask = (text: string): string => {
  let masked = text
  for (const { span } of find(text)) {
    const { start, end } = span
    masked = masked.slice(0, start) + "*".repeat(end - start) + masked.slice(end)
  }
  return masked
}
