/** What a plan says to people: why something cannot be done and the way out, and what they should know. */
import type { Blocked, Note } from "../../Change.ts"

export const list = (names: ReadonlyArray<string>): string => names.map((name) => `\`${name}\``).join(", ")

const many = (names: ReadonlyArray<string>, one: string, more: string): string =>
  names.length === 1 ? one : more

export const note = <A>(code: string, message: (given: A) => string) =>
  Object.assign((given: A): Note => ({ code, message: message(given) }), { code })

export const blocked = <A>(
  code: string,
  words: (given: A) => { readonly message: string; readonly help: string },
) => Object.assign((given: A): Blocked => ({ code, ...words(given) }), { code })

export const Notes = {
  unknownSecrets: note("secret-unknown", (paths: ReadonlyArray<string>) =>
    [
      `what the service has for ${list(paths)} cannot be known, so it is kept;`,
      "`--resend-secrets` sends what is declared",
    ].join(" "),
  ),
  unreadSecrets: note(
    "secret-unread",
    (paths: ReadonlyArray<string>) =>
      `${list(paths)} could not be read here, so ${many(paths, "it is", "they are")} not compared`,
  ),
  unknown: note(
    "unknown",
    (paths: ReadonlyArray<string>) =>
      `the service does not tell ${list(paths)} and nothing is recorded, so ${many(paths, "it is", "they are")} taken to be as declared`,
  ),
  released: note(
    "no-longer-managed",
    (paths: ReadonlyArray<string>) =>
      `${list(paths)} ${many(paths, "is", "are")} no longer declared; the service keeps what it has`,
  ),
  flavour: note(
    "flavour-kept",
    ({ live, declared }: { readonly live: string; readonly declared: string }) =>
      `the pipe says \`${live}\` and stays so: the service makes no difference between that and \`${declared}\``,
  ),
  columns: note(
    "table-unchanged",
    (table: string) => `the columns change in the pipe alone; alter the table \`${table}\` yourself`,
  ),
  startsBriefly: note(
    "runs-at-first",
    () => "a pipe cannot be made stopped, so it runs until it is stopped and may read some rows",
  ),
  goneOutside: note("gone", (id: string) => `the pipe \`${id}\` was deleted outside, so it is made anew`),
  forgotten: note("gone", (id: string) => `\`${id}\` is not there any more, so it is forgotten`),
  failed: note(
    "failed",
    (state: string) => `the service says \`${state}\`, and nothing that is declared would change that`,
  ),
  rest: note(
    "stopped-by-hand",
    (state: string) => `the pipe is \`${state}\` and the program does not say whether it should be`,
  ),
  replaced: note("replace-leaves", (tables: ReadonlyArray<string>) =>
    [
      `the new pipe reads everything again from where a new pipe starts; ${list(tables)}`,
      `${many(tables, "stays", "stay")} as ${many(tables, "it is", "they are")}, so empty or drop`,
      `${many(tables, "it", "them")} first or rows come twice`,
    ].join(" "),
  ),
  leftovers: note(
    "source-leftovers",
    () =>
      "what the service made at the source for the old pipe, such as replication slots and publications, may stay behind",
  ),
  resnapshot: note("resnapshot-fills", (tables: ReadonlyArray<string>) =>
    [
      `a table that is read cannot be changed, so it is removed and added again and all its rows are read anew;`,
      `empty or drop ${list(tables)} first or rows come twice`,
    ].join(" "),
  ),
  deletes: note(
    "tables-stay",
    (tables: ReadonlyArray<string>) => `the pipe goes; ${list(tables)} ${many(tables, "stays", "stay")}`,
  ),
  afterFirst: note(
    "after-first-database-pipe",
    () => "there is nothing to scale before the first database pipe is there, so it is done after that",
  ),
  accept: note(
    "accept",
    (id: string) => `the connection has to be accepted in the other cloud, where it is \`${id}\``,
  ),
  perhapsMoved: note(
    "perhaps-moved",
    (from: string) =>
      `it does what \`${from}\` does, which is no longer declared; if it is that pipe, \`moved from ${JSON.stringify(from)}\` renames it`,
  ),
  staysUntilReady: note(
    "old-endpoint-stays",
    (name: string) => `it stays until \`${name}\`, which takes its place, is ready, and is deleted then`,
  ),
  staysForOthers: note(
    "old-endpoint-stays-for-others",
    (names: ReadonlyArray<string>) =>
      `the old one stays, since ${list(names)}, which ${many(names, "is", "are")} left out, ${many(names, "goes", "go")} through it`,
  ),
  endpointUsers: note(
    "used-by",
    (names: ReadonlyArray<string>) =>
      `${list(names)}, which the program does not declare, ${many(names, "goes", "go")} through it and will stop to work`,
  ),
} as const

export const Blocks = {
  sameName: blocked("several-of-a-name", (ids: ReadonlyArray<string>) => ({
    message: `${ids.length} pipes of the service have this name: ${list(ids)}`,
    help: "rename or delete all but one of them in the console",
  })),
  bothNames: blocked("both-names", ({ from, name }: { readonly from: string; readonly name: string }) => ({
    message: `there is a pipe \`${from}\` to rename and a pipe \`${name}\` as well`,
    help: "delete or rename one of them in the console, or take `moved from` away",
  })),
  protected: blocked("protected", (what: "deleted" | "replaced") => ({
    message: `it would have to be ${what}, and \`lifecycle { protect = true }\` forbids that`,
    help:
      what === "deleted"
        ? "put the pipe back, take `protect` away and apply; then it can be removed from the program"
        : "declare what is live, or take `protect` away first",
  })),
  completed: blocked("completed", (name: string) => ({
    message: "the pipe has read everything and is `Completed`; the service changes nothing in such a pipe",
    help: `declare what is live, or replace it with \`--allow-replace ${name}\``,
  })),
  allTables: blocked("all-tables-changed", (name: string) => ({
    message:
      "every table that the pipe reads was changed, and a changed table has to be removed and added again; a pipe cannot be without any",
    help: `change some of the tables in one apply and the others in the next, or make the pipe anew under another name than \`${name}\``,
  })),
  noDatabasePipe: blocked("no-database-pipe", () => ({
    message: "there is nothing to scale: the service has no database pipe, and the program declares none",
    help: "take `cdcScaling` away until there is one",
  })),
  databasePipesLeftOut: blocked("database-pipes-left-out", () => ({
    message: "there is nothing to scale before the first database pipe is there, and those are left out",
    help: "ask for one of them as well",
  })),
  usedByOthers: blocked("used-by-left-out", (names: ReadonlyArray<string>) => ({
    message: `${list(names)}, which ${many(names, "is", "are")} left out, ${many(names, "goes", "go")} through it`,
    help: `ask for ${many(names, "it", "them")} as well, or leave the endpoint out`,
  })),
  sameEndpoint: blocked("several-of-an-endpoint", (ids: ReadonlyArray<string>) => ({
    message: `${ids.length} endpoints of the service are like this one: ${list(ids)}`,
    help: "delete all but one of them in the console",
  })),
  endpointBusy: blocked("endpoint-leaves", (status: string) => ({
    message: `the service is at work on it: \`${status}\``,
    help: "try again once it is gone",
  })),
} as const
