/** Answers the operations of the API. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { CloudApi } from "@pipewright/cloud-api/CloudApi"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { answer } from "./answers.ts"
import type { Contracts } from "./judge.ts"
import * as Operations from "./operations.ts"
import { readJson } from "./requestBody.ts"

export const layer = (contracts: Contracts, pace: Duration.Duration) =>
  HttpApiBuilder.group(CloudApi, "pipes", (handlers) =>
    Effect.map(Operations.make(contracts, pace), (pipes) =>
      handlers
        .handle("list", ({ path }) => answer(pipes.list(path)))
        .handle("get", ({ path }) => answer(pipes.get(path)))
        .handle("delete", ({ path }) => answer(pipes.remove(path)))
        .handle("getSettings", ({ path }) => answer(pipes.getSettings(path)))
        // Bodies are read here and not by the platform, whose words about a wrong one repeat it.
        .handleRaw("create", ({ path, request }) =>
          answer(Effect.flatMap(readJson(request), (body) => pipes.create(path, body))),
        )
        .handleRaw("update", ({ path, request }) =>
          answer(Effect.flatMap(readJson(request), (body) => pipes.update(path, body))),
        )
        .handleRaw("setState", ({ path, request }) =>
          answer(Effect.flatMap(readJson(request), (body) => pipes.setState(path, body))),
        )
        .handleRaw("setScaling", ({ path, request }) =>
          answer(Effect.flatMap(readJson(request), (body) => pipes.setScaling(path, body))),
        )
        .handleRaw("putSettings", ({ path, request }) =>
          answer(Effect.flatMap(readJson(request), (body) => pipes.putSettings(path, body))),
        ),
    ),
  )
