import { inspect } from "node:util"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { findings, pipe, request, watering } from "./garden.ts"

const canary = "c4n4ry"

const text = watering(`certificate = "${canary}-1"
    credentials { user = env("USER"), password = secret("PASSWORD") }
    label = env("LABEL")
    zones = ["z", env("ZONE")]`)

const { body } = request(text)

const named = (it: Evaluate.Values extends ReadonlyMap<infer K, unknown> ? K : never): string =>
  "name" in it.reader ? it.reader.name : it.reader._tag

const values: Evaluate.Values = new Map(
  Evaluate.deferred(body).map((it) => [it, Redacted.make(it.secret ? `${canary}-${named(it)}` : named(it))]),
)

describe("Evaluate.deferred", () => {
  it("finds all that is still to be read, secrets in the text included", () => {
    expect(Evaluate.deferred(body).map((it) => [named(it), it.secret])).toEqual([
      ["LABEL", false],
      ["ZONE", false],
      ["Given", true],
      ["USER", false],
      ["PASSWORD", true],
    ])
  })
})

describe("Evaluate.show", () => {
  it("hides secrets and what was not read", () => {
    expect(Evaluate.show(body).source).toEqual({
      sprinkler: {
        type: "sprinkler",
        taps: "t1",
        nozzle: "mist",
        label: "(secret)",
        zones: ["z", "(secret)"],
        certificate: "(secret)",
        credentials: { user: "(secret)", password: "(secret)" },
      },
    })
  })

  it("shows what was read and is no secret, and never a secret", () => {
    const shown = Evaluate.show(body, values)
    expect(shown.source).toMatchObject({
      sprinkler: { label: "LABEL", zones: ["z", "ZONE"], credentials: { user: "USER" } },
    })
    expect(JSON.stringify(shown)).not.toContain(canary)
  })
})

describe("A secret", () => {
  it("that was written into the text shows nowhere in what is made of it", () => {
    const bound = pipe(text)
    for (const it of [bound, request(text), Evaluate.show(body, values), Evaluate.comparable(body, values)]) {
      expect(inspect(it, { depth: null })).not.toContain(canary)
      expect(JSON.stringify(it)).not.toContain(canary)
    }
  })

  it("does not stand in the message of a finding", () => {
    const bad = watering(`certificate = "${canary}-\${param.nope}"\n credentials { password = 5 }`)
    for (const found of findings(bad)) expect(found.message + (found.help ?? "")).not.toContain(canary)
  })
})

describe("Evaluate.comparable", () => {
  it("leaves out secrets, what was not read, and lists that have such in them", () => {
    expect(Evaluate.comparable(body, new Map()).source).toEqual({
      sprinkler: { type: "sprinkler", taps: "t1", nozzle: "mist", credentials: {} },
    })
  })
})

describe("Evaluate.reveal", () => {
  it("has everything as it is sent", () => {
    expect(Evaluate.reveal(body, values).source).toMatchObject({
      sprinkler: {
        certificate: `${canary}-Given`,
        credentials: { user: "USER", password: `${canary}-PASSWORD` },
      },
    })
  })

  it("refuses to make a body of which something was not read", () => {
    expect(() => Evaluate.reveal(body, new Map())).toThrow("was not read")
  })
})

describe("Evaluate.withoutLogins", () => {
  it("takes the login out of an address, wherever it stands", () => {
    const body = {
      uri: `mongodb+srv://user:${canary}@host/db?a=b`,
      list: [`https://u:${canary}@h`],
      n: 1,
      none: null,
    }
    expect(Evaluate.withoutLogins(body)).toEqual({
      uri: "mongodb+srv://(secret)@host/db?a=b",
      list: ["https://(secret)@h"],
      n: 1,
      none: null,
    })
  })

  it("leaves an address alone that has none", () => {
    for (const uri of ["https://host:8443/a@b", "gs://bucket/*.json", "user@host"]) {
      expect(Evaluate.withoutLogins(uri)).toBe(uri)
    }
  })
})
