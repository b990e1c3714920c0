/**
 * Mistakes that other tools for this API made, or still make, each with the tests that show that we do not.
 */
import type { Proof } from "./titles.ts"

export interface Trap {
  readonly number: number
  readonly is: string
  readonly proofs: ReadonlyArray<Proof>
}

const program = (title: string): Proof => ({ file: "packages/sources/test/Traps.test.ts", title })
const normalise = (title: string): Proof => ({ file: "packages/sources/test/Normalise.test.ts", title })
const messages = (title: string): Proof => ({ file: "packages/sources/test/rules/messages.ts", title })
const databases = (title: string): Proof => ({ file: "packages/sources/test/rules/databases.ts", title })
const contracts = (title: string): Proof => ({ file: "packages/sources/test/Contracts.test.ts", title })
const authentication = (title: string): Proof => ({
  file: "packages/sources/test/Authentication.test.ts",
  title,
})
const keys = (title: string): Proof => ({ file: "packages/core/test/TableKeys.engine.test.ts", title })
const conformance = (title: string): Proof => ({ file: "packages/sources/test/Conformance.test.ts", title })
const plan = (title: string): Proof => ({ file: "packages/core/test/Plan.test.ts", title })
const saved = (title: string): Proof => ({ file: "packages/core/test/SavedPlan.test.ts", title })
const shared = (title: string): Proof => ({ file: "packages/core/test/PlanEndpoints.test.ts", title })
const edits = (title: string): Proof => ({ file: "packages/sources/test/Edits.test.ts", title })
const traces = (title: string): Proof => ({ file: "packages/tooling/test/ApplyTraces.test.ts", title })
const steps = (title: string): Proof => ({ file: "packages/runtime/test/ExecutorSteps.test.ts", title })
const journal = (title: string): Proof => ({ file: "packages/runtime/test/ExecutorJournal.test.ts", title })
const endpoints = (title: string): Proof => ({
  file: "packages/runtime/test/ExecutorEndpoints.test.ts",
  title,
})
const executor = (title: string): Proof => ({ file: "packages/runtime/test/Executor.test.ts", title })
const client = (part: string, title: string): Proof => ({
  file: `packages/cloud-api/test/${part}.test.ts`,
  title,
})

export const traps: ReadonlyArray<Trap> = [
  {
    number: 1,
    is: "Tables of a running database pipe were edited, and the service wants it paused: pause, edit, go on.",
    proofs: [
      plan("pause the pipe, go as additions and removals alone, and let it go on"),
      steps("stops, waits, sends, starts and waits"),
      steps("stops, waits, sends once more, starts and waits"),
    ],
  },
  {
    number: 2,
    is: "An edit failed and the pipe stayed paused: start it again unless it should be stopped.",
    proofs: [
      steps("starts the pipe again when it fails"),
      steps("leaves the pipe stopped when it fails and the pipe should be stopped"),
    ],
  },
  {
    number: 3,
    is: "`start` met a pipe that the service had started by itself: that is no failure.",
    proofs: [
      steps("takes it that a pipe which runs by itself again is started"),
      traces(
        "are for another table stop, a look, the edit, a start for which the service was faster, and a look",
      ),
    ],
  },
  {
    number: 4,
    is: "An edit of the login started a pipe that should be stopped: stop it again after every edit.",
    proofs: [plan("is told once more after every edit of one that should be stopped")],
  },
  {
    number: 5,
    is: "A state changed in the middle of a run and failed it, though the edit had worked: the state is no part of what is compared.",
    proofs: [
      plan("leaves one that is on its way"),
      saved("does not mind a state from which the same follows, and minds another"),
    ],
  },
  {
    number: 6,
    is: "What the state came to made every plan differ: it is decided last, and says nothing by itself.",
    proofs: [plan("is kept without a step"), plan("leaves one that somebody stopped")],
  },
  {
    number: 7,
    is: "What should be and what is were one field, so a plan got stuck on a failed pipe: they are two.",
    proofs: [plan("is that of a failed pipe once it was changed"), plan("does not stop one that failed")],
  },
  {
    number: 8,
    is: "A failed pipe could not even be read, so it could not be mended: that is a warning.",
    proofs: [
      executor("goes on for a pipe that was there and is on its way, and tells of one that had failed"),
      plan("is that of a failed pipe once it was changed"),
    ],
  },
  {
    number: 9,
    is: "An edit of tables sent the connection without its login and was refused: send what changes.",
    proofs: [plan("pause the pipe, go as additions and removals alone, and let it go on")],
  },
  {
    number: 10,
    is: "A list of fields to compare lacked some, and their changes were lost: compare all fields alike.",
    proofs: [edits("is edited field by field as the field says, and is as declared after it")],
  },
  {
    number: 11,
    is: "A secret that cannot be read looked changed each time: compare what is known of it.",
    proofs: [
      normalise("all secrets"),
      plan("is sent when it comes to something else than was recorded, and is shown nowhere"),
      plan("is kept where nothing is recorded, and that is said"),
    ],
  },
  {
    number: 12,
    is: "Logins that were empty went out as the text `undefined`: what is not there is not sent.",
    proofs: [program("12: has no empty text, no empty object, no null, and nothing called undefined")],
  },
  {
    number: 13,
    is: "An edit sent fields that cannot be edited, and the registry: they are left out, and such a change makes a new pipe.",
    proofs: [
      conformance("edits in place what the contract takes as an edit, and only that"),
      edits("is edited field by field as the field says, and is as declared after it"),
      plan("is replaced only where that is allowed, and leaves its table behind"),
    ],
  },
  {
    number: 14,
    is: "A change to a table that is copied did nothing, silently: it is an error of the plan.",
    proofs: [
      program("14, 48: no field of a table that is copied can be edited"),
      plan("are removed and added again where one changed, once that is allowed"),
    ],
  },
  {
    number: 15,
    is: "The service has its own order of excluded columns, which looked like a change: they are a set.",
    proofs: [normalise("the order of excludedColumns, and not that of sortingKeys")],
  },
  {
    number: 16,
    is: "An empty list and none at all looked like a change: they are the same.",
    proofs: [
      normalise("excludedColumns of a mapping"),
      normalise("tableDefinition.sortingKey that is empty"),
    ],
  },
  {
    number: 17,
    is: "A flag that is absent and one that is false looked like a change: they are the same.",
    proofs: [normalise("useCustomSortingKey of a mapping")],
  },
  {
    number: 18,
    is: "Settings that the service fills in looked like a change: they are its own.",
    proofs: [normalise("settings of a database that the service fills in")],
  },
  {
    number: 19,
    is: "A size reads as 0 right after it has changed: such a reading says nothing.",
    proofs: [normalise("scaling right after a change")],
  },
  {
    number: 20,
    is: "Sizes come as quantities with units: they are read as numbers.",
    proofs: [normalise("scaling in quantities")],
  },
  {
    number: 21,
    is: "Parts of a size that nobody had declared were sent: send what is declared.",
    proofs: [program("21: has the parts of a size that are declared, and no others")],
  },
  {
    number: 22,
    is: "A database pipe with a size was created, failed on the size and was lost from sight: it is refused before anything is sent.",
    proofs: [databases("a pipe of a database is not scaled by itself")],
  },
  {
    number: 23,
    is: "A flag of tables was forced onto database pipes and clashed with what their authors said: it is not sent there.",
    proofs: [
      program("23: says of the destination of a database pipe its database and its roles alone"),
      normalise("destination.managedTable of a database pipe"),
    ],
  },
  {
    number: 24,
    is: "The definition of a table in a database pipe was dropped silently: it is refused.",
    proofs: [databases("a table is not described beside its row")],
  },
  {
    number: 25,
    is: "An engine comes back with brackets: they say nothing.",
    proofs: [normalise("tableDefinition.engine.type")],
  },
  {
    number: 26,
    is: "A sorting key was sent in quotes, and the table had no order: names are sent plain.",
    proofs: [
      program("26: has the sorting key as plain names"),
      keys("has the plain names of columns, without quotes of SQL"),
    ],
  },
  {
    number: 27,
    is: "A primary key comes back as `null`: nothing says nothing.",
    proofs: [normalise("tableDefinition.primaryKey and partitionBy")],
  },
  { number: 28, is: "Roles were never sent.", proofs: [program("28: has the roles")] },
  {
    number: 29,
    is: "A word in another case was sent and refused: words are those of the API, to the letter.",
    proofs: [databases("words are spelled as the service spells them")],
  },
  {
    number: 30,
    is: "To take over a pipe with a registry failed, since logins do not come back: no secret is needed for that.",
    proofs: [program("30: stands as a named secret where a pipe is taken over, also for a registry")],
  },
  {
    number: 31,
    is: "A service was asleep and every call failed: wake it, and only if it sleeps.",
    proofs: [
      client("Wake", "is woken, looked at every 5 seconds until it runs, and gets the request once more"),
      client("Wake", "is never woken"),
    ],
  },
  {
    number: 32,
    is: "A login was asked for where a role needs none.",
    proofs: [
      program("32: has no credentials with a role, and asks for none"),
      authentication("takes from $type with `$method` the login of its own alone: $given"),
    ],
  },
  {
    number: 33,
    is: "The consumer group that the service made looked like a change, and an empty timestamp was sent.",
    proofs: [
      program("33: has no consumer group and no timestamp of an offset that nobody wrote"),
      normalise("a consumer group that the service made"),
    ],
  },
  {
    number: 34,
    is: "The login of a stream could not be exchanged: it can be edited.",
    proofs: [
      program("34: the login of a stream of Amazon can be exchanged in place"),
      edits("is edited field by field as the field says, and is as declared after it"),
    ],
  },
  {
    number: 35,
    is: "A flag is missing in what the service returns: what is declared stands.",
    proofs: [program("35: is taken for what is declared, as for skipInitialLoad")],
  },
  {
    number: 36,
    is: "A start that the service no longer has was still taken.",
    proofs: [messages("a start at a snapshot is gone")],
  },
  {
    number: 37,
    is: "Every refusal was tried again: only what may pass is, and the body is made anew each time.",
    proofs: [
      client("Retries", "is not sent again after a ${status}"),
      client("Retries", "sends its body again as it was"),
    ],
  },
  {
    number: 38,
    is: "Two tables went to one, which was told by the service only.",
    proofs: [databases("two tables do not go to one")],
  },
  {
    number: 39,
    is: "Booleans became texts on their way through a map.",
    proofs: [
      program("39: has booleans as booleans and numbers as numbers in the settings"),
      normalise("the map of settings"),
    ],
  },
  {
    number: 40,
    is: "Of the document store, encryption was not compared, tables were sent whole, a missing login was a crash, and fixed settings were edited.",
    proofs: [
      program(
        "40: encryption of the document store is edited in place, its tables as additions and removals",
      ),
      edits("is edited field by field as the field says, and is as declared after it"),
    ],
  },
  {
    number: 41,
    is: "MariaDB with a file and a position was refused by the service only.",
    proofs: [databases("MariaDB tells its place by transaction")],
  },
  {
    number: 42,
    is: "Files of Azure come back without their place and their login: what is declared stands.",
    proofs: [
      program("42: is taken for what is declared, as for the files of Azure"),
      normalise("authentication, path and container of Azure"),
    ],
  },
  {
    number: 43,
    is: "A pipe that reads files once was waited for in vain: that it is complete is its end.",
    proofs: [contracts("comes to rest in a state that a plan waits for")],
  },
  {
    number: 44,
    is: "A pipe that broke down inside the service was waited for in vain.",
    proofs: [program("44: that broke down inside the service has come to an end, whatever its kind")],
  },
  {
    number: 45,
    is: "A pipe that somebody stopped by hand was not noticed.",
    proofs: [
      plan("stops one that runs"),
      plan("starts one that is stopped"),
      plan("leaves one that somebody stopped"),
    ],
  },
  {
    number: 46,
    is: "An empty map of settings was sent and refused.",
    proofs: [
      program("46: has no settings where none are declared, not even an empty map"),
      plan("leaves a setting that is declared no longer, and says so"),
    ],
  },
  {
    number: 47,
    is: "Settings that the service returns beside the declared ones looked like a change.",
    proofs: [normalise("the map of settings")],
  },
  {
    number: 48,
    is: "For MySQL, changes of some fields of a table did nothing, silently.",
    proofs: [
      program("14, 48: no field of a table that is copied can be edited"),
      plan("are removed and added again where one changed, once that is allowed"),
      edits("is edited field by field as the field says, and is as declared after it"),
    ],
  },
  {
    number: 49,
    is: "Two tables of MongoDB or BigQuery could go to one.",
    proofs: [databases("two tables do not go to one")],
  },
  {
    number: 50,
    is: "BigQuery took a size, and edits that fail.",
    proofs: [
      program("50: nothing of a source that is read once can be edited"),
      databases("a pipe of a database is not scaled by itself"),
    ],
  },
  {
    number: 51,
    is: "The timestamp of Kinesis was a text.",
    proofs: [
      program("51: has the timestamp of a stream as a whole number"),
      messages("a timestamp is a number of seconds"),
    ],
  },
  {
    number: 52,
    is: "The type of a MySQL source was sent in an edit.",
    proofs: [
      conformance("edits in place what the contract takes as an edit, and only that"),
      edits("is edited field by field as the field says, and is as declared after it"),
    ],
  },
  {
    number: 53,
    is: "An edit of the connection went without its login.",
    proofs: [
      contracts("of %s takes an edit of tables alone, and of the connection only with its login"),
      edits("is edited field by field as the field says, and is as declared after it"),
    ],
  },
  {
    number: 54,
    is: "A field could not be taken away again.",
    proofs: [plan("gets an explicit nothing where a field is declared no longer")],
  },
  {
    number: 55,
    is: "To delete what is gone failed, and nothing waited for the end of a deletion.",
    proofs: [
      client("CloudApiClient", "of status 404 is PipeNotFound, but a pipe that is gone counts as deleted"),
      steps("is made anew once the old one is gone"),
    ],
  },
  {
    number: 56,
    is: "A create was sent again although the first may have arrived: look before.",
    proofs: [
      journal("has the pipe of a create whose answer was lost, once a look finds it"),
      client("LostCreates", "is found although it comes up late"),
      client("LostCreates", "is sent again once if the API said that it failed and nothing has come up"),
    ],
  },
  {
    number: 57,
    is: "The compute of databases could not be read before the first pipe or after the last: then there is none.",
    proofs: [
      client("CdcScaling", "is not there before the first database pipe"),
      {
        file: "packages/emulator/test/cdcScaling.test.ts",
        title: "goes with the last database pipe, and what was asked for with it",
      },
      shared("is set once there is a database pipe, and is refused where none will be"),
    ],
  },
  {
    number: 58,
    is: "A way to log in was assumed that half of the vendors lack, and no login was checked.",
    proofs: [
      authentication("has $type with `$method`: $mark"),
      program("58: has no way to log in that nobody chose"),
    ],
  },
  {
    number: 59,
    is: "Nothing kept a pipe from having two sources.",
    proofs: [program("59: has one source, and neither a second clause nor raw can add another")],
  },
  {
    number: 60,
    is: "Waits were far too long or no time at all, and could not be ended.",
    proofs: [
      executor("takes ever longer breaks, and ends when its time is up"),
      endpoints("is waited for 10 minutes and no longer"),
      endpoints("is waited for no longer once the run should end"),
    ],
  },
  {
    number: 61,
    is: "Bounds were too narrow, and words of the API were missing.",
    proofs: [program("61: are all there, also those that another tool lacks")],
  },
]
