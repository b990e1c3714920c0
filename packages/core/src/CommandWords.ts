/** What a command to a pipe says to people: why it cannot be given and the way out, and what they should know. */
import { blocked, list, note } from "./internal/plan/words.ts"

export const Notes = {
  startsAgain: note(
    "starts-again",
    () =>
      "the program wants it running, so the next apply starts it again; `state = stopped` would keep it stopped",
  ),
  stopsAgain: note(
    "stops-again",
    () => "the program says `state = stopped`, so the next apply stops it again",
  ),
  runsAfterwards: note("runs-afterwards", (state: string) => `it is \`${state}\` now and runs afterwards`),
  nothingRuns: note("nothing-runs", (state: string) => `it is \`${state}\`, so there is nothing to stop`),
  rereads: note(
    "resync-reads",
    (tables: ReadonlyArray<{ readonly source: string; readonly target: string }>) =>
      [
        `all rows of ${list(tables.map(({ source }) => source))} are read again, into ${list(tables.map(({ target }) => `${target}_resync`))};`,
        `these then take the place of ${list(tables.map(({ target }) => target))}`,
      ].join(" "),
  ),
} as const

export const Blocks = {
  sameName: blocked("several-of-a-name", (ids: ReadonlyArray<string>) => ({
    message: `${ids.length} pipes of the service have this name, and none of them is ours: ${list(ids)}`,
    help: "rename or delete all but one of them in the console, and adopt that one",
  })),
  notThere: blocked("not-there", ({ isDeclared }: { readonly isDeclared: boolean }) => ({
    message: "the service has no such pipe",
    help: isDeclared ? "`pipewright apply` makes it" : "`pipewright apply` forgets it",
  })),
  notOurs: blocked(
    "not-ours",
    ({ name, isDeclared }: { readonly name: string; readonly isDeclared: boolean }) => ({
      message: "it was made by someone else, and only pipes that are ours are told what to do",
      help: isDeclared
        ? `take it over with \`pipewright apply --adopt ${JSON.stringify(name)}\``
        : `take it over with \`pipewright pull --adopt --only ${JSON.stringify(name)}\``,
    }),
  ),
  unknownKind: blocked("unknown-source", () => ({
    message: "this version of pipewright does not know its source",
    help: "use a newer version, or the console",
  })),
  completed: blocked("completed", (state: string) => ({
    message: `it is \`${state}\`: it has read everything, and the service starts no such pipe`,
    help: "leave it out; to read everything again, replace it by another pipe, or resync it if it reads a database",
  })),
  broken: blocked("broken", ({ state, next }: { readonly state: string; readonly next: string }) => ({
    message: `it is \`${state}\`, and the service does not start it`,
    help: next,
  })),
  noResync: blocked("no-resync", (name: string) => ({
    message: "the service does not read a pipe of this source again",
    help: `take it out of the program and apply with \`--allow-delete ${JSON.stringify(name)}\`, empty its tables, then put it back and apply: a new pipe reads from the start`,
  })),
  protected: blocked("protected", () => ({
    message: "all its tables would be read again, and `lifecycle { protect = true }` forbids that",
    help: "take `protect` away and apply first, if that is meant",
  })),
} as const
