/** Figures in a process of their own: `node apart.ts`, with what is to be measured as JSON after it. */
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { type Figure, nameOf } from "./figure.ts"
import { figures } from "./figures.ts"
import { measure, type Options, type Result } from "./measure.ts"

interface Work {
  readonly names: ReadonlyArray<string>
  readonly options: Options
}

const script = fileURLToPath(import.meta.url)

/** Calls back with each result, in the order of the figures. */
export const measureApart = (
  chosen: ReadonlyArray<Figure>,
  options: Options,
  onResult: (result: Result) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const work: Work = { names: chosen.map(nameOf), options }
    const child = spawn(process.execPath, ["--conditions=source", script, JSON.stringify(work)], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    createInterface({ input: child.stdout }).on("line", (line) => onResult(JSON.parse(line) as Result))
    child.on("error", reject)
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`the process of the large figures ended with ${code}`)),
    )
  })

if (process.argv[1] === script) {
  const { names, options } = JSON.parse(process.argv[2] ?? "") as Work
  for (const figure of figures.filter((it) => names.includes(nameOf(it))))
    console.log(JSON.stringify(await measure(figure, options)))
}
