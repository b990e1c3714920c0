/** `fetch` as the environment wants it: by a proxy, where it names one. */
import type * as Undici from "@effect/platform-node/Undici"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { UsageError } from "./failures.ts"
import { proxyVariable } from "./proxies.ts"

/** An emulator on this machine, which no proxy could reach. */
const isLocal = (address: string): boolean =>
  /^http:\/\/(localhost|127(\.\d+){3}|\[::1\])([:/]|$)/i.test(address)

/**
 * By no proxy. `fetch` of Node leaves the variables alone. That of the standalone binary follows them, to this machine
 * too, unless it is told not to.
 */
const directly: typeof globalThis.fetch = (input, init) => {
  const byNone = { ...init, proxy: false }
  return globalThis.fetch(input, byNone)
}

/**
 * What calls an address. `fetch` of Node knows no proxy in every version that we support, and undici, which does, is
 * large, so it is loaded on demand.
 */
export const fetchOf = (address: string): Effect.Effect<typeof globalThis.fetch, UsageError, Scope.Scope> =>
  Effect.gen(function* () {
    const name = isLocal(address) ? undefined : proxyVariable()
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
    // As a whole, for the bundle does not know the single names of it.
    const { default: undici } = yield* Effect.promise(() => import("@effect/platform-node/Undici"))
    const dispatcher = yield* Effect.acquireRelease(
      Effect.sync(() => new undici.EnvHttpProxyAgent()),
      (agent) => Effect.promise(() => agent.destroy()),
    )
    return ((input: Undici.RequestInfo, init: Undici.RequestInit) =>
      undici.fetch(input, { ...init, dispatcher })) as unknown as typeof globalThis.fetch
  })
