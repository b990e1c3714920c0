import type { Session } from "../session.ts"
import { heading, type Look } from "./plan.human.ts"
import { columns, count, fit, paint, plain } from "./terminal.ts"

/** Whose something of the service is. */
export interface Whose {
  readonly isDeclared: boolean
  readonly isOurs: boolean
}

export interface ListedPipe extends Whose {
  readonly name: string
  readonly type: string
  readonly state: string
  readonly id: string
}

export interface ListedEndpoint extends Whose {
  /** Of the program or the state; an endpoint has none in the service. */
  readonly name: string | undefined
  readonly type: string
  readonly status: string
  readonly id: string
}

export interface Listed {
  readonly session: Session
  /** By name. */
  readonly pipes: ReadonlyArray<ListedPipe>
  readonly endpoints: ReadonlyArray<ListedEndpoint>
}

export const list = ({ session, pipes, endpoints }: Listed, look: Look): string => {
  const style = paint(look.color)
  const rows = [
    ...endpoints.map((it) => ({
      ...it,
      cells: [`endpoint ${plain(it.name ?? "(unnamed)")}`, it.type, it.status],
    })),
    ...pipes.map((it) => ({ ...it, cells: [plain(it.name), it.type, it.state] })),
  ]
  const lines = columns(
    rows.map((it) => [`  ${it.cells[0]}`, ...it.cells.slice(1).map(plain), plain(it.id), whose(it)]),
  ).map((line, index) => {
    const shown = fit(line, look.columns)
    return rows[index]!.isOurs ? shown : style.dim(shown)
  })
  const ours = rows.filter(({ isOurs }) => isOurs).length
  return [
    ...heading({ session }, look, style),
    "",
    ...lines,
    ...(lines.length === 0 ? [] : [""]),
    `${count(pipes.length, "pipe")}, ${count(endpoints.length, "endpoint")}; ${ours} of them ours.`,
    "",
  ].join("\n")
}

const whose = ({ isDeclared, isOurs }: Whose): string => {
  if (isDeclared) return isOurs ? "in the program, ours" : "in the program, not ours"
  return isOurs ? "ours, no longer declared" : "not ours"
}
