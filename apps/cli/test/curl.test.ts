/** The requests of the API's guide, as a reader types them, against the emulator. Only the address is another. */
import { execFile } from "node:child_process"
import { bodies } from "@pipewright/testing/GuideBodies"
import { expect, it } from "vitest"
import { emulator } from "./harness.ts"

const pipes =
  '"https://api.clickhouse.cloud/v1/organizations/$ORG_ID/services/$SERVICE_ID/clickpipes' as const
const key = 'curl -u "$KEY_ID:$KEY_SECRET" \\\n'
const json = '  -H "Content-Type: application/json" \\\n'

const command = (word: "stop" | "start"): string =>
  `${key}  -X PATCH \\\n${json}  -d '{"action": "${word}"}' \\\n  ${pipes}/$CLICKPIPE_ID/state"`

const list = `${key}  ${pipes}"`
const get = `${key}  ${pipes}/$CLICKPIPE_ID"`
const remove = `${key}  -X DELETE \\\n  ${pipes}/$CLICKPIPE_ID"`
const create = (body: object): string =>
  `${key}  -X POST \\\n${json}  -d '${JSON.stringify(body, null, 2).replaceAll("\n", "\n  ")}' \\\n  ${pipes}"`

interface Answer {
  readonly status: number
  readonly error?: string
  readonly result?: {
    readonly id: string
    readonly name: string
    readonly state: string
  } & ReadonlyArray<unknown>
}

it("every command of the guide works with real curl", async () => {
  const { url, env } = await emulator()
  const run = (text: string, pipeId = "") =>
    new Promise<Answer>((resolve, reject) => {
      execFile(
        "bash",
        ["-c", text.replace("https://api.clickhouse.cloud", url)],
        {
          env: {
            PATH: process.env.PATH,
            KEY_ID: env.CLICKHOUSE_CLOUD_API_KEY,
            KEY_SECRET: env.CLICKHOUSE_CLOUD_API_SECRET,
            ORG_ID: "11111111-1111-4111-8111-111111111111",
            SERVICE_ID: "22222222-2222-4222-8222-222222222222",
            CLICKPIPE_ID: pipeId,
          },
        },
        (error, stdout, stderr) =>
          error === null
            ? resolve(JSON.parse(stdout) as Answer)
            : reject(new Error(`${error.message}\n${stderr}`)),
      )
    })

  expect(await run(list)).toMatchObject({ status: 200, result: [] })

  expect(bodies).toHaveLength(9)
  const ids = new Map<string, string>()
  for (const body of bodies) {
    const { status, error, result } = await run(create(body))
    expect([body.name, status, error, result?.name]).toEqual([body.name, 200, undefined, body.name])
    ids.set(body.name, result?.id ?? "")
  }
  expect((await run(list)).result).toHaveLength(9)

  const id = ids.get("My Kafka ClickPipe")
  const stateAfter = async (text: string) => {
    expect(await run(text, id)).toMatchObject({ status: 200, result: { id } })
    return (await run(get, id)).result?.state
  }
  expect(await stateAfter(get)).toBe("Running")
  expect(await stateAfter(command("stop"))).toBe("Stopped")
  expect(await stateAfter(command("start"))).toBe("Running")
  expect(await run(remove, id)).toMatchObject({ status: 200 })
  expect(await run(get, id)).toMatchObject({ status: 404 })
  expect((await run(list)).result).toHaveLength(8)
})
