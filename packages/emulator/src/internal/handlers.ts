/** Answers the operations of the API. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import { CloudApi } from "@pipewright/cloud-api/CloudApi"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { answer } from "./answers.ts"
import * as CdcScaling from "./cdcScaling.ts"
import type { Contracts } from "./judge.ts"
import * as Operations from "./operations.ts"
import type { Refused } from "./refused.ts"
import { readJson } from "./requestBody.ts"

/** Bodies are read here and not by the platform, whose words about a wrong one repeat it. */
const answerBody = <A>(
  name: string,
  request: HttpServerRequest.HttpServerRequest,
  operation: (body: unknown) => Effect.Effect<A, Refused>,
) => answer(name, Effect.flatMap(readJson(request), operation))

const pipes = (contracts: Contracts, behaviour: Operations.Behaviour) =>
  HttpApiBuilder.group(CloudApi, "pipes", (handlers) =>
    Effect.map(Operations.make(contracts, behaviour), (pipes) =>
      handlers
        .handle("list", ({ path }) => answer("list", pipes.list(path)))
        .handle("get", ({ path }) => answer("get", pipes.get(path)))
        .handle("delete", ({ path }) => answer("delete", pipes.remove(path)))
        .handle("getSettings", ({ path }) => answer("getSettings", pipes.getSettings(path)))
        .handleRaw("create", ({ path, request }) =>
          answerBody("create", request, (body) => pipes.create(path, body)),
        )
        .handleRaw("update", ({ path, request }) =>
          answerBody("update", request, (body) => pipes.update(path, body)),
        )
        .handleRaw("setState", ({ path, request }) =>
          answerBody("setState", request, (body) => pipes.setState(path, body)),
        )
        .handleRaw("setScaling", ({ path, request }) =>
          answerBody("setScaling", request, (body) => pipes.setScaling(path, body)),
        )
        .handleRaw("putSettings", ({ path, request }) =>
          answerBody("putSettings", request, (body) => pipes.putSettings(path, body)),
        ),
    ),
  )

const cdcScaling = (contracts: Contracts, behaviour: Operations.Behaviour) =>
  HttpApiBuilder.group(CloudApi, "cdcScaling", (handlers) =>
    Effect.map(CdcScaling.make(contracts, behaviour), (scaling) =>
      handlers
        .handle("getCdcScaling", ({ path }) => answer("getCdcScaling", scaling.get(path)))
        .handleRaw("updateCdcScaling", ({ path, request }) =>
          answerBody("updateCdcScaling", request, (body) => scaling.update(path, body)),
        ),
    ),
  )

export const layer = (contracts: Contracts, behaviour: Operations.Behaviour) =>
  Layer.merge(pipes(contracts, behaviour), cdcScaling(contracts, behaviour))
