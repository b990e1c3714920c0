/**
 * What goes wrong: what the API is told to do, which is the emulator's to carry out, and what happens to a request on its
 * way there and back. An answer is spoiled on its way, so that it is known whether the API has done what it says.
 */
import type * as Fault from "@pipewright/emulator/Fault"
import type { Random } from "../internal/random.ts"

/** Whether the API has done what it was asked for by then. */
export type When = "before" | "after"

export type Mishap =
  /** The API, or what stands before it, says that it failed. */
  | {
      readonly kind: "fails"
      readonly status: 500 | 502 | 503 | 504
      readonly form: "envelope" | "page"
      readonly when: When
    }
  /** The connection breaks, with this code of Node. */
  | { readonly kind: "breaks"; readonly code: string; readonly when: When }
  /** The connection breaks in the middle of the answer. */
  | { readonly kind: "breaksOff" }
  /** What comes back is not of the API. */
  | { readonly kind: "unreadable" }
  /** The API refuses the request and repeats it in its words. */
  | { readonly kind: "repeats" }

export interface Trouble {
  /** Milliseconds until the API has the request, and from its answer until that is here. */
  readonly there: number
  readonly back: number
  /** Whether a request that nobody waits for any more is dropped on its way there. */
  readonly dropped: boolean
  readonly mishap: Mishap | undefined
}

export interface Profile {
  /** How many of a hundred requests have a mishap, and of which kinds. */
  readonly percent: number
  readonly kinds: ReadonlyArray<Mishap["kind"]>
  /** How long a request may take there and back; each is as likely. */
  readonly delays: ReadonlyArray<number>
  /** What the API itself is told to do. */
  readonly api: ReadonlyArray<Fault.Fault>
}

const kinds: Profile["kinds"] = ["fails", "breaks", "breaksOff", "unreadable", "repeats"]

const newer: Fault.Fault = { chance: 0.5, effect: { newer: ["fields", "values", "state"] } }
const document: Fault.Fault = { effect: { dialect: "document" } }
const guide: Fault.Fault = { effect: { dialect: "guide" } }

export const profile = ({ one, chance, below }: Random, timeout: number): Profile => {
  /** The quota is used up now and then; the headers say for how long, or do not. */
  const tooMany = (): Fault.Fault => ({
    chance: one([0.1, 0.3, 0.6]),
    effect: { tooMany: one([{}, { retryAfter: 1 + below(40) }, { rateLimitReset: one([1, 7, 200]) }]) },
  })
  const some = kinds.filter(() => chance(50))
  return {
    percent: one([0, 10, 20, 35, 60]),
    kinds: some.length === 0 ? kinds : some,
    delays: one([
      [0],
      [0, 100, 1_000],
      [0, 0, 0, 500, 3_000, below(timeout)],
      [0, 0, 500, timeout, timeout + 1, 3 * timeout],
    ]),
    api: [...(chance(50) ? [tooMany()] : []), ...one([[], [], [newer], [document], [guide]])],
  }
}

const mishap = ({ one }: Random, kind: Mishap["kind"]): Mishap => {
  switch (kind) {
    case "fails":
      return {
        kind,
        status: one([500, 500, 502, 503, 504]),
        form: one(["envelope", "page"]),
        when: one(["before", "after"]),
      }
    case "breaks": {
      const code = one([
        "ECONNRESET",
        "ECONNRESET",
        "EPIPE",
        "UND_ERR_HEADERS_TIMEOUT",
        "ECONNREFUSED",
        "ENOTFOUND",
      ])
      // Nothing that was not reached has done anything.
      const never = code === "ECONNREFUSED" || code === "ENOTFOUND"
      return { kind, code, when: never ? "before" : one(["before", "after"]) }
    }
    default:
      return { kind }
  }
}

/** What the next request meets. */
export const next = (random: Random, { percent, kinds, delays }: Profile): Trouble => ({
  there: random.one(delays),
  back: random.one(delays),
  dropped: random.chance(50),
  mishap: random.chance(percent) ? mishap(random, random.one(kinds)) : undefined,
})

/** The same in a line of a trace. */
export const show = ({ there, back, mishap }: Trouble): string => {
  const delay = there + back > 0 ? ` [${there} ms there, ${back} ms back]` : ""
  if (mishap === undefined) return delay
  const { kind, ...more } = mishap
  return ` ${kind} ${Object.values(more)
    .map((it) => (typeof it === "object" ? JSON.stringify(it) : it))
    .join(" ")}${delay}`
}
