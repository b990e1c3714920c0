/** What must be true of any run. */
import type { Asked, Event, History, Outcome } from "./history.ts"
import type { Operation, Schedule } from "./schedule.ts"

type Rate = Schedule["client"]["rate"]

/** Requests that must not be sent again once they may have done their work. */
const once: ReadonlySet<string> = new Set([
  "createPipe",
  "createEndpoint",
  "updatePipe",
  "updateEndpoint",
  "setState",
  "setScaling",
])

const creates: ReadonlySet<string> = new Set(["createPipe", "createEndpoint"])
const deletes: ReadonlySet<string> = new Set(["deletePipe", "deleteEndpoint"])

/** What a list shows, as the operation that makes it. */
const lists: Partial<Readonly<Record<Operation, Operation>>> = {
  listPipes: "createPipe",
  listEndpoints: "createEndpoint",
}

/** Requests that have to have done something where they succeed; what is deleted may have been gone. */
const writing: ReadonlySet<string> = new Set([
  "updatePipe",
  "updateEndpoint",
  "setState",
  "setScaling",
  "putSettings",
  "updateCdcScaling",
])

type Heard = Extract<Event, { kind: "heard" }>

interface Told {
  readonly asked: Asked
  readonly outcome: Outcome | undefined
  /** What the API did for it, in order. */
  readonly did: ReadonlyArray<Extract<Event, { kind: "did" }>>
}

const tell = ({ events }: History): ReadonlyArray<Told> =>
  events.flatMap((event) => {
    if (event.kind !== "asked") return []
    const own = events.filter(({ call }) => call === event.call)
    return [
      {
        asked: event,
        outcome: own.find((one): one is Heard => one.kind === "heard")?.outcome,
        did: own.flatMap((one) => (one.kind === "did" ? [one] : [])),
      },
    ]
  })

/** What a create was answered with. */
const idOf = ({ asked, outcome }: Told): string | undefined =>
  creates.has(asked.operation) && outcome?.is === "done" ? outcome.id : undefined

/** The ids that there are after each event. */
const aliveAfter = (events: ReadonlyArray<Event>): ReadonlyArray<ReadonlySet<string>> => {
  let alive: ReadonlySet<string> = new Set()
  return events.map((event) => {
    if (event.kind === "did" && event.method === "POST") alive = new Set([...alive, event.id])
    if (event.kind === "did" && event.method === "DELETE") {
      alive = new Set([...alive].filter((id) => id !== event.id))
    }
    return alive
  })
}

const ofCreates = (
  told: ReadonlyArray<Told>,
  moments: ReadonlyArray<ReadonlySet<string>>,
  left: ReadonlySet<string>,
) =>
  told.flatMap(({ asked, outcome, did }) => {
    if (!creates.has(asked.operation)) return []
    const made = did.map(({ id }) => id)
    const most = Math.max(0, ...moments.map((alive) => made.filter((id) => alive.has(id)).length))
    const problems = most > 1 ? [`${most} things of one create at the same time`] : []
    if (outcome?.is === "done" && !told.some((one) => one.did.some(({ id }) => id === outcome.id))) {
      problems.push("it answered with an id that nothing has")
    }
    const twin = told.find(
      (one) => one.asked.call < asked.call && outcome?.is === "done" && idOf(one) === outcome.id,
    )
    if (twin !== undefined) problems.push(`it answered with what call ${twin.asked.call} was answered with`)
    if (outcome?.is === "done") {
      const wasDeleted = told.some(
        (one) => deletes.has(one.asked.operation) && one.asked.target === outcome.id,
      )
      const isLost = !wasDeleted && !left.has(outcome.id ?? "")
      if (isLost) problems.push("what it made is gone, and nobody deleted it")
      const others = made.filter((id) => id !== outcome.id && left.has(id))
      if (others.length > 0) problems.push("it left something that nobody was told of")
    }
    return problems.map((problem) => `call ${asked.call}, ${asked.operation}: ${problem}`)
  })

/** What was said to be done is done, and what was said not to be is not. */
const ofWrites = (told: ReadonlyArray<Told>): ReadonlyArray<string> =>
  told.flatMap(({ asked, outcome, did }) => {
    const writes = did.filter(({ method }) => method !== "GET")
    const problems: Array<string> = []
    if (once.has(asked.operation) && !creates.has(asked.operation) && writes.length > 1) {
      problems.push(`it was done ${writes.length} times`)
    }
    if (once.has(asked.operation) && outcome?.is === "refused" && writes.length > 0) {
      problems.push(`it was done, and the client says that it was not (${outcome.why})`)
    }
    // A create may be answered with the pipe of an earlier one whose caller could not be told of it.
    if (writing.has(asked.operation) && outcome?.is === "done" && writes.length === 0) {
      problems.push("the client says that it was done, and it was not")
    }
    if (outcome?.is === "defect") problems.push(`the client failed: ${outcome.why}`)
    return problems.map((problem) => `call ${asked.call}, ${asked.operation}: ${problem}`)
  })

/** What is read is what there was at some moment of the reading. */
const ofReads = (
  events: ReadonlyArray<Event>,
  moments: ReadonlyArray<ReadonlySet<string>>,
): ReadonlyArray<string> => {
  const starts = new Map<number, { readonly at: number; readonly asked: Asked }>()
  const makers = new Map<string, Operation | undefined>()
  return events.flatMap((event, at) => {
    if (event.kind === "asked") starts.set(event.call, { at, asked: event })
    if (event.kind === "did" && event.method === "POST") {
      makers.set(event.id, starts.get(event.call)?.asked.operation)
    }
    const start = starts.get(event.call)
    if (event.kind !== "heard" || start === undefined) return []
    const during = moments.slice(start.at, at + 1)
    const { target, operation } = start.asked
    const { outcome } = event
    const problems: Array<string> = []
    if (outcome.is === "missing" && operation !== "getSettings" && operation !== "putSettings") {
      if (target !== undefined && during.every((alive) => alive.has(target))) {
        problems.push("the client says that there is no such thing, and there was all the time")
      }
    }
    if (outcome.is === "done" && outcome.ids !== undefined) {
      const always = [...(during[0] ?? [])].filter(
        (id) => makers.get(id) === lists[operation] && during.every((alive) => alive.has(id)),
      )
      const missing = always.filter((id) => outcome.ids?.includes(id) === false)
      const never = outcome.ids.filter((id) => !moments.slice(0, at + 1).some((alive) => alive.has(id)))
      if (missing.length > 0) problems.push(`${missing.length} things are missing from the list`)
      if (never.length > 0) problems.push(`${never.length} things of the list were never there`)
    }
    const isThere = target !== undefined && moments[at]?.has(target) === true
    if (outcome.is === "done" && deletes.has(operation) && isThere) {
      problems.push("the client says that it is deleted, and it is there")
    }
    return problems.map((problem) => `call ${event.call}, ${operation}: ${problem}`)
  })
}

/** Everything that is left is known to its caller, or is of a call that said that it may have happened. */
const ofTheLeft = (told: ReadonlyArray<Told>, left: ReadonlySet<string>): ReadonlyArray<string> =>
  [...left].flatMap((id) => {
    const owner = told.find(({ did }) => did.some((one) => one.method === "POST" && one.id === id))
    if (owner === undefined) return [`something is left that no call made (${id})`]
    const known = owner.outcome?.is !== "refused" && owner.outcome?.is !== "missing"
    return known
      ? []
      : [`call ${owner.asked.call}, ${owner.asked.operation}: it was refused, and what it made is there`]
  })

const ofTheRate = ({ events }: History, rate: Rate): ReadonlyArray<string> => {
  if (rate === "unlimited") return []
  const times = events.flatMap((event) => (event.kind === "sent" ? [event.at] : []))
  const broken = times.some(
    (at, index) => (times[index + rate.requests] ?? Number.POSITIVE_INFINITY) - at < rate.per,
  )
  return broken ? [`more than ${rate.requests} requests went within ${rate.per} ms`] : []
}

export interface Expected {
  readonly rate: Rate
  /** What must not be in any text. */
  readonly marks: ReadonlyArray<string>
}

/** Everything that is wrong with a run. */
export const problems = (history: History, { rate, marks }: Expected): ReadonlyArray<string> => {
  if (history.hangs) return ["it hangs"]
  const told = tell(history)
  const moments = aliveAfter(history.events)
  const left = new Set(history.left)
  const expected = moments[moments.length - 1] ?? new Set()
  const leak = history.texts.find((text) => marks.some((mark) => text.includes(mark)))?.slice(0, 200)
  return [
    ...ofCreates(told, moments, left),
    ...ofWrites(told),
    ...ofReads(history.events, moments),
    ...ofTheLeft(told, left),
    ...ofTheRate(history, rate),
    ...(expected.size === left.size && [...left].every((id) => expected.has(id))
      ? []
      : ["the API lost or found something by itself"]),
    ...(leak === undefined ? [] : [`a secret is in ${leak}`]),
    ...history.failures,
  ]
}
