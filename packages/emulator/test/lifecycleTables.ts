/** Invented families, in which every state on the way takes a second. */
import type { LifecycleTable, Move, PipeState } from "@pipewright/cloud-api/WireContract"

const running = "ClickPipe is already running"
const passed = { means: "on its way", health: "moving", next: "wait", seconds: 1 } as const
const writing = { ...passed, writes: true } as const

const states: LifecycleTable["states"] = {
  Unknown: passed,
  Provisioning: passed,
  Setup: passed,
  Snapshot: writing,
  Running: writing,
  Degraded: writing,
  Modifying: passed,
  Resync: writing,
  Stopping: passed,
  Stopped: { means: "at rest", health: "resting", next: "look" },
  Pausing: passed,
  Paused: passed,
  Completed: { means: "done", health: "well", next: "look", writes: true },
  Failed: { means: "broken", health: "ill", next: "look" },
  InternalError: { means: "broken", health: "ill", next: "look" },
}

const busy: ReadonlyArray<PipeState> = [
  "Provisioning",
  "Setup",
  "Snapshot",
  "Running",
  "Degraded",
  "Modifying",
  "Resync",
]

const common: ReadonlyArray<Move> = [
  { on: "start", from: busy, refused: running },
  { on: "start", from: ["InternalError"], refused: "ClickPipe is beyond repair" },
  { on: "stop", from: ["Stopping", "Pausing", "Completed"], to: [] },
  { on: "stop", from: ["Paused"], to: ["Paused"] },
]

/** Runs until it is stopped. */
export const flow: LifecycleTable = {
  name: "Flows",
  about: "run for ever",
  log: "tables",
  create: ["Provisioning", "Running"],
  createPaused: ["Provisioning", "Stopped"],
  states,
  moves: [
    { on: "start", from: ["Stopping", "Stopped", "Failed"], to: ["Provisioning", "Running"] },
    { on: "stop", from: [...busy, "Failed"], to: ["Stopping", "Stopped"] },
    ...common,
  ],
}

/** Comes to an end. */
export const pour: LifecycleTable = {
  ...flow,
  name: "Pours",
  create: ["Provisioning", "Running", "Completed"],
}

/** Goes on after a snapshot. */
export const copy: LifecycleTable = {
  name: "Copies",
  about: "copy and go on",
  log: "tables",
  create: ["Provisioning", "Setup", "Snapshot", "Running"],
  states,
  moves: [
    { on: "start", from: ["Pausing", "Paused"], to: ["Setup", "Running"] },
    { on: "start", from: ["Failed"], to: ["Setup", "Snapshot", "Running"] },
    { on: "stop", from: [...busy, "Failed"], to: ["Pausing", "Paused"] },
    { on: "resync", from: [...busy, "Paused"], to: ["Setup", "Snapshot", "Resync", "Running"] },
    { on: "add tables", from: ["Paused"], to: ["Paused", "Setup", "Snapshot", "Running"] },
    { on: "edit", from: ["Running", "Paused"], to: ["Modifying", "Running"] },
    ...common,
  ],
}

/** Ends with its snapshot. */
export const copyOnce: LifecycleTable = {
  ...copy,
  name: "Copies once",
  create: ["Provisioning", "Setup", "Snapshot", "Completed"],
  moves: [
    { on: "resync", from: ["Completed"], to: ["Setup", "Snapshot", "Resync", "Completed"] },
    ...copy.moves,
  ],
}

/** Nothing ever happens. */
export const still: LifecycleTable = {
  name: "Stills",
  about: "are done from the start",
  log: "tables",
  create: ["Completed"],
  states: { Completed: { means: "done", health: "well", next: "look" } },
  moves: [],
}
