/** A disk whose owner may die at any write: what was written by then stays, and nothing is written any more. */

export type Death = "before" | "after"

/** As the state in memory takes it: each write begins with `clear`. */
export class Disk extends Map<string, string> {
  isDead = false
  private count = 0
  private isOpen = true
  private readonly dies: (write: number) => Death | undefined
  private readonly tell: () => void

  constructor(
    content: Iterable<readonly [string, string]>,
    dies: (write: number) => Death | undefined,
    tell: () => void,
  ) {
    super()
    this.dies = dies
    this.tell = tell
    for (const [key, value] of content) super.set(key, value)
  }

  /** From now on nothing is written. */
  kill(): void {
    if (this.isDead) return
    this.isDead = true
    this.tell()
  }

  override clear(): void {
    this.isOpen = !this.isDead
    if (this.isDead) return
    const death = this.dies?.(this.count)
    this.count += 1
    if (death === "before") this.isOpen = false
    if (death !== undefined) this.kill()
    if (this.isOpen) super.clear()
  }

  override set(key: string, value: string): this {
    return this.isOpen === false ? this : super.set(key, value)
  }

  /** What the next run finds; it takes the lock over. */
  left(): ReadonlyArray<readonly [string, string]> {
    return [...this].filter(([key]) => key !== "lock")
  }
}
