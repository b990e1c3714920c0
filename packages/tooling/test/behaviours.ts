/** What the API was seen to do and the emulator does too, each with the test that shows it. */
import type { Proof } from "./titles.ts"

export interface Behaviour {
  readonly is: string
  readonly proof: Proof
}

const emulator = (part: string, title: string): Proof => ({
  file: `packages/emulator/test/${part}.test.ts`,
  title,
})
const sources = (part: string, title: string): Proof => ({
  file: `packages/sources/test/${part}.test.ts`,
  title,
})

export const behaviours: ReadonlyArray<Behaviour> = [
  {
    is: "A pipe passes through the states of its family, each for its time, and rests at the last.",
    proof: emulator("create", "passes through its states and stays at the last"),
  },
  {
    is: "A pipe moves by the table of its family, which says for each state what each command does.",
    proof: sources("Lifecycles", "says for each state what each command does, once"),
  },
  {
    is: "Streams and files stop by `Stopping` and `Stopped`, databases by `Pausing` and `Paused`.",
    proof: emulator("state", "stops a pipe and starts it again, through the states of its kind"),
  },
  {
    is: "`stop` can be repeated, while the pipe stops and when it has.",
    proof: emulator("state", "to stop a pipe that stops or has stopped changes nothing"),
  },
  {
    is: "`start` on a pipe that runs or comes up is a 400, `ClickPipe is already running`.",
    proof: emulator("state", "to start a pipe that runs or is about to is refused"),
  },
  {
    is: "`start` on a pipe in `Completed` is a 200 and changes nothing.",
    proof: emulator("state", "to start or stop a pipe that has completed is taken and changes nothing"),
  },
  {
    is: "`start` brings a pipe in `Failed` up again.",
    proof: emulator("forced", "is started again from Failed, and a database pipe copies its tables then"),
  },
  {
    is: "A pipe in `InternalError` is not started.",
    proof: emulator("forced", "is stopped from Failed, and not started from InternalError"),
  },
  {
    is: "A pipe can be forced into `Failed`, `Degraded` and `InternalError`, and rests there.",
    proof: emulator("forced", "rests in ${state}"),
  },
  {
    is: "`resync` copies the tables again and swaps them.",
    proof: emulator("state", "to resync fills the tables again and swaps them"),
  },
  {
    is: "`resync` is taken of a pipe in `Completed`.",
    proof: emulator(
      "state",
      "to resync is taken of a pipe that has completed, and fills its tables again over their rows",
    ),
  },
  {
    is: "`resync` is refused for a source that cannot.",
    proof: emulator("state", "that the kind does not take is refused"),
  },
  {
    is: "A command stands below `command`, or below `action` as in the guide.",
    proof: emulator("state", "is taken below the key of the guide too, and refused below that"),
  },
  {
    is: "Tables of a database pipe that runs cannot be edited: 400, `ClickPipe must be paused to edit`.",
    proof: emulator("update", "is refused while the pipe runs and taken when it is paused"),
  },
  {
    is: "After an edit of its tables a paused pipe goes on by itself, after the answer, and copies those that are new.",
    proof: emulator(
      "update",
      "makes the pipe go on by itself after the answer, and copy the tables that are new",
    ),
  },
  {
    is: "A stop that comes before a pipe goes on by itself keeps it paused.",
    proof: emulator("update", "leaves the pipe paused if a stop comes before it goes on"),
  },
  {
    is: "After an edit of its connection a paused pipe goes on at once.",
    proof: emulator("update", "of the source makes a paused pipe go on at once, and a stopped one stay"),
  },
  {
    is: "An edit of the name alone leaves a paused pipe paused.",
    proof: emulator("update", "of the name alone leaves a paused pipe paused"),
  },
  {
    is: "A table of the source cannot be removed and added by one edit.",
    proof: emulator("update", "is refused where it makes no sense"),
  },
  {
    is: "An edit of the connection wants the login again, an edit of tables does not.",
    proof: sources(
      "Contracts",
      "of %s takes an edit of tables alone, and of the connection only with its login",
    ),
  },
  {
    is: "Settings in an edit of the pipe are taken and ignored.",
    proof: emulator("update", "takes settings and ignores them"),
  },
  {
    is: "Field mappings without columns are a 400, `Columns are required if field mappings are provided`.",
    proof: emulator("update", "changes columns, and mappings only along with columns"),
  },
  {
    is: "An edit is carried out whole or not at all.",
    proof: emulator("update", "is carried out whole or not at all"),
  },
  {
    is: "A source that cannot be edited takes a new name.",
    proof: emulator("update", "of a kind that cannot be edited takes a name and no source"),
  },
  {
    is: "Settings are merged by PUT; `0` and `false` stay.",
    proof: emulator("state", "are merged, and null forgets one"),
  },
  {
    is: "An empty body of settings is a 400.",
    proof: emulator("state", "are refused when they are empty, unknown or out of bounds"),
  },
  {
    is: 'Settings of a database pipe are a 404, `ingestion for pipe "…" not found`.',
    proof: emulator("state", "are not found for a kind that has none"),
  },
  {
    is: "A setting of another source is refused in its own words.",
    proof: emulator("echo", "with a setting of another kind, in the words about that setting"),
  },
  {
    is: "`kafka_read_committed` is for Kafka alone.",
    proof: sources("Echoes", "the setting of Kafka for every other source that has settings"),
  },
  {
    is: "Sizes of a database pipe are refused, when the pipe is there already too.",
    proof: emulator("state", "is refused when it is empty, out of bounds or not for the kind"),
  },
  {
    is: "Sizes read as 0 right after they have changed.",
    proof: emulator(
      "echo",
      "with its sizes as 0 for a while after they have changed, and as they are from then on",
    ),
  },
  { is: "Sizes may come with units.", proof: emulator("echo", "with sizes that have units") },
  {
    is: "No secret and no role is ever returned.",
    proof: emulator("create", "returns the pipe with what the service fills in and without secrets or roles"),
  },
  {
    is: "The database of a destination is `default` where none is given, and a database pipe has nothing else.",
    proof: emulator("create", "of a database kind returns the database alone as its destination"),
  },
  {
    is: "Of an engine its name alone is returned, and no sorting key as an empty one.",
    proof: emulator("create", "keeps of an engine its name, and no sorting key as an empty one"),
  },
  {
    is: "An engine may come with brackets, and the rest of a table as `null`.",
    proof: emulator(
      "echo",
      "with brackets behind its engine, and null for the rest of the definition of its table",
    ),
  },
  {
    is: "Lists without an order may come in another one, and what is empty or false as `null`.",
    proof: emulator("echo", "with lists in another order, and null for what is empty or false"),
  },
  { is: "More settings may come than were sent.", proof: emulator("echo", "with settings that nobody sent") },
  {
    is: "What is not set may come as an empty text, and what is the default not at all.",
    proof: sources(
      "Echoes",
      "of PostgreSQL empty texts for what is not set, and no type or login that is the default",
    ),
  },
  {
    is: "What is by default may be missing for MySQL.",
    proof: sources("Echoes", "of MySQL no mechanism that is the default"),
  },
  { is: "TLS may be missing for MongoDB.", proof: sources("Echoes", "of MongoDB nothing of its TLS") },
  {
    is: "Azure returns neither the login nor where the files are.",
    proof: sources("Echoes", "of Azure neither the login nor where the files are, and of other stores both"),
  },
  {
    is: "A consumer group is made up from the id of the pipe.",
    proof: sources("Echoes", "a consumer group of its own where none is given"),
  },
  {
    is: "Settings and engines of databases are filled in.",
    proof: sources("Echoes", "the settings of a database that nobody sent, and the engine of each table"),
  },
  {
    is: "Flags that nobody sent read as false.",
    proof: sources("Echoes", "flags that are false whether or not they were sent"),
  },
  {
    is: "MySQL gets a number as a replica.",
    proof: sources("Echoes", "a number for a replica of MySQL that has none"),
  },
  {
    is: "Names may repeat.",
    proof: emulator("create", "may repeat a name, and a list has the oldest pipe first"),
  },
  {
    is: "A role that may not do enough is a 400.",
    proof: emulator("echo", "with roles of which none may do what a pipe has to"),
  },
  {
    is: "What support has to enable is a 400 for an organization without it.",
    proof: emulator("echo", "with what support has not enabled for the organization"),
  },
  {
    is: "Pub/Sub and the positions of binary logs are such previews.",
    proof: sources("Echoes", "Pub/Sub and the positions of binary logs to an organization without previews"),
  },
  { is: "A stream or files can be created paused.", proof: emulator("echo", "rests without having run") },
  {
    is: "A database pipe cannot be created paused.",
    proof: emulator("echo", "is refused for a pipe from a database"),
  },
  {
    is: "Ports of 0, empty lists and empty names are a 400 with their place.",
    proof: sources("Echoes", "ports of 0, empty lists and empty names, and says where they are"),
  },
  {
    is: "A role is taken beside a password.",
    proof: sources("Echoes", "nothing where a role stands beside a password"),
  },
  { is: "A pipe can be deleted in any state, once.", proof: emulator("state", "works in any state, once") },
  {
    is: "A delete leaves the rows of the destination, and a create onto them is refused.",
    proof: emulator(
      "create",
      "is refused onto the table that a deleted pipe has filled, until that is dropped",
    ),
  },
  {
    is: "An edit that adds a table with rows in its destination is refused.",
    proof: emulator("update", "is refused for a target that holds rows"),
  },
  {
    is: "A slash at the end of a path changes nothing.",
    proof: emulator("Emulator", "with a slash at the end of its path is answered like one without"),
  },
  {
    is: "A key that is missing or wrong is a 401.",
    proof: emulator("Emulator", "without the key, or with another, is not authorised"),
  },
  {
    is: "A service that sleeps refuses every operation of pipes.",
    proof: emulator("services", "that does not run refuses every operation of pipes, and changes nothing"),
  },
  {
    is: "The compute of database pipes comes with the first of them.",
    proof: emulator("cdcScaling", "is not there before the first database pipe is"),
  },
  {
    is: "A change of that compute settles later.",
    proof: emulator("cdcScaling", "reads as 0 while a change is made, and as what was asked for then"),
  },
  {
    is: "A private endpoint becomes ready, or waits for its owner.",
    proof: emulator("endpoints", "is provisioned, and then ready or waiting for its owner, by its type"),
  },
  {
    is: "Schema discovery has no effect and refuses what a create does.",
    proof: emulator("discovery", "refuses what a create refuses, and kinds that have no look"),
  },
  {
    is: "Time is stepped by hand.",
    proof: emulator("clock", "stands still, and pipes go on only when it is moved on"),
  },
  {
    is: "Time is faster than in the cloud.",
    proof: emulator("clock", "is a five-hundredth of the cloud's by itself"),
  },
  {
    is: "An edit of tables of a careful client: stop, wait, edit, start, wait, look.",
    proof: emulator("traces", "an edit of tables: pause, edit, go on"),
  },
  {
    is: "Such an edit that fails: stop, wait, edit, start.",
    proof: emulator("traces", "an edit that fails: pause, edit, go on all the same"),
  },
  {
    is: "Such an edit of a pipe that is to be stopped: stop, wait, edit.",
    proof: emulator("traces", "an edit that fails of a pipe that is to be stopped: pause, edit, stay paused"),
  },
  {
    is: "An edit that needs a pause unexpectedly: edit, stop, wait, edit, start, wait, look.",
    proof: emulator("traces", "an edit that turns out to need a pause: edit, pause, edit again, go on"),
  },
  {
    is: "A pipe that went on by itself meets the start of a client.",
    proof: emulator("traces", "an edit of tables of a pipe that goes on by itself before it is told to"),
  },
  {
    is: "An edit of the connection that starts a pipe which is to be stopped.",
    proof: emulator(
      "traces",
      "an edit of the connection of a pipe that is to be stopped: edit, stop once more",
    ),
  },
  {
    is: "A create of a careful client: post, set sizes, wait, look.",
    proof: emulator("traces", "a create: post, set the sizes, look until it runs"),
  },
  {
    is: "A create whose sizes are refused leaves the pipe.",
    proof: emulator(
      "traces",
      "a create of a pipe from a database, whose sizes are refused and which is there all the same",
    ),
  },
]
