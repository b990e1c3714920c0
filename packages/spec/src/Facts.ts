/** Everything that is known of the API here: its operations, and what each kind of source adds to their bodies. */
import * as HttpApi from "@effect/platform/HttpApi"
import type * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import { CloudApi } from "@pipewright/cloud-api/CloudApi"
import * as ServiceWire from "@pipewright/cloud-api/ServiceWire"
import * as Wire from "@pipewright/cloud-api/Wire"
import { pipeStates, type WireContract } from "@pipewright/cloud-api/WireContract"
import type { SourceKind } from "@pipewright/core/SourceKind"
import { contracts } from "@pipewright/sources/Contracts"
import { kinds } from "@pipewright/sources/Kinds"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { objectOf, ofSchema, oneOf, type Shape } from "./internal/shape.ts"

export interface Operation {
  /** The name in the `HttpApi` value. */
  readonly name: string
  readonly method: string
  /** With `{name}` for what is filled in, as an OpenAPI document has it. */
  readonly path: string
  readonly request: Shape | undefined
  readonly response: Shape | undefined
}

export interface Facts {
  readonly operations: ReadonlyArray<Operation>
  readonly kinds: ReadonlyArray<SourceKind>
  readonly contracts: ReadonlyArray<WireContract>
}

/** A shape with another one at a path of keys; lists on the way are looked through. */
const graft = (shape: Shape, [key, ...rest]: ReadonlyArray<string>, scion: Shape): Shape => {
  if (shape.item !== undefined) {
    return { ...shape, item: graft(shape.item, [key!, ...rest], scion) }
  }
  const below = key === undefined ? undefined : shape.properties.get(key)
  if (key === undefined || below === undefined) return shape
  const grafted = rest.length === 0 ? { ...scion, isNullable: below.isNullable } : graft(below, rest, scion)
  return { ...shape, properties: new Map([...shape.properties, [key, grafted]]) }
}

/** The arms below `source`, by what each contract says of them in one body. */
const arms = (given: ReadonlyArray<WireContract>, body: "create" | "patch" | "read"): Shape =>
  objectOf(
    new Map(
      given.flatMap((contract) => {
        const schema = contract[body]
        return schema === undefined ? [] : [[contract.arm, ofSchema(schema)] as const]
      }),
    ),
  )

/** The settings of all kinds: the document does not tell them apart. */
const settings = (given: ReadonlyArray<WireContract>): Shape =>
  objectOf(
    new Map(
      given.flatMap(({ settingKeys }) =>
        settingKeys === undefined ? [] : [...ofSchema(settingKeys).properties],
      ),
    ),
  )

/** The operations of an API, with what its schemas leave open filled in from the contracts. */
export const operations = <Id extends string, Groups extends HttpApiGroup.HttpApiGroup.Any, E, R>(
  api: HttpApi.HttpApi<Id, Groups, E, R>,
  given: ReadonlyArray<WireContract>,
): ReadonlyArray<Operation> => {
  const found: Array<Operation> = []
  const all = settings(given)
  const [create, patch, read] = [arms(given, "create"), arms(given, "patch"), arms(given, "read")]
  const discovered = arms(
    given.filter(({ discovery }) => discovery === true),
    "create",
  )
  const sentBy = (name: string): Shape =>
    name === "update" ? patch : name === "discoverSchema" ? discovered : create
  const ofPipe = (shape: Shape): Shape =>
    [
      [["result", "source"], read],
      [["result", "state"], oneOf(pipeStates)],
      [["result", "settings"], all],
      [["result", "scaling"], ofSchema(Wire.Scaling)],
      // An answer is read as open JSON, so that a newer API is tolerated; it holds what a create sends but the roles.
      [["result", "destination"], ofSchema(Wire.Destination.omit("roles"))],
      [["result", "fieldMappings"], ofSchema(Schema.Array(Wire.FieldMapping))],
    ].reduce((grown, [path, scion]) => graft(grown, path as ReadonlyArray<string>, scion as Shape), shape)
  // These words are read as any text, for the same reason.
  const ofService = (shape: Shape): Shape =>
    [
      [["result", "status"], ofSchema(ServiceWire.EndpointStatus)],
      [["result", "type"], ofSchema(ServiceWire.EndpointType)],
      [["result", "mskAuthentication"], ofSchema(ServiceWire.MskAuthentication)],
      [["result", "state"], ofSchema(ServiceWire.ServiceState)],
    ].reduce((grown, [path, scion]) => graft(grown, path as ReadonlyArray<string>, scion as Shape), shape)
  const answered = (shape: Shape): Shape => {
    const result = shape.properties.get("result")
    return (result?.item ?? result)?.properties.has("source") === true ? ofPipe(shape) : ofService(shape)
  }
  HttpApi.reflect(api, {
    onGroup: () => {},
    onEndpoint: ({ endpoint }) => {
      const { name, method } = endpoint
      const path = endpoint.path.replace(/:(\w+)/g, "{$1}")
      const isSettings = path.endsWith("/settings")
      const payload = Option.getOrUndefined(endpoint.payloadSchema)
      const request = payload === undefined ? undefined : ofSchema(payload)
      const response = ofSchema(endpoint.successSchema)
      found.push({
        name,
        method,
        path,
        request:
          request === undefined
            ? undefined
            : isSettings
              ? all
              : graft(graft(request, ["source"], sentBy(name)), ["settings"], all),
        response: isSettings ? graft(response, ["result"], all) : answered(response),
      })
    },
  })
  return found
}

/** What this version knows. */
export const known = (): Facts => ({ operations: operations(CloudApi, contracts), kinds, contracts })
