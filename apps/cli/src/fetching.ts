/** `fetch` as the environment wants it: by a proxy, where it names one. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { UsageError } from "./failures.ts"
import { proxyVariable } from "./proxies.ts"

/** An emulator on this machine, which no proxy could reach. */
const isLocal = (address: string): boolean =>
  /^http:\/\/(localhost|127(\.\d+){3}|\[::1\])([:/]|$)/i.test(address)

/**
 * By no proxy. `fetch` of Node leaves the variables alone. That of the standalone binary follows them, to this machine
 * too, and follows one that has it print each request with its key, unless it is told not to.
 */
export const directly: typeof globalThis.fetch = (input, init) => {
  const byItself = { ...init, proxy: false, verbose: false }
  return globalThis.fetch(input, byItself)
}

/** What calls an address. What goes by a proxy needs code of its own, which is loaded on demand. */
export const fetchOf = (address: string): Effect.Effect<typeof globalThis.fetch, UsageError, Scope.Scope> =>
  Effect.gen(function* () {
    const name = isLocal(address) ? undefined : proxyVariable(address)
    if (name === undefined) return directly
    const url = process.env[name] ?? ""
    if (!/^https?:\/\/./i.test(url) || !URL.canParse(url)) {
      return yield* Effect.fail(
        new UsageError({
          message: `${name} is not a URL of http or https`,
          help: "give the proxy as http://HOST:PORT, or unset the variable",
        }),
      )
    }
    const Proxied = yield* Effect.promise(() => import("./proxied.ts"))
    const proxied = yield* Effect.acquireRelease(
      Effect.sync(() => Proxied.make(new URL(url))),
      ({ close }) => Effect.sync(close),
    )
    return proxied.fetch
  })
