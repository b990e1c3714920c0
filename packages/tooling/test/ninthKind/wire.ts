/** What the API would take and return for the ninth kind. */
import type { LifecycleTable, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

const height = Schema.Int.pipe(Schema.between(1, 200))
const lamp = Schema.Literal("oil", "gas")

const readable = {
  type: Schema.Literal("lighthouse", "lightship"),
  tower: Schema.NonEmptyString,
  lamp,
  height: optional(height),
  seas: optional(Schema.NonEmptyString),
}

const beams: LifecycleTable = {
  name: "Beams",
  about: "shine until they are stopped",
  log: "tables",
  create: ["Provisioning", "Running"],
  states: {
    Provisioning: { means: "the lamp is lit", health: "moving", next: "wait for the light", seconds: 10 },
    Running: { means: "it shines", health: "well", next: "sail on", writes: true },
    Stopping: { means: "it goes out", health: "moving", next: "wait for the dark", seconds: 1 },
    Stopped: { means: "it is dark", health: "resting", next: "light it", commands: ["start"] },
  },
  moves: [
    { on: "start", from: ["Stopping", "Stopped"], to: ["Provisioning", "Running"] },
    { on: "start", from: ["Provisioning", "Running"], refused: "ClickPipe is already running" },
    { on: "stop", from: ["Provisioning", "Running"], to: ["Stopping", "Stopped"] },
  ],
}

export const wire: WireContract = {
  arm: "lighthouse",
  destination: "table",
  create: Schema.Struct({ ...readable, key: optional(Schema.NonEmptyString) }),
  patch: Schema.Struct({
    lamp: optional(lamp),
    height: optional(height),
    key: optional(Schema.NonEmptyString),
  }),
  read: Schema.Struct(readable),
  fill: (source) => ({ height: 30, ...source }),
  refuse: (source) =>
    source.lamp === "gas" && source.key === undefined
      ? [{ path: ["key"], message: "is required with gas" }]
      : [],
  scaling: true,
  settings: true,
  settingKeys: Schema.Struct({
    flash_interval_ms: optional(Schema.NullOr(Schema.Int.pipe(Schema.between(500, 60_000)))),
  }),
  lifecycle: { tables: [beams], of: () => beams, commands: ["start", "stop"], pausedEdits: [] },
}
