/** The variables of proxies, as other programs of Node know them; the first that is set counts. */
const ofHttp = ["http_proxy", "HTTP_PROXY"] as const
const ofHttps = ["https_proxy", "HTTPS_PROXY", ...ofHttp] as const

const isSet = (name: string): boolean => (process.env[name] ?? "") !== ""

/** The variable by which requests to an address go through a proxy; without an address, those to the API of the cloud. */
export const proxyVariable = (address = "https:"): string | undefined =>
  (/^http:/i.test(address) ? ofHttp : ofHttps).find(isSet)

/** Whether NO_PROXY lists where a request goes: a name with all below it, with a port if only that is meant, or `*`. */
export const goesAround = ({ hostname, port, protocol }: URL): boolean => {
  const { no_proxy, NO_PROXY } = process.env
  const at = port === "" ? (protocol === "http:" ? "80" : "443") : port
  return (no_proxy ?? NO_PROXY ?? "")
    .toLowerCase()
    .split(/[,\s]+/)
    .some((entry) => {
      const [, name = "", only = at] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry) ?? []
      if (only !== at || name === "") return false
      return name === "*" || hostname === name || hostname.endsWith(`.${name}`)
    })
}
