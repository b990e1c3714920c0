import type { List } from "../schemas/list.ts"
import * as Json from "./json.ts"
import type { Listed } from "./list.human.ts"

export const list = ({ session, pipes, endpoints }: Listed): string =>
  Json.print<List>({
    target: session.target,
    service: session.service,
    pipes: pipes.map(({ name, type, state, id, isDeclared, isOurs }) => ({
      name,
      type,
      state,
      id,
      declared: isDeclared,
      ours: isOurs,
    })),
    endpoints: endpoints.map(({ name, type, status, id, isDeclared, isOurs }) => ({
      name: name ?? null,
      type,
      status,
      id,
      declared: isDeclared,
      ours: isOurs,
    })),
  })
