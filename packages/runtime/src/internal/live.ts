/** What the API lists, as a plan sees it. */
import type { Endpoint } from "@pipewright/cloud-api/ServiceWire"
import type { Pipe } from "@pipewright/cloud-api/Wire"
import type { Live, LiveEndpoint } from "@pipewright/core/Change"
import type { JsonObject } from "@pipewright/core/Evaluate"

export const livePipe = (pipe: Pipe): Live => ({
  id: pipe.id,
  name: pipe.name,
  state: pipe.state,
  object: pipe as unknown as JsonObject,
})

export const liveEndpoint = (endpoint: Endpoint): LiveEndpoint => ({
  id: endpoint.id,
  type: endpoint.type ?? "",
  status: endpoint.status,
  object: endpoint as unknown as JsonObject,
})
