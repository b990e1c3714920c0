/** What the examples for CI ask of GitHub and of GitLab: comments, artifacts and packages, on a free port of this machine. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { onTestFinished } from "vitest"
import type { Artifacts } from "./ciJobs.ts"

interface Comment {
  readonly id: number
  body: string
  readonly user: { readonly login: string }
  readonly author: { readonly username: string }
}

export interface Forge {
  readonly url: string
  /** What stands under the pull request, in its order. */
  readonly comments: ReadonlyArray<Comment>
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ""
  for await (const chunk of request) text += String(chunk)
  return text
}

export const forge = async (artifacts: Artifacts): Promise<Forge> => {
  // Somebody else's comment that begins as ours do is none of ours.
  const comments: Array<Comment> = [
    {
      id: 1,
      body: "<!-- pipewright plan prod -->\nnot a plan",
      user: { login: "mallory" },
      author: { username: "mallory" },
    },
  ]
  const packages = new Map<string, string>()
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname, searchParams } = new URL(request.url!, "http://forge")
    const { authorization, "private-token": token, "job-token": jobToken } = request.headers
    const body = await bodyOf(request)
    const isComments = /\/(?:issues|merge_requests)\/7\/(?:comments|notes)$/.test(pathname)
    const one = /\/(?:comments|notes)\/(\d+)$/.exec(pathname)?.[1]
    if (pathname.includes("/packages/generic/pipewright-plan/")) {
      if (jobToken !== "job-token") return undefined
      if (request.method === "PUT") packages.set(pathname, body)
      return packages.get(pathname)
    }
    if (authorization !== "Bearer token" && token !== "token") return undefined
    if (pathname.endsWith("/actions/artifacts")) return artifacts.list(searchParams.get("name")!)
    if (isComments && request.method === "GET") return comments
    const said = (JSON.parse(body) as { readonly body: string }).body
    if (isComments) {
      const [user, author] = [{ login: "github-actions[bot]" }, { username: "project_1_bot_ab12" }]
      comments.push({ id: comments.length + 1, body: said, user, author })
      return {}
    }
    const found = comments.find(({ id }) => String(id) === one)
    if (found === undefined || !/^P(ATCH|UT)$/.test(request.method!)) return undefined
    found.body = said
    return {}
  }
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    answer(request).then((it) => {
      response.writeHead(it === undefined ? 404 : 200)
      response.end(typeof it === "string" ? it : JSON.stringify(it))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, comments }
}
