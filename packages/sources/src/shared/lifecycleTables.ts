/**
 * How pipes live in the cloud, family by family: the state machine that the emulator runs, what each state means to whoever
 * runs the pipe, and what to do next. `status`, the commands to a pipe and the reference read the same tables.
 *
 * The times are those of a service that is up, as far as they are known; where the API says nothing they are what
 * pipes of a modest size were seen to take.
 */
import type { LifecycleTable, Move, PipeState, StateMeaning } from "@pipewright/cloud-api/WireContract"

const running = "ClickPipe is already running"
const broken = "ClickPipe is in an internal error and cannot be started"

const nothing = "nothing has to be done"

const failures = {
  Unknown: {
    means: "the service cannot tell",
    health: "moving",
    next: "look again in a minute; if it stays so, ask the support of the service",
    seconds: 5,
  },
  Degraded: {
    means: "it goes on with errors that may pass",
    health: "ill",
    next: "read its errors; if they do not pass, mend what they name at the source or in the program",
    writes: true,
  },
  Failed: {
    means: "it came to an end with an error and can be started again",
    health: "ill",
    next: "read its errors, mend what they name at the source or in the program, then start it",
    commands: ["start"],
  },
  InternalError: {
    means: "the service broke down; support has to look at it",
    health: "ill",
    next: "ask the support of the service, with the id of the pipe",
  },
} as const satisfies Partial<Record<PipeState, StateMeaning>>

const refuseBroken: Move = { on: "start", from: ["InternalError"], refused: broken }

// -------------------------------------------------------------------------------------------------- streams, files

const reading: ReadonlyArray<PipeState> = ["Unknown", "Provisioning", "Running", "Degraded"]

/** What streams and files have in common. */
const stoppable: ReadonlyArray<Move> = [
  { on: "start", from: reading, refused: running },
  refuseBroken,
  { on: "stop", from: ["Stopping"], to: [] },
  { on: "stop", from: ["Stopped"], to: ["Stopped"] },
  { on: "stop", from: [...reading, "Failed", "InternalError"], to: ["Stopping", "Stopped"] },
]

/** Reads until it is stopped. */
export const streaming: LifecycleTable = {
  name: "Streams",
  about: "read messages until they are stopped, and go on where they stopped",
  log: "tables",
  create: ["Provisioning", "Running"],
  createPaused: ["Provisioning", "Stopped"],
  states: {
    Provisioning: {
      means: "its readers are started",
      health: "moving",
      next: "wait: it runs in a minute or two",
      seconds: 60,
    },
    Running: { means: "messages are read and written", health: "well", next: nothing, writes: true },
    Stopping: {
      means: "its readers are taken down",
      health: "moving",
      next: "wait: it is `Stopped` soon",
      seconds: 10,
    },
    Stopped: {
      means: "nothing is read; the place is kept",
      health: "resting",
      next: "start it before the source drops what has not been read",
      commands: ["start"],
    },
    ...failures,
  },
  moves: [
    { on: "start", from: ["Stopping", "Stopped", "Failed"], to: ["Provisioning", "Running"] },
    ...stoppable,
  ],
}

/** Waits for more files. */
export const files: LifecycleTable = {
  ...streaming,
  name: "Files as they come",
  about: "read the files that are there, and then each new one until they are stopped",
  states: {
    ...streaming.states,
    Provisioning: {
      means: "its readers are started",
      health: "moving",
      next: "wait: it runs in a minute",
      seconds: 30,
    },
    Running: { means: "files are looked for, read and written", health: "well", next: nothing, writes: true },
    Stopped: {
      means: "nothing is read; the place is kept",
      health: "resting",
      next: "start it to read the files that came since",
      commands: ["start"],
    },
  },
}

/** Reads what is there and is done. */
export const filesOnce: LifecycleTable = {
  ...files,
  name: "Files once",
  about: "read the files that are there and come to an end",
  create: ["Provisioning", "Running", "Completed"],
  states: {
    ...files.states,
    Running: {
      means: "the files are read and written",
      health: "well",
      next: "nothing has to be done: it is `Completed` once every file has been read",
      seconds: 60,
      writes: true,
    },
    Stopped: {
      means: "nothing is read; the place is kept",
      health: "resting",
      next: "start it to read the rest of the files",
      commands: ["start"],
    },
    Completed: {
      means: "every file has been read; nothing is left to do",
      health: "well",
      next: "nothing has to be done; files that came since need another pipe",
      writes: true,
    },
  },
  moves: [
    { on: "start", from: ["Stopping", "Stopped", "Failed"], to: ["Provisioning", "Running", "Completed"] },
    { on: "start", from: ["Completed"], to: [] },
    { on: "stop", from: ["Completed"], to: [] },
    ...stoppable,
  ],
}

// -------------------------------------------------------------------------------------------------- databases

const copying = {
  Provisioning: {
    means: "the compute that database pipes share is made ready",
    health: "moving",
    next: "wait: the first database pipe of a service takes some minutes",
    seconds: 120,
  },
  Setup: {
    means: "the source is looked at and the tables are made",
    health: "moving",
    next: "wait: the copy of the tables comes next",
    seconds: 20,
  },
  Snapshot: {
    means: "tables are copied: at first, when they are added, or again",
    health: "well",
    next: "nothing has to be done; large tables take hours, and changes follow the copy",
    seconds: 180,
    writes: true,
  },
  Modifying: {
    means: "an edit is put into effect",
    health: "moving",
    next: "wait: it goes on by itself",
    seconds: 10,
  },
  Resync: {
    means: "tables that were copied again take the place of the old ones",
    health: "moving",
    next: "wait: it goes on by itself",
    seconds: 10,
    writes: true,
  },
  Pausing: {
    means: "copying comes to a halt",
    health: "moving",
    next: "wait: it is `Paused` soon",
    seconds: 15,
  },
  Paused: {
    means: "nothing is copied; the place in the source is kept",
    health: "resting",
    next: "start it soon: until then the source has to keep every change for it",
    commands: ["start"],
    seconds: 3,
  },
  ...failures,
  Failed: {
    means: "copying came to an end with an error and can be started again",
    health: "ill",
    next: "read its errors, mend what they name at the source or in the program, then start it; where the source no longer has the changes, read the tables again",
    commands: ["start", "resync"],
  },
} as const satisfies Partial<Record<PipeState, StateMeaning>>

/** The states in which a pipe that copies once is busy; those that go on are also `Running`. */
const busyOnce: ReadonlyArray<PipeState> = [
  "Unknown",
  "Provisioning",
  "Setup",
  "Snapshot",
  "Degraded",
  "Modifying",
  "Resync",
]

const busy: ReadonlyArray<PipeState> = [...busyOnce, "Running"]

const atRest: ReadonlyArray<PipeState> = ["Pausing", "Paused", "Failed", "InternalError"]

/** What all database pipes do when a command meets them that they cannot follow, and how they pause. */
const pausable = (busy: ReadonlyArray<PipeState>): ReadonlyArray<Move> => [
  { on: "start", from: busy, refused: running },
  refuseBroken,
  { on: "stop", from: ["Pausing"], to: [] },
  // It may be about to go on after an edit.
  { on: "stop", from: ["Paused"], to: ["Paused"] },
  { on: "stop", from: [...busy, "Failed", "InternalError"], to: ["Pausing", "Paused"] },
]

/** What is the same for all that go on after their first copy. */
const goingOn: ReadonlyArray<Move> = [
  ...pausable(busy),
  { on: "resync", from: [...busy, ...atRest], to: ["Setup", "Snapshot", "Resync", "Running"] },
  // The service tries the new source at once, and a paused pipe goes on with it.
  { on: "edit", from: ["Running", "Degraded", "Paused"], to: ["Modifying", "Running"] },
]

/** Copies tables and then the changes to them. */
export const databaseCdc: LifecycleTable = {
  name: "Databases",
  about: "copy tables and then the changes to them, until they are paused",
  log: "console",
  create: ["Provisioning", "Setup", "Snapshot", "Running"],
  states: {
    ...copying,
    Running: { means: "changes are copied as they happen", health: "well", next: nothing, writes: true },
  },
  moves: [
    { on: "start", from: ["Pausing", "Paused"], to: ["Setup", "Running"] },
    { on: "start", from: ["Failed"], to: ["Setup", "Snapshot", "Running"] },
    // The answer to such an edit still says `Paused`: the pipe goes on by itself soon after.
    { on: "add tables", from: ["Paused"], to: ["Paused", "Setup", "Snapshot", "Running"] },
    ...goingOn,
  ],
}

/** Copies changes alone. */
export const databaseChanges: LifecycleTable = {
  ...databaseCdc,
  name: "Databases, changes only",
  about: "copy the changes to tables from now on, until they are paused",
  create: ["Provisioning", "Setup", "Running"],
  moves: [
    { on: "start", from: ["Pausing", "Paused", "Failed"], to: ["Setup", "Running"] },
    { on: "add tables", from: ["Paused"], to: ["Paused", "Setup", "Running"] },
    ...goingOn,
  ],
}

/** Copies tables and is done. */
export const databaseOnce: LifecycleTable = {
  name: "Databases once",
  about: "copy tables as they are and come to an end",
  log: "console",
  create: ["Provisioning", "Setup", "Snapshot", "Completed"],
  states: {
    ...copying,
    Snapshot: {
      ...copying.Snapshot,
      means: "tables are copied: at first, or again",
      next: "nothing has to be done: it is `Completed` once every table has been copied",
    },
    Paused: {
      ...copying.Paused,
      means: "nothing is copied",
      next: "start it to copy the tables from the beginning",
    },
    Failed: {
      ...copying.Failed,
      next: "read its errors, mend what they name at the source or in the program, then start it",
      commands: ["start"],
    },
    Completed: {
      means: "every table has been copied; nothing is left to do",
      health: "well",
      next: "nothing has to be done; what changed at the source since then is not copied",
      writes: true,
    },
  },
  moves: [
    { on: "start", from: ["Pausing", "Paused", "Failed"], to: ["Setup", "Snapshot", "Completed"] },
    { on: "start", from: ["Completed"], to: [] },
    { on: "stop", from: ["Completed"], to: [] },
    {
      on: "resync",
      from: [...busyOnce, ...atRest, "Completed"],
      to: ["Setup", "Snapshot", "Resync", "Completed"],
    },
    { on: "add tables", from: ["Paused"], to: ["Paused", "Setup", "Snapshot", "Completed"] },
    { on: "edit", from: ["Paused"], to: ["Modifying", "Snapshot", "Completed"] },
    ...pausable(busyOnce),
  ],
}

/** Every family, in the order of the reference. */
export const all: ReadonlyArray<LifecycleTable> = [
  streaming,
  files,
  filesOnce,
  databaseCdc,
  databaseChanges,
  databaseOnce,
]
