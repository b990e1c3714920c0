/** Does jobs on several threads, each of which takes the next when it is done with one. */
import { Worker } from "node:worker_threads"

/** A job that takes longer hangs. */
const longestMinutes = 10

export interface Jobs<Job, Done> {
  /** The module of a thread. It is sent a job at a time, and sends back what it came to. */
  readonly thread: URL
  readonly jobs: ReadonlyArray<Job>
  readonly threads: number
  readonly tell: (done: Done) => void
  /** A job in words, for whoever reads that it hangs. */
  readonly show: (job: Job) => string
}

export const run = async <Job, Done>({
  thread,
  jobs,
  threads,
  tell,
  show,
}: Jobs<Job, Done>): Promise<void> => {
  const queue = [...jobs]
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(thread)
      let timer: NodeJS.Timeout | undefined
      const next = () => {
        const job = queue.shift()
        clearTimeout(timer)
        if (job === undefined) return void worker.terminate().then(() => resolve())
        timer = setTimeout(() => {
          const told = `not done after ${longestMinutes} minutes: ${show(job)}`
          void worker.terminate().then(() => reject(new Error(told)))
        }, longestMinutes * 60_000)
        worker.postMessage(job)
      }
      worker.on("message", (done: Done) => {
        tell(done)
        next()
      })
      worker.on("error", reject)
      next()
    })
  await Promise.all(Array.from({ length: threads }, work))
}
