/**
 * A place that holds document and lock together and can be replaced if it is still what it was: every write is read,
 * change, swap, and again from the start when the race was lost.
 */
import * as State from "@pipewright/core/State"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Random from "effect/Random"
import * as Ref from "effect/Ref"
import { StateConflict, StateDamaged, StateUnavailable } from "../../errors.ts"
import type { Backend, Failure } from "./backend.ts"
import * as Lock from "./lock.ts"

/** As stored. */
export interface Content {
  readonly document?: string
  readonly lock?: string
}

export interface Version {
  readonly content: Content
  /** Another one for other content. */
  readonly id: string
}

export interface Cell {
  readonly where: string
  readonly read: Effect.Effect<Version, StateUnavailable>
  /** The new id, and why it may not have come to it: whether it did is seen by reading again. */
  readonly swap: (
    from: Version,
    to: Content,
    message: string,
  ) => Effect.Effect<{ readonly id: string; readonly doubt?: string }, StateUnavailable>
}

/** With pauses between them of 50 ms to 1.6 s. */
const attempts = 6

const pause = (attempt: number) =>
  Effect.flatMap(Random.next, (part) => Effect.sleep(Duration.millis(50 * 2 ** attempt * (0.5 + part / 2))))

export const backend = Effect.fnUntraced(function* (cell: Cell): Effect.fn.Return<Backend> {
  const { where } = cell
  /** What this process wrote last. Only its own writes rest on it, and the swap tells if it is no longer true. */
  const last = yield* Ref.make<Version | undefined>(undefined)

  const decode = ({ document }: Content) =>
    document === undefined
      ? Effect.succeed(undefined)
      : Either.mapLeft(State.decode(document), (problem) => new StateDamaged({ where, problem }))

  const decodeLock = ({ lock }: Content): Effect.Effect<Lock.Lock | undefined, StateDamaged> => {
    if (lock === undefined) return Effect.succeed(undefined)
    const decoded = Lock.decode(lock)
    const problem = { _tag: "lock" } as const
    return decoded === undefined ? Effect.fail(new StateDamaged({ where, problem })) : Effect.succeed(decoded)
  }

  const change = <A>(
    message: string,
    from: Effect.Effect<Version, StateUnavailable>,
    make: (content: Content) => Effect.Effect<readonly [A, Content], Failure>,
    attempt = 0,
  ): Effect.Effect<A, Failure> =>
    Effect.gen(function* () {
      const before = yield* from
      const [result, content] = yield* make(before.content)
      if (content === before.content) return result
      yield* Ref.set(last, undefined)
      const { id, doubt } = yield* cell.swap(before, content, message)
      const now = doubt === undefined ? { id, content } : yield* cell.read
      if (now.id === id) {
        yield* Ref.set(last, now)
        return result
      }
      if (attempt + 1 < attempts) {
        yield* pause(attempt)
        return yield* change(message, cell.read, make, attempt + 1)
      }
      return yield* now.id === before.id
        ? new StateUnavailable({ where, why: doubt ?? "it was not written" })
        : new StateConflict({ where, why: "others wrote it each time that this run tried to" })
    })

  const lastOrRead = Effect.flatMap(Ref.get(last), (known) =>
    known === undefined ? cell.read : Effect.succeed(known),
  )

  const holding = (content: Content, lock: Lock.Lock): Effect.Effect<void, Failure> =>
    Effect.flatMap(decodeLock(content), (found) => Lock.isStill(where, found, lock))

  const without = ({ document }: Content): Content => (document === undefined ? {} : { document })

  return {
    where,
    read: Effect.flatMap(cell.read, ({ content }) => decode(content)),
    holder: Effect.flatMap(cell.read, ({ content }) => decodeLock(content)),
    acquire: (lock) =>
      change(`lock by ${lock.name} on ${lock.host}`, cell.read, (content) =>
        Effect.flatMap(decodeLock(content), (found) =>
          found === undefined || found.id === lock.id || Lock.isLeft(found)
            ? Effect.succeed([undefined, { ...content, lock: Lock.encode(lock) }] as const)
            : Lock.refuse(where, found),
        ),
      ),
    release: (lock) =>
      change("unlock", lastOrRead, (content) =>
        Effect.map(
          decodeLock(content),
          (found) => [undefined, found?.id === lock.id ? without(content) : content] as const,
        ),
      ),
    unlock: change("unlock by force", cell.read, (content) =>
      Effect.succeed([
        content.lock === undefined ? undefined : Lock.decode(content.lock),
        content.lock === undefined ? content : without(content),
      ] as const),
    ),
    replace: (document, expected, lock) =>
      change("write", lastOrRead, (content) =>
        Effect.gen(function* () {
          yield* holding(content, lock)
          const current = yield* decode(content)
          if (State.revision(current) !== expected)
            return yield* new StateConflict({ where, why: "it has changed since it was read" })
          const next = { ...document, serial: (current?.serial ?? 0) + 1 }
          return [State.revision(next), { ...content, document: State.encode(next) }] as const
        }),
      ),
    append: (changes, lock) =>
      change(message(changes.flatMap(told)), lastOrRead, (content) =>
        Effect.gen(function* () {
          yield* holding(content, lock)
          const current = yield* decode(content)
          if (current === undefined)
            return yield* new StateConflict({ where, why: "there is none to add to" })
          return [
            undefined,
            { ...content, document: State.encode(State.applyAll(current, changes)) },
          ] as const
        }),
      ),
  }
})

/** For whoever looks at the history. */
const message = (lines: ReadonlyArray<string>): string =>
  lines.length === 1 ? lines.join() : [`${lines.length} notes`, "", ...lines].join("\n")

const told = ({
  begin = [],
  end = [],
  pipes,
  endpoints,
  cdcScaling,
}: State.Change): ReadonlyArray<string> => [
  ...begin.map(({ operation, name }) => `begin ${operation} ${name}`),
  ...end.map(({ id, outcome }) => `${outcome} ${id}`),
  ...Object.keys({ ...pipes, ...endpoints }).map((name) => `remember ${name}`),
  ...(cdcScaling === undefined ? [] : ["remember cdcScaling"]),
]
