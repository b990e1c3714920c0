import { execFileSync } from "node:child_process"
import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { type Forge, forge } from "./ciForge.ts"
import { Artifacts, type Contexts, githubJob, githubJobs, gitlabJob, gitlabJobs, type Ran } from "./ciJobs.ts"
import { type Emulated, type Env, edit, emulator, folder } from "./harness.ts"

const settings: Env = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  npm_config_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
}

const run = (command: string, cwd: string, ...args: ReadonlyArray<string>): string =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: cwd, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  })

const git = (cwd: string, ...args: ReadonlyArray<string>): string =>
  run("git", cwd, "-c", "user.name=ana", "-c", "user.email=ana@example.com", ...args)

const pipe = (name: string, stream: string): string => `pipe "${name}" {
  from kinesis {
    format         = JSONEachRow
    streamName     = "${stream}"
    region         = "us-east-1"
    iteratorType   = TRIM_HORIZON
    authentication = IAM_USER
    accessKey { accessKeyId = "AKIAIOSFODNN7EXAMPLE", secretKey = secret("KAFKA_PASSWORD") }
  }
  into analytics.${name} {
    engine = MergeTree
    columns { id UInt64, url String }
  }
}
`

const prod = `target prod {
  organization = env("CLICKHOUSE_ORG_ID")
  service      = env("CLICKHOUSE_SERVICE_ID")
}
`

/** A bare repository with a program on `main`, and the command as `npm ci` installs it. */
const repository = (): string => {
  const [origin, work] = [folder(), folder()]
  const cli = fileURLToPath(new URL("..", import.meta.url))
  const packed = run("npm", work, "pack", "--silent", "--ignore-scripts", cli).trim()
  renameSync(join(work, packed), join(work, "pipewright.tgz"))
  writeFileSync(
    join(work, "package.json"),
    '{ "private": true, "devDependencies": { "pipewright": "file:pipewright.tgz" } }\n',
  )
  run("npm", work, "install", "--package-lock-only", "--silent")
  mkdirSync(join(work, "pipes"))
  writeFileSync(join(work, "pipes/pipewright.json"), '{ "state": "git" }\n')
  writeFileSync(join(work, "pipes/targets.pipe"), prod)
  writeFileSync(join(work, "pipes/orders.pipe"), pipe("orders", "orders"))
  writeFileSync(join(work, ".gitignore"), "node_modules\n")
  git(origin, "init", "--quiet", "--bare", "--initial-branch=main")
  git(work, "init", "--quiet", "--initial-branch=main")
  git(work, "add", "--all")
  git(work, "commit", "--quiet", "-m", "The program")
  git(work, "push", "--quiet", origin, "main")
  return origin
}

const clone = (origin: string, branch = "main"): string => {
  const path = folder()
  git(path, "clone", "--quiet", "--branch", branch, `file://${origin}`, ".")
  return path
}

/** Pushes a change to a branch, from `main` if there is none of the name. */
const push = (origin: string, branch: string, change: (cwd: string) => void): void => {
  const path = clone(origin)
  git(path, "checkout", "--quiet", "-B", branch)
  change(path)
  git(path, "add", "--all")
  git(path, "commit", "--quiet", "-m", `Change ${branch}`)
  git(path, "push", "--quiet", "--force", "origin", branch)
}

/** One of the two: what it does on an event, in a clone of its own. */
interface Runner {
  readonly check: (branch: string) => Promise<Ran>
  readonly plan: (branch: string) => Promise<Ran>
  readonly merge: (branch: string) => void
  readonly apply: () => Promise<Ran>
  readonly byHand: (allow: string) => Promise<Ran>
}

interface Setting {
  readonly origin: string
  readonly api: Emulated
  readonly forge: Forge
  readonly artifacts: Artifacts
}

const base = ({ api }: Setting, cwd: string): Env => ({
  ...settings,
  PATH: process.env.PATH ?? "",
  HOME: cwd,
  CLICKHOUSE_API_URL: api.url,
  RUNNER_TEMP: folder(),
})

const secret = "canary-kafka-password"

const github = (setting: Setting): Runner => {
  const { origin, forge } = setting
  const contexts = (github: object, inputs = {}): Contexts => ({
    github: { token: "token", repository: "acme/shop", ...github },
    secrets: {
      CLICKHOUSE_PLAN_KEY: "local",
      CLICKHOUSE_PLAN_SECRET: "canary-api-secret",
      CLICKHOUSE_APPLY_KEY: "local",
      CLICKHOUSE_APPLY_SECRET: "canary-api-secret",
      KAFKA_PASSWORD: secret,
    },
    vars: { CLICKHOUSE_ORG_ID: "organization", CLICKHOUSE_SERVICE_ID: "service" },
    inputs,
  })
  const job = (name: string, cwd: string, given: Contexts): Promise<Ran> => {
    expect(githubJobs(given)).toContain(name)
    const env = {
      ...base(setting, cwd),
      GITHUB_API_URL: forge.url,
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_BASE_REF: "main",
    }
    return githubJob(name, given, { cwd, env }, setting.artifacts.use)
  }
  const pull = contexts({
    event_name: "pull_request",
    event: { pull_request: { number: 7, head: { repo: { full_name: "acme/shop" } } } },
  })
  /** What is checked out for a pull request is its merge into main. */
  const merged = (branch: string): string => {
    const cwd = clone(origin)
    git(cwd, "merge", "--quiet", "--no-ff", "--no-edit", `origin/${branch}`)
    return cwd
  }
  return {
    check: (branch) => job("check", merged(branch), pull),
    plan: (branch) => job("plan", merged(branch), pull),
    merge: (branch) => {
      const cwd = clone(origin)
      git(cwd, "merge", "--quiet", "--squash", `origin/${branch}`)
      git(cwd, "commit", "--quiet", "-m", `Squash ${branch}`)
      git(cwd, "push", "--quiet", "origin", "main")
    },
    apply: () => job("apply", clone(origin), contexts({ event_name: "push", ref: "refs/heads/main" })),
    byHand: (allow) =>
      job(
        "apply",
        clone(origin),
        contexts({ event_name: "workflow_dispatch", ref: "refs/heads/main" }, { allow }),
      ),
  }
}

const gitlab = (setting: Setting): Runner => {
  const { origin, forge } = setting
  const job = (name: string, cwd: string, event: Env): Promise<Ran> => {
    const env = {
      ...base(setting, cwd),
      CLICKHOUSE_CLOUD_API_KEY: "local",
      CLICKHOUSE_CLOUD_API_SECRET: "canary-api-secret",
      CLICKHOUSE_ORG_ID: "organization",
      CLICKHOUSE_SERVICE_ID: "service",
      CI_API_V4_URL: forge.url,
      CI_PROJECT_ID: "1",
      CI_JOB_TOKEN: "job-token",
      CI_DEFAULT_BRANCH: "main",
      ...event,
    }
    expect(gitlabJobs(env)).toContain(name)
    return gitlabJob(name, { cwd, env })
  }
  const request: Env = {
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1",
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
    CI_MERGE_REQUEST_IID: "7",
    PIPEWRIGHT_COMMENT_TOKEN: "token",
  }
  const main: Env = { CI_COMMIT_BRANCH: "main", KAFKA_PASSWORD: secret }
  return {
    check: (branch) => job("check", clone(origin, branch), request),
    plan: (branch) => job("plan", clone(origin, branch), request),
    merge: (branch) => {
      const cwd = clone(origin)
      git(cwd, "merge", "--quiet", "--no-ff", "--no-edit", `origin/${branch}`)
      git(cwd, "push", "--quiet", "origin", "main")
    },
    apply: () => job("apply", clone(origin), { ...main, CI_PIPELINE_SOURCE: "push" }),
    byHand: (ALLOW) => job("apply by hand", clone(origin), { ...main, CI_PIPELINE_SOURCE: "web", ALLOW }),
  }
}

const set = async (): Promise<Setting> => {
  const artifacts = new Artifacts(folder())
  return { origin: repository(), api: await emulator(), forge: await forge(artifacts), artifacts }
}

/** The live pipes by name. */
const live = async ({ api }: Setting) => {
  const answer = await fetch(`${api.url}/v1/organizations/organization/services/service/clickpipes`, {
    headers: { authorization: `Basic ${btoa("local:canary-api-secret")}` },
  })
  const { result } = (await answer.json()) as {
    readonly result: ReadonlyArray<{ readonly id: string; readonly name: string }>
  }
  return new Map(result.map((it) => [it.name, it]))
}

const ok = (ran: Ran): Ran => {
  expect(ran.code, ran.output).toBe(0)
  return ran
}

// Git, npm and every job are processes of their own.
describe.each([
  { name: "GitHub, where a pull request is squashed", runner: github },
  { name: "GitLab, where a merge request is merged", runner: gitlab },
])("The example for $name", { timeout: 240_000 }, ({ runner }) => {
  it("checks, plans, comments once, applies what was planned, and refuses what moved", async () => {
    const setting = await set()
    const { origin, api, forge } = setting
    const ci = runner(setting)
    expect(ok(await ci.byHand("")).output).toContain("Applied to prod: 1 created, 0 unchanged.")

    // A pull request, and a second push to it.
    push(origin, "visits", (cwd) => writeFileSync(join(cwd, "pipes/visits.pipe"), pipe("visit", "visits")))
    ok(await ci.plan("visits"))
    expect(forge.comments.map(({ body }) => body.split("\n").slice(0, 3).join("\n"))).toEqual([
      "<!-- pipewright plan prod -->\nnot a plan",
      "<!-- pipewright plan prod -->\n\n### Plan for <code>prod</code>: 1 to create, 1 unchanged",
    ])
    push(origin, "visits", (cwd) => writeFileSync(join(cwd, "pipes/visits.pipe"), pipe("visits", "visits")))
    ok(await ci.plan("visits"))
    expect(forge.comments).toHaveLength(2)
    expect(forge.comments[1]!.body).toContain(
      "- <code>+</code> <code>visits</code> <code>kinesis → analytics.visits</code> to create (<code>pipes/visits.pipe&#58;1</code>)",
    )
    ci.merge("visits")
    expect(ok(await ci.apply()).output).toContain("Applied to prod: 1 created, 1 unchanged.")
    expect([...(await live(setting)).keys()].sort()).toEqual(["orders", "visits"])

    // Somebody changes in the console what a plan is about, before that is merged.
    push(origin, "stream", (cwd) =>
      edit(cwd, "pipes/orders.pipe", '"orders"\n    region', '"orders-2"\n    region'),
    )
    expect(ok(await ci.check("stream")).output).toContain("no-immutable-change")
    ok(await ci.plan("stream"))
    expect(forge.comments[1]!.body).toContain("--allow-replace orders")
    const before = await live(setting)
    const edited = await fetch(
      `${api.url}/v1/organizations/organization/services/service/clickpipes/${before.get("orders")!.id}`,
      {
        method: "PATCH",
        headers: {
          authorization: `Basic ${btoa("local:canary-api-secret")}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({
          source: {
            kinesis: { iamRole: "arn:aws:iam::123456789012:role/other", authentication: "IAM_ROLE" },
          },
        }),
      },
    )
    expect(edited.status).toBe(200)
    const writes = await api.writes()
    ci.merge("stream")
    const refused = await ci.apply()
    expect(refused.code).toBe(1)
    expect(refused.output).toContain(
      'nothing was changed, because the plan is out of date: source.kinesis.authentication of `orders` moved from "IAM_USER" to "IAM_ROLE"',
    )
    expect(refused.summary).toMatch(/0 to create, 1 to replace, 1 unchanged/)
    expect(await api.writes()).toEqual(writes)

    // Nor is anything done that nobody planned.
    push(origin, "main", (cwd) => writeFileSync(join(cwd, "pipes/rest.pipe"), pipe("rest", "rest")))
    const unplanned = await ci.apply()
    expect(unplanned.code).toBe(1)
    expect(unplanned.output).toContain("No plan was made for what ")
    expect(await api.writes()).toEqual(writes)

    // A person asks for it by name.
    expect(ok(await ci.byHand("--allow-replace orders")).output).toContain(
      "Applied to prod: 1 created, 1 replaced, 1 unchanged.",
    )
    push(origin, "nothing", (cwd) => writeFileSync(join(cwd, "README.md"), "A shop.\n"))
    ok(await ci.plan("nothing"))
    expect(forge.comments[1]!.body).toContain("Plan for <code>prod</code>: 0 to create, 3 unchanged")
    expect(JSON.stringify(forge.comments)).not.toContain("canary")
  })
})

describe("A pull request from a fork", () => {
  it("is checked, and gets no plan, at GitHub", () => {
    const event = { pull_request: { number: 7, head: { repo: { full_name: "mallory/shop" } } } }
    const github = { event_name: "pull_request", repository: "acme/shop", event }
    expect(githubJobs({ github })).toEqual(["check"])
  })

  it("is checked, and gets no plan, at GitLab", () => {
    const event = { CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2" }
    expect(gitlabJobs({ ...event, CI_PROJECT_ID: "1", CI_DEFAULT_BRANCH: "main" })).toEqual(["check"])
  })
})
