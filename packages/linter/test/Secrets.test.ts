import * as Secrets from "@pipewright/linter/Secrets"
import { confluent, secrets } from "@pipewright/testing/Secrets"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const many = (character: string, count: number): string => character.repeat(count)

const harmless: Readonly<Record<string, string>> = {
  "a certificate": "-----BEGIN CERTIFICATE-----\\nMIIDdzCC\\n-----END CERTIFICATE-----",
  "a public key": "-----BEGIN PUBLIC KEY-----",
  "the example of the manual of AWS": "AKIAIOSFODNN7EXAMPLE",
  "a word that begins like an access key": "AKIA and more, AKIAQ3EGRUVZKPLMN2X71",
  "the id of a key of Confluent": "ABCDEFGHIJKLMNOP",
  "a secret of Confluent with a slip": `${confluent.slice(0, -1)}X`,
  "an address without a password": "mongodb+srv://reader@cluster0.example.net/shop?a=b",
  "a password that is a reference": "https://reader:${param.password}@example.com",
  "a password of an example": "https://user:password@example.com, https://user:<password>@example.com",
  "a place in S3": "s3://orders:2026/@latest",
  "a digest": `sha512 = "${many("0123456789abcdef", 16)}"`,
  "an account of another sort": '{"type": "authorized_user"}',
  "a repetition": `secretKey = "${many("x", 40)}"`,
  "a name for a secret": 'secretKey = secret("ORDERS_KEY_SECRET")',
  "an ARN": "arn:aws:iam::123456789012:role/AKIA",
}

describe("A text is searched for secrets", () => {
  it.each(Object.entries(secrets))("and %s is one, once", (_, [text, secret]) => {
    const found = Secrets.find(text)
    expect(found).toHaveLength(1)
    const { start, end } = found[0]!.span
    expect(text.slice(start, end)).toContain(secret)
  })

  it.each(Object.entries(harmless))("and %s is none", (_, text) => {
    expect(Secrets.find(text)).toEqual([])
  })

  it("and all of them are found by place, whatever stands between them", () => {
    const all = Object.values(secrets)
    const between = fc.stringMatching(/^[ \n,;()]+$/)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...all), between), { maxLength: 6 }), (chosen) => {
        const texts = chosen.map(([[text], space]) => `"x"${text}"${space}`)
        const found = Secrets.find(texts.join("")).map(({ span }) =>
          texts.join("").slice(span.start, span.end),
        )
        expect(found).toHaveLength(chosen.length)
        for (const [index, [[, secret]]] of chosen.entries()) expect(found[index]).toContain(secret)
      }),
    )
  })

  it("and what is shown of it has stars in their places", () => {
    for (const [text, secret] of Object.values(secrets)) {
      const masked = Secrets.mask(`before ${text} behind`)
      expect(masked).toHaveLength(text.length + 14)
      expect(masked).not.toContain(secret)
      expect(masked).toMatch(/^before .*\*{5}.* behind$/s)
    }
    expect(Secrets.mask("no secret: 'a'")).toBe("no secret: 'a'")
  })
})
