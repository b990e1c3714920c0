/** The variables of proxies, as other programs of Node know them; the first that is set counts. */
const proxyVariables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"] as const

/** The variable by which requests go through a proxy. */
export const proxyVariable = (): string | undefined =>
  proxyVariables.find((name) => (process.env[name] ?? "") !== "")
