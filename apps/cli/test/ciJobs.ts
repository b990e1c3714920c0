/** Runs the jobs of a workflow of GitHub and of a pipeline of GitLab as their runners do, as far as the examples need it. */
import { execFile } from "node:child_process"
import { copyFileSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import type { Env } from "./harness.ts"

export interface Ran {
  readonly code: number
  /** Both streams of all steps. */
  readonly output: string
  /** What a job has put into its summary. */
  readonly summary: string
}

const bash = (options: string, script: string, cwd: string, env: Env): Promise<Omit<Ran, "summary">> =>
  new Promise((resolve) => {
    execFile("bash", [options, "-c", script], { cwd, env }, (error, stdout, stderr) =>
      resolve({
        code: error === null ? 0 : typeof error.code === "number" ? error.code : 1,
        output: stdout + stderr,
      }),
    )
  })

export const example = (name: string): string =>
  readFileSync(new URL(`../../../examples/ci/${name}`, import.meta.url), "utf8")

/** Where the steps of a job work, with what the machine gives them. */
export interface Place {
  readonly cwd: string
  readonly env: Env
}

// ------------------------------------------------------------------------------------------------ GitHub

interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Env
  readonly run?: string
}

interface Workflow {
  readonly env: Env
  readonly jobs: Readonly<
    Record<string, { readonly if?: string; readonly env?: Env; readonly steps: ReadonlyArray<Step> }>
  >
}

/** What expressions speak of: `github`, `secrets`, `vars` and `inputs`. */
export type Contexts = Readonly<Record<string, unknown>>

/** What becomes of an action that is used: `with` is interpolated. */
export type Use = (action: string, given: Readonly<Record<string, string>>, place: Place) => void

const githubFile = parse(example("pipewright.github.yml")) as Workflow

/** Expressions of these files are also ones of JavaScript. */
const value = (expression: string, contexts: Contexts): unknown =>
  new Function(...Object.keys(contexts), `return (${expression})`)(...Object.values(contexts))

const filled = (text: unknown, contexts: Contexts): string =>
  String(text).replace(/\$\{\{(.+?)\}\}/g, (_, expression: string) =>
    String(value(expression, contexts) ?? ""),
  )

const filledAll = (all: Readonly<Record<string, unknown>> | undefined, contexts: Contexts): Env =>
  Object.fromEntries(Object.entries(all ?? {}).map(([key, it]) => [key, filled(it, contexts)]))

/** What a step has not said is to GitHub the same as an empty text. */
const emptyByDefault = (): Record<string, string> =>
  new Proxy<Record<string, string>>({}, { get: (said, key) => Reflect.get(said, key) ?? "" })

/** The jobs that an event starts. */
export const githubJobs = (contexts: Contexts): ReadonlyArray<string> =>
  Object.entries(githubFile.jobs).flatMap(([name, job]) =>
    job.if === undefined || value(job.if, contexts) === true ? [name] : [],
  )

export const githubJob = async (
  name: string,
  given: Contexts,
  { cwd, env }: Place,
  use: Use,
): Promise<Ran> => {
  const { steps: all, env: own } = githubFile.jobs[name]!
  const steps: Record<string, { outputs: Record<string, string> }> = {}
  for (const { id } of all) if (id !== undefined) steps[id] = { outputs: emptyByDefault() }
  const [outputs, paths, summary] = ["outputs", "paths", "summary"].map((it) => join(env.RUNNER_TEMP!, it))
  for (const file of [outputs, paths, summary]) writeFileSync(file!, "")
  let [code, output] = [0, ""]
  for (const step of all) {
    const contexts = { ...given, steps, failure: () => code !== 0 }
    const wanted = step.if === undefined ? code === 0 : value(step.if, contexts) === true
    if (!wanted || (code !== 0 && step.if?.includes("failure()") !== true)) continue
    if (step.uses !== undefined) use(step.uses, filledAll(step.with, contexts), { cwd, env })
    if (step.run === undefined) continue
    const added = readFileSync(paths!, "utf8").trim().split("\n").reverse()
    const ran = await bash("-e", step.run, cwd, {
      ...env,
      ...filledAll(githubFile.env, contexts),
      ...filledAll(own, contexts),
      ...filledAll(step.env, contexts),
      GITHUB_OUTPUT: outputs!,
      GITHUB_PATH: paths!,
      GITHUB_STEP_SUMMARY: summary!,
      PATH: [...added.filter((it) => it !== ""), env.PATH].join(":"),
    })
    output += ran.output
    if (ran.code !== 0) code = ran.code
    for (const line of readFileSync(outputs!, "utf8")
      .split("\n")
      .filter((it) => it !== ""))
      steps[step.id!]!.outputs[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1)
    writeFileSync(outputs!, "")
  }
  return { code, output, summary: readFileSync(summary!, "utf8") }
}

/** Files that jobs keep, by name, with the run that kept them. */
export class Artifacts {
  readonly #kept: Array<{ readonly name: string; readonly run: number; readonly file: string }> = []
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Setting up is what the machine of the test has done. */
  readonly use: Use = (action, given, { cwd }) => {
    if (action === "actions/upload-artifact@v5") {
      const run = this.#kept.length + 1
      const file = join(this.#folder, String(run))
      copyFileSync(join(cwd, given.path!), file)
      this.#kept.push({ name: given.name!, run, file })
    } else if (action === "actions/download-artifact@v5") {
      const found = this.#kept.find(({ name, run }) => name === given.name && String(run) === given["run-id"])
      copyFileSync(found!.file, join(cwd, "plan.json"))
    } else if (!/^actions\/(checkout|setup-node)@v\d+$/.test(action)) throw new Error(`what is ${action}?`)
  }

  /** As the API lists them, and beside each a newer one that a fork has kept. */
  readonly list = (wanted: string) => ({
    artifacts: this.#kept
      .filter(({ name }) => name === wanted)
      .flatMap(({ run }) => [
        {
          expired: false,
          created_at: `2026-01-0${run}T00:00:00Z`,
          workflow_run: { id: run, repository_id: 1, head_repository_id: 1 },
        },
        {
          expired: false,
          created_at: "2026-02-01T00:00:00Z",
          workflow_run: { id: 666, repository_id: 1, head_repository_id: 2 },
        },
      ]),
  })
}

// ------------------------------------------------------------------------------------------------ GitLab

interface Pipeline {
  readonly variables: Env
  readonly default: { readonly before_script: ReadonlyArray<string> }
  readonly [job: string]: unknown
}

interface Job {
  readonly rules: ReadonlyArray<{ readonly if: string }>
  readonly script: ReadonlyArray<string>
}

const gitlabFile = parse(example("pipewright.gitlab-ci.yml")) as Pipeline

const isJob = (it: unknown): it is Job => typeof it === "object" && it !== null && "script" in it

const holds = (rule: string, env: Env): boolean =>
  value(
    rule.replace(/\$(\w+)/g, (_, name: string) => JSON.stringify(env[name] ?? null)),
    {},
  ) === true

/** The jobs that an event starts. */
export const gitlabJobs = (env: Env): ReadonlyArray<string> =>
  Object.entries(gitlabFile).flatMap(([name, job]) =>
    isJob(job) && job.rules.some((rule) => holds(rule.if, env)) ? [name] : [],
  )

export const gitlabJob = async (name: string, { cwd, env }: Place): Promise<Ran> => {
  const job = gitlabFile[name]
  if (!isJob(job)) throw new Error(`there is no job ${name}`)
  const variables = Object.fromEntries(
    Object.entries(gitlabFile.variables).map(([key, text]) => [
      key,
      text.replace(/\$(\w+)/g, (_, variable: string) => env[variable] ?? ""),
    ]),
  )
  const script = [...gitlabFile.default.before_script, ...job.script].join("\n")
  const ran = await bash("-e", `set -o pipefail\n${script}`, cwd, { ...env, ...variables })
  return { ...ran, summary: ran.output }
}
