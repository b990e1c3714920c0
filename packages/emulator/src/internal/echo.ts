/** A pipe as the API returns it, which is not always as it was sent. */
import type * as Wire from "@pipewright/cloud-api/Wire"
import type { Json, JsonObject, WireContract } from "@pipewright/cloud-api/WireContract"
import { isObject } from "./json.ts"
import * as Lifecycle from "./lifecycle.ts"
import type { StoredPipe } from "./storedPipe.ts"

/** What an answer depends on besides the pipe. */
export interface Surroundings {
  readonly contract: WireContract
  readonly serviceId: string
  readonly moment: Lifecycle.Moment
  /** Whether to answer in the spellings that the API was seen to use now and then. */
  readonly oddly: boolean
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0

/** How long sizes read as 0 after they have changed, in seconds of the cloud. */
const secondsToScale = 20

const sizesOf = (
  { scaling, scaledAt }: StoredPipe,
  { moment: { now, pace }, oddly }: Surroundings,
): JsonObject => {
  const isChanging = scaledAt !== undefined && now - scaledAt < secondsToScale * 1000 * pace
  if (isChanging) return Object.fromEntries(Object.keys(scaling).map((size) => [size, 0]))
  const { replicaCpuMillicores: cpu, replicaMemoryGb: memory } = scaling
  return {
    ...scaling,
    ...(oddly && cpu !== undefined ? { replicaCpuMillicores: `${cpu}m` } : {}),
    ...(oddly && memory !== undefined ? { replicaMemoryGb: `${memory * 1024}Mi` } : {}),
  }
}

/** The settings of a pipe: those that were sent, and oddly also those that every pipe of the kind has. */
export const settingsOf = (
  { settings }: StoredPipe,
  { contract, oddly }: Pick<Surroundings, "contract" | "oddly">,
): JsonObject => (oddly ? { ...contract.settingDefaults, ...settings } : settings)

/** Lists of which the API has an order of its own. */
const unordered: ReadonlySet<string> = new Set([
  "tableMappings",
  "excludedColumns",
  "reversePrivateEndpointIds",
])

/** What says nothing is `null`, and what has no order has another one. */
const oddValue = (value: Json, key = ""): Json => {
  if (value === false) return null
  if (Array.isArray(value)) {
    const items = value.map((item) => oddValue(item))
    if (items.length === 0) return null
    return unordered.has(key) ? items.reverse() : items
  }
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, oddValue(inner, name)]))
}

const sourceOf = ({ source }: StoredPipe, { contract, oddly }: Surroundings): JsonObject => {
  const echoed = contract.echo?.(source, oddly) ?? source
  return oddly ? (oddValue(echoed) as JsonObject) : echoed
}

const destinationOf = ({ destination }: StoredPipe, { oddly }: Surroundings): JsonObject => {
  const { tableDefinition, ...rest } = destination as JsonObject & StoredPipe["destination"]
  if (tableDefinition === undefined || !oddly) return destination as JsonObject
  return {
    ...(rest as JsonObject),
    tableDefinition: {
      engine: { type: `${tableDefinition.engine.type}() ` },
      sortingKey: tableDefinition.sortingKey?.length === 0 ? null : (tableDefinition.sortingKey ?? null),
      partitionBy: null,
      primaryKey: null,
    },
  }
}

export const view = (pipe: StoredPipe, surroundings: Surroundings): Wire.Pipe => {
  const { serviceId, moment } = surroundings
  const settings = settingsOf(pipe, surroundings)
  return {
    id: pipe.id,
    serviceId,
    name: pipe.name,
    state: Lifecycle.stateAt(pipe.run, moment),
    ...(isEmpty(pipe.scaling) ? {} : { scaling: sizesOf(pipe, surroundings) }),
    source: { [pipe.arm]: sourceOf(pipe, surroundings) },
    destination: destinationOf(pipe, surroundings),
    fieldMappings: pipe.fieldMappings,
    ...(isEmpty(settings) ? {} : { settings }),
    createdAt: pipe.createdAt,
    updatedAt: pipe.updatedAt,
  }
}
