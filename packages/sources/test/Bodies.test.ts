import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Endpoint from "@pipewright/core/Endpoint"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { contracts } from "@pipewright/sources/Contracts"
import { catalog, kinds } from "@pipewright/sources/Kinds"
import * as PublishedDocument from "@pipewright/testing/PublishedDocument"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { errors, pipe } from "./arbitraryPipes.ts"
import { cases, readCase, reveal } from "./programs.ts"

/** The published document is not part of this repository. */
const path = process.env.PIPEWRIGHT_OPENAPI ?? ""

const pipes = "/v1/organizations/{organizationId}/services/{serviceId}/clickpipes"

const document = path === "" ? undefined : PublishedDocument.read(path)

/** What an independent validator has against a body by the published document, where that is there. */
const published =
  document === undefined
    ? undefined
    : (body: unknown, method = "POST", at = pipes): ReadonlyArray<string> =>
        PublishedDocument.unexplained(document.request(method, at, body))

/** How many pipes of each kind. */
const numRuns = 2000

const secrets = new Proxy<Record<string, string>>({}, { get: (_, name) => `the-secret-of-${String(name)}` })

/** The body with a text for every secret. */
const bodyOf = (made: Ir.Pipe): Evaluate.JsonObject => {
  const { body } = Compile.create(made, Compile.noIds)
  return Evaluate.reveal(body, new Map(Evaluate.deferred(body).map((it) => [it, Redacted.make("a secret")])))
}

describe.each(kinds)("any pipe of the kind $name", (kind) => {
  const contract = contracts.find(({ arm }) => arm === kind.arm)!
  const accepts = Schema.decodeUnknownEither(contract.create, { onExcessProperty: "error" })

  it("that breaks no rule compiles to a body that the contract and the published document take", () => {
    fc.assert(
      fc.property(pipe(kind), (made) => {
        const body = bodyOf(made)
        const source = (body.source as Evaluate.JsonObject)[kind.arm] as Evaluate.JsonObject
        const refused = contract.refuse(source).length
        expect([errors(made), accepts(source)._tag, refused, published?.(body) ?? []]).toEqual([
          0,
          "Right",
          0,
          [],
        ])
      }),
      { numRuns },
    )
  })

  it("can have every field, every word and every type", () => {
    const seen = new Set<string>()
    const note = (value: Ir.Value, at: string): void => {
      seen.add(at)
      if (value._tag === "Literal" && typeof value.value === "string") seen.add(`${at} ${value.value}`)
      if (value._tag === "List") for (const item of value.items) note(item, at)
      if (value._tag === "Block") for (const [key, inner] of value.fields) note(inner, `${at}/${key}`)
    }
    const wanted = [...kind.types.map((type) => `type ${type}`), ...paths(kind.fields)]
    const missing = () => wanted.filter((it) => !seen.has(it))
    for (let seed = 1; seed <= numRuns / 100 && missing().length > 0; seed++) {
      for (const made of fc.sample(pipe(kind), { numRuns: 100, seed })) {
        seen.add(`type ${made.type}`)
        note(made.source, "")
      }
    }
    expect(missing()).toEqual([])
  })
})

const paths = (fields: (typeof kinds)[number]["fields"], at = ""): ReadonlyArray<string> =>
  Object.entries(fields).flatMap(([name, { type }]) => {
    const here = `${at}/${type._tag === "Mappings" ? type.key : name}`
    const inner = type._tag === "Block" || type._tag === "Mappings" ? paths(type.fields, here) : []
    const words = type._tag === "Enum" ? type.members.map((member) => `${here} ${member}`) : []
    return [here, ...inner, ...words]
  })

/** An endpoint of every type with all of its fields, and a size. */
const beside = `
endpoint service: VPC_ENDPOINT_SERVICE {
  description              = "orders"
  vpcEndpointServiceName   = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"
  customPrivateDnsMappings = ["db.example.com", "*.shop.example.com"]
}
endpoint resource: VPC_RESOURCE {
  description                = "orders"
  vpcResourceConfigurationId = "rcfg-0123456789abcdef0"
  vpcResourceShareArn        = "arn:aws:ram:us-east-1:123456789012:resource-share/orders"
  customPrivateDnsMappings   = ["other.example.com"]
}
endpoint cluster: MSK_MULTI_VPC {
  description       = "payments"
  mskClusterArn     = "arn:aws:kafka:us-east-1:123456789012:cluster/payments/0000"
  mskAuthentication = SASL_IAM
}
endpoint attachment: GCP_PSC_SERVICE_ATTACHMENT {
  description              = "clicks"
  gcpServiceAttachment     = "projects/my-project/regions/us-central1/serviceAttachments/clicks"
  customPrivateDnsMappings = ["clicks.example.com"]
}
target prod {
  organization = "o"
  service      = "s"
  cdcScaling { replicaCpuMillicores = 2000, replicaMemoryGb = 8 }
}
`

const said =
  published === undefined
    ? "there is no published document, since PIPEWRIGHT_OPENAPI is not set"
    : "beside the published document, with every object closed"

describe(said, () => {
  if (published === undefined) {
    it("and no case is validated by it", () => {
      expect(path).toBe("")
    })
    return
  }

  it("the requests of endpoints of every type, and of the size that pipes share, are valid", () => {
    const { file } = Parser.parse(Source.make("main.pipe", beside))
    const { program, diagnostics } = Bind.bind([file], catalog, "prod")
    expect(diagnostics).toEqual([])
    const [made, , sized] = Compile.steps(program, Compile.noIds)
    expect(made.map(({ body }) => body.type)).toEqual(Endpoint.types)
    expect(sized.length).toBe(1)
    const errors = [...made, ...sized].flatMap(({ body, method, path: at }) =>
      published(Evaluate.reveal(body, new Map()), method, at),
    )
    expect(errors).toEqual([])
    expect(published({ colour: "red" }, "POST", made[0]!.path)).toEqual([
      expect.stringMatching(/^request POST \S+Endpoints {2}must NOT have additional properties: colour$/),
    ])
  })

  it("a body with a field too many, deep down, is refused", () => {
    const [first] = cases.filter(({ name }) => name === "full").map(readCase)
    const body = structuredClone(reveal(first!.requests[0]!, secrets)) as {
      source: { bigquery: { tableMappings: Array<{ colour?: string }> } }
    }
    expect(published(body)).toEqual([])
    body.source.bigquery.tableMappings[0]!.colour = "red"
    expect(published(body)).toEqual([
      expect.stringMatching(/ \/source\/bigquery\/tableMappings\[\] must NOT have .* properties: colour$/),
    ])
  })

  it.each(cases.filter(({ name }) => name !== "mistakes"))("the case $kind/$name is valid", (it_) => {
    const { requests } = readCase(it_)
    expect(requests.length).toBeGreaterThan(0)
    expect(requests.flatMap((request) => published(reveal(request, secrets)))).toEqual([])
  })
})
