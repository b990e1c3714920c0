/** An emulator of the invented kinds as a process of its own: `node --conditions=source emulatorProcess.ts FOLDER`. */
import { createServer } from "node:http"
import * as HttpServer from "@effect/platform/HttpServer"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Emulator } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { contracts } from "./kinds.ts"

const [, , dataDir = ""] = process.argv

const emulator = Emulator.serve({
  contracts,
  keyId: "local",
  keySecret: Redacted.make("local"),
  pace: 0,
  dataDir,
}).pipe(
  Layer.provideMerge(NodeHttpServer.layer(() => createServer(), { host: "127.0.0.1", port: 0 })),
  Layer.provide(NodeContext.layer),
)

NodeRuntime.runMain(
  HttpServer.addressWith((address) =>
    Effect.zipRight(
      Effect.sync(() => process.stdout.write(`${address._tag === "TcpAddress" ? address.port : ""}\n`)),
      Effect.never,
    ),
  ).pipe(Effect.provide(emulator)),
)
