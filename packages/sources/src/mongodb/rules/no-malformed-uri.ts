import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"

interface Problem {
  readonly message: string
  readonly help: string
  /** The address as it should be, where that can be told. */
  readonly instead?: string
}

/** What stands between `://` and the path, and in it the login before the last `@`. */
const parts = /^(?<scheme>mongodb(?:\+srv)?):\/\/(?:(?<login>[^?]*)@)?(?<hosts>[^/?#@]*)(?<rest>.*)$/s

const problemOf = (uri: string): Problem | undefined => {
  const groups = parts.exec(uri)?.groups
  if (groups === undefined) return undefined
  const { scheme, login, hosts = "", rest = "" } = groups
  const name = login?.split(":")[0]
  if (login !== undefined && name !== undefined && /[$/?#[\]@]/.test(name)) {
    const encoded = encodeURIComponent(name)
    return {
      message: "a sign in the name of the user has a meaning of its own in an address",
      help: `write the name as \`${encoded}\`, or give it in \`credentials\` as it is`,
      // What stands behind a colon is a password, which is another finding's.
      ...(login.includes(":") ? {} : { instead: `${scheme}://${encoded}@${hosts}${rest}` }),
    }
  }
  if (scheme !== "mongodb+srv") return undefined
  if (hosts.includes(","))
    return {
      message: "`mongodb+srv://` has one name, under which the hosts are listed in DNS",
      help: "write that name, or list the hosts behind `mongodb://`",
    }
  const port = /:\d*$/.exec(hosts)?.[0]
  return port === undefined
    ? undefined
    : {
        message: "`mongodb+srv://` has no port: it is listed in DNS with the hosts",
        help: `remove \`${port}\``,
        instead: `${scheme}://${login === undefined ? "" : `${login}@`}${hosts.slice(0, -port.length)}${rest}`,
      }
}

export const rule = LintRule.make({
  name: "mongodb/no-malformed-uri",
  group: "databases",
  severity: "error",
  preset: "recommended",
  summary: "The address of a cluster is one that drivers read.",
  link: "https://www.mongodb.com/docs/manual/reference/connection-string/",
  checks: {
    pipe: ({ source }, { files, connections }) => {
      const uri = Ir.get(source, "uri")
      const text = Ir.literal(uri)
      if (uri === undefined || typeof text !== "string") return []
      const problem = problemOf(text)
      if (problem === undefined) return []
      const { message, help, instead } = problem
      const { file, span } = uri.origin
      const written = files
        .find(({ source }) => source.file === file)
        ?.source.text.slice(span.start, span.end)
      const isOfConnection = connections.some(({ source }) => {
        const origin = Ir.get(source, "uri")?.origin
        return origin?.via.length === 0 && origin.file === file && origin.span.start === span.start
      })
      // A text that is made of references is not mended: its parts may stand elsewhere.
      const fixes =
        instead === undefined ||
        !(LintRule.isWrittenHere(uri.origin) || isOfConnection) ||
        written !== JSON.stringify(text)
          ? []
          : [
              {
                title: `Write \`${instead}\``,
                safe: false,
                edits: [{ span, text: JSON.stringify(instead) }],
              },
            ]
      return [{ ...Checks.at(uri), message, help, ...(fixes.length === 0 ? {} : { fixes }) }]
    },
  },
})
