import { spawnSync } from "node:child_process"
import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import { assert } from "vitest"
import { layer, pipesPath, send, service } from "./emulated.ts"
import { contracts, fountainBody, sprinklerBody } from "./kinds.ts"

const folder = Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped())

/** Everything that the folder's files say. */
const contents = (dataDir: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const names = yield* fs.readDirectory(dataDir)
    const texts = yield* Effect.forEach(names, (name) => fs.readFileString(`${dataDir}/${name}`))
    return { names, text: texts.join("\n") }
  })

const start = (dataDir: string) => Effect.flip(Effect.scoped(Layer.build(layer({ dataDir }))))

describe("a data folder", () => {
  it.scoped("brings pipes, their states and full tables back after a restart", () =>
    Effect.gen(function* () {
      const dataDir = `${yield* folder}/not/there/yet`
      const before = yield* Effect.gen(function* () {
        const client = yield* CloudApiClient
        yield* client.createPipe({ ...service, body: sprinklerBody({ settings: { spray_rate: 1 } }) })
        const { id } = yield* client.createPipe({ ...service, body: fountainBody() })
        yield* TestClock.adjust("3 seconds")
        yield* client.setState({ ...service, pipeId: id, command: "stop" })
        return yield* client.listPipes(service)
      }).pipe(Effect.provide(layer({ dataDir, keepRows: true })))
      assert.deepStrictEqual(
        before.map(({ state }) => state),
        ["Running", "Pausing"],
      )
      yield* Effect.gen(function* () {
        const client = yield* CloudApiClient
        assert.deepStrictEqual(yield* client.listPipes(service), before)
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* client.listPipes(service))[1]?.state, "Paused")
        const [pipe] = before
        yield* client.deletePipe({ ...service, pipeId: pipe?.id ?? "" })
      }).pipe(Effect.provide(layer({ dataDir, keepRows: true })))
      yield* Effect.gen(function* () {
        assert.lengthOf(yield* (yield* CloudApiClient).listPipes(service), 1)
        const { body } = yield* send("POST", pipesPath, sprinklerBody())
        assert.include(String(body.error), "destination.table: the table exists and is not empty")
      }).pipe(Effect.provide(layer({ dataDir, keepRows: true })))
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("brings the compute that database pipes share back after a restart", () =>
    Effect.gen(function* () {
      const dataDir = yield* folder
      const path = "/v1/organizations/org/services/svc/clickpipesCdcScaling"
      const large = { replicaCpuMillicores: 4000, replicaMemoryGb: 16 }
      yield* Effect.gen(function* () {
        yield* (yield* CloudApiClient).createPipe({ ...service, body: fountainBody() })
        yield* send("PATCH", path, large)
      }).pipe(Effect.provide(layer({ dataDir })))
      yield* TestClock.adjust("3 minutes")
      const { body } = yield* send("GET", path).pipe(Effect.provide(layer({ dataDir })))
      assert.deepStrictEqual(body.result, large)
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("brings private endpoints and the state of a service back after a restart", () =>
    Effect.gen(function* () {
      const dataDir = yield* folder
      const { id } = yield* Effect.gen(function* () {
        const client = yield* CloudApiClient
        const body = {
          description: "way",
          type: "MSK_MULTI_VPC",
          mskClusterArn: "arn",
          mskAuthentication: "SASL_IAM",
        }
        const made = yield* client.createEndpoint({ ...service, body })
        yield* send("POST", "/emulator/services/org/svc", { state: "idle" }, null)
        yield* client.setServiceState({ ...service, command: "awake" })
        return made
      }).pipe(Effect.provide(layer({ dataDir })))
      yield* Effect.gen(function* () {
        const client = yield* CloudApiClient
        assert.strictEqual((yield* client.getService(service)).state, "awaking")
        yield* TestClock.adjust("3 minutes")
        assert.strictEqual((yield* client.getService(service)).state, "running")
        assert.strictEqual((yield* client.getEndpoint({ ...service, endpointId: id })).status, "Ready")
        yield* client.deleteEndpoint({ ...service, endpointId: id })
        yield* TestClock.adjust("3 minutes")
      }).pipe(Effect.provide(layer({ dataDir })))
      const gone = yield* Effect.flatMap(CloudApiClient, (client) => client.listEndpoints(service)).pipe(
        Effect.provide(layer({ dataDir })),
      )
      assert.deepStrictEqual(gone, [])
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("has one file for each service, no secret and nothing half written", () =>
    Effect.gen(function* () {
      const dataDir = yield* folder
      yield* Effect.gen(function* () {
        const client = yield* CloudApiClient
        const { id: pipeId } = yield* client.createPipe({ ...service, body: sprinklerBody() })
        yield* client.createPipe({ ...service, serviceId: "../up", body: fountainBody() })
        const accessKey = { id: "canary", secret: "canary" }
        yield* client.updatePipe({ ...service, pipeId, body: { source: { sprinkler: { accessKey } } } })
      }).pipe(Effect.provide(layer({ dataDir })))
      const { names, text } = yield* contents(dataDir)
      assert.deepStrictEqual(
        [...names].sort(),
        ["org.%2E%2E%2Fup", "org.svc"].map((name) => `${name}.pipewright-emulator.json`),
      )
      assert.include(text, "drops")
      assert.notInclude(text, "canary")
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("has every pipe of creates that come at the same time", () =>
    Effect.gen(function* () {
      const dataDir = yield* folder
      const ids = yield* Effect.gen(function* () {
        const client = yield* CloudApiClient
        const create = client.createPipe({ ...service, body: sprinklerBody() })
        return yield* Effect.all(
          Array.from({ length: 20 }, () => create),
          { concurrency: "unbounded" },
        )
      }).pipe(Effect.provide(layer({ dataDir })))
      const { text } = yield* contents(dataDir)
      for (const { id } of ids) assert.include(text, id)
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("with a damaged file stops the start and names the file, not its contents", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      for (const [text, problem] of [
        ["{", "it holds no JSON object"],
        ["[]", "it holds no JSON object"],
        ['{"version":2}', "version: expected 1"],
        [
          '{"version":1,"organizationId":"o","serviceId":"s","tables":[],"pipes":[{"id":"canary"}]}',
          "pipes[0]",
        ],
      ] as const) {
        const dataDir = yield* folder
        yield* fs.writeFileString(`${dataDir}/org.svc.pipewright-emulator.json`, text)
        const error = yield* start(dataDir)
        assert.strictEqual(error._tag, "DataFileCorrupt")
        assert.include(error.message, `${dataDir}/org.svc.pipewright-emulator.json is damaged`)
        assert.include(error.message, problem)
        assert.include(error.message, "once it is moved away, what is in it counts as never made")
        assert.notMatch(error.message, /canary|delete/)
      }
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("never has one file for two services", () =>
    Effect.gen(function* () {
      const dataDir = yield* folder
      const services = [
        { organizationId: "a.b", serviceId: "c" },
        { organizationId: "a", serviceId: "b.c" },
        { organizationId: "a", serviceId: "b%2Ec" },
        // Many disks do not tell these from the first two.
        { organizationId: "A", serviceId: "b.c" },
        { organizationId: "a", serviceId: "b.C" },
        { organizationId: "ü", serviceId: "c" },
        { organizationId: "u\u0308", serviceId: "c" },
      ]
      const names = Effect.gen(function* () {
        const client = yield* CloudApiClient
        return yield* Effect.forEach(services, (ref) =>
          Effect.map(client.listPipes(ref), (pipes) => pipes.map(({ name }) => name)),
        )
      })
      yield* Effect.gen(function* () {
        const client = yield* CloudApiClient
        for (const [index, ref] of services.entries()) {
          yield* client.createPipe({ ...ref, body: sprinklerBody({ name: `pipe ${index}` }) })
        }
      }).pipe(Effect.provide(layer({ dataDir })))
      const files = (yield* contents(dataDir)).names.map((name) => name.normalize("NFC").toLowerCase())
      assert.strictEqual(new Set(files).size, services.length)
      assert.deepStrictEqual(
        yield* names.pipe(Effect.provide(layer({ dataDir }))),
        services.map((_, index) => [`pipe ${index}`]),
      )
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("keeps what else is in it as it is", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const dataDir = yield* folder
      const others = ["org.svc.json", "package.json", ".pipewright.json", "notes.txt"]
      for (const name of others) yield* fs.writeFileString(`${dataDir}/${name}`, "not the emulator's")
      yield* Effect.gen(function* () {
        yield* (yield* CloudApiClient).createPipe({ ...service, body: sprinklerBody() })
      }).pipe(Effect.provide(layer({ dataDir })))
      for (const name of others) {
        assert.strictEqual(yield* fs.readFileString(`${dataDir}/${name}`), "not the emulator's")
      }
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("with a file that has the name of another service stops the start", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const dataDir = yield* folder
      const file = `${dataDir}/org.copy.pipewright-emulator.json`
      yield* fs.writeFileString(
        file,
        '{"version":1,"organizationId":"org","serviceId":"canary","tables":[],"pipes":[]}',
      )
      const error = yield* start(dataDir)
      assert.strictEqual(error._tag, "DataFileCorrupt")
      assert.include(error.message, `${file} is damaged`)
      assert.include(error.message, "organizationId and serviceId are not those of its name")
      assert.notInclude(error.message, "canary")
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("with a pipe of a kind that is not known stops the start", () =>
    Effect.gen(function* () {
      const dataDir = yield* folder
      yield* Effect.gen(function* () {
        yield* (yield* CloudApiClient).createPipe({ ...service, body: sprinklerBody() })
      }).pipe(Effect.provide(layer({ dataDir })))
      const error = yield* Effect.flip(
        Effect.scoped(Layer.build(layer({ dataDir, contracts: contracts.slice(1) }))),
      )
      assert.include(error.message, "pipes[0].arm: no source of this kind is known")
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("has the log of what changed, whose last line counts only when it is whole", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const dataDir = yield* folder
      const log = `${dataDir}/pipewright-emulator.log`
      const text = yield* Effect.gen(function* () {
        const client = yield* CloudApiClient
        const { id: pipeId } = yield* client.createPipe({ ...service, body: sprinklerBody() })
        yield* client.createPipe({ ...service, body: fountainBody() })
        yield* client.updatePipe({ ...service, pipeId, body: { name: "meadow" } })
        yield* client.deletePipe({ ...service, pipeId })
        return yield* fs.readFileString(log)
      }).pipe(Effect.provide(layer({ dataDir })))
      assert.notInclude(text, "canary")
      assert.isFalse(yield* fs.exists(log))
      const lines = text.split("\n").slice(0, -1)
      assert.lengthOf(lines, 4)
      const names = (left: string) =>
        Effect.gen(function* () {
          const other = yield* folder
          yield* fs.writeFileString(`${other}/pipewright-emulator.log`, left)
          const pipes = yield* Effect.flatMap(CloudApiClient, (client) => client.listPipes(service)).pipe(
            Effect.provide(layer({ dataDir: other })),
          )
          return pipes.map(({ name }) => name)
        })
      assert.deepStrictEqual(yield* names(`${lines[0]}\n${lines[1]?.slice(0, 40)}`), ["lawn"])
      assert.deepStrictEqual(yield* names(`${lines[0]}\n${lines[1]}`), ["lawn"])
      assert.deepStrictEqual(yield* names(`${lines.slice(0, 3).join("\n")}\n`), ["meadow", "square"])
      assert.deepStrictEqual(yield* names(text), ["square"])
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("may have a log whose changes its files have already", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const dataDir = yield* folder
      const log = `${dataDir}/pipewright-emulator.log`
      const [text, before] = yield* Effect.gen(function* () {
        const client = yield* CloudApiClient
        const { id: pipeId } = yield* client.createPipe({ ...service, body: sprinklerBody() })
        yield* client.createPipe({ ...service, body: fountainBody() })
        yield* client.createPipe({ ...service, body: sprinklerBody({ name: "meadow" }) })
        yield* client.deletePipe({ ...service, pipeId })
        return [yield* fs.readFileString(log), yield* client.listPipes(service)] as const
      }).pipe(Effect.provide(layer({ dataDir })))
      yield* fs.writeFileString(log, text)
      const after = yield* Effect.flatMap(CloudApiClient, (client) => client.listPipes(service)).pipe(
        Effect.provide(layer({ dataDir })),
      )
      assert.deepStrictEqual(after, before)
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("with a damaged line in its log stops the start and names the line, not what is in it", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const dataDir = yield* folder
      yield* fs.writeFileString(
        `${dataDir}/pipewright-emulator.log`,
        '{"organizationId":7,"serviceId":"canary"}\n',
      )
      const error = yield* start(dataDir)
      assert.strictEqual(error._tag, "DataFileCorrupt")
      assert.include(
        error.message,
        "pipewright-emulator.log is damaged (line 1: organizationId: expected a text",
      )
      assert.notInclude(error.message, "canary")
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("belongs to one emulator, until that has ended in whatever way", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const dataDir = yield* folder
      const lock = `${dataDir}/pipewright-emulator.lock`
      yield* Effect.gen(function* () {
        const error = yield* start(dataDir)
        assert.strictEqual(error._tag, "DataDirUnusable")
        assert.include(error.message, `another emulator uses it, process ${process.pid}`)
      }).pipe(Effect.provide(layer({ dataDir })))
      assert.isFalse(yield* fs.exists(lock))
      const gone = spawnSync(process.execPath, ["-e", "0"]).pid
      // The last is a process that runs, and not the one that was meant: its number was given again.
      for (const left of [`${gone} 1`, `${gone}`, "", `${process.pid} 1`]) {
        yield* fs.writeFileString(lock, left)
        yield* Effect.scoped(Layer.build(layer({ dataDir })))
        assert.isFalse(yield* fs.exists(lock))
      }
      assert.deepStrictEqual(yield* fs.readDirectory(dataDir), [])
    }).pipe(Effect.provide(NodeContext.layer)),
  )

  it.scoped("that is a file cannot be used", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const file = `${yield* folder}/file`
      yield* fs.writeFileString(file, "")
      assert.strictEqual((yield* start(file))._tag, "DataDirUnusable")
    }).pipe(Effect.provide(NodeContext.layer)),
  )
})
