/** What a command prints and ends with. */
export interface Output {
  readonly stdout?: string
  readonly stderr?: string
  readonly code: number
}
