import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Explain from "@pipewright/core/Explain"
import * as Ir from "@pipewright/core/Ir"
import { describe, expect, it } from "vitest"
import { catalog, codes, pipe, program, rendered, request, watering } from "./garden.ts"

const psc = (name = "wall", more = "") =>
  `endpoint ${name}: GCP_PSC_SERVICE_ATTACHMENT {
  description = "${name}"
  gcpServiceAttachment = "projects/p/regions/r/serviceAttachments/s"
  ${more}
}
`

const bodies = (text: string) =>
  Compile.steps(program(text), Compile.noIds).map((step) => step.map((it) => it.body))

describe("An endpoint", () => {
  it.each([
    [
      "VPC_ENDPOINT_SERVICE",
      'vpcEndpointServiceName = "com.amazonaws.vpce.us-east-1.vpce-svc-1"',
      { vpcEndpointServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-1" },
    ],
    [
      "VPC_RESOURCE",
      'vpcResourceConfigurationId = "rcfg-1", vpcResourceShareArn = "arn:aws:ram:::x"',
      { vpcResourceConfigurationId: "rcfg-1", vpcResourceShareArn: "arn:aws:ram:::x" },
    ],
    [
      "MSK_MULTI_VPC",
      'mskClusterArn = "arn:aws:x:us-east-1:1:cluster/a/b", mskAuthentication = SASL_SCRAM',
      { mskClusterArn: "arn:aws:x:us-east-1:1:cluster/a/b", mskAuthentication: "SASL_SCRAM" },
    ],
    [
      "GCP_PSC_SERVICE_ATTACHMENT",
      'gcpServiceAttachment = "projects/p/regions/r/serviceAttachments/s"',
      { gcpServiceAttachment: "projects/p/regions/r/serviceAttachments/s" },
    ],
  ])("of the type %s sends what its type has", (type, fields, sent) => {
    const [[endpoint]] = Compile.steps(
      program(`endpoint e: ${type} {\ndescription = "d", ${fields}\n}`),
      Compile.noIds,
    )
    expect([endpoint!.name, endpoint!.method, endpoint!.path]).toEqual([
      "e",
      "POST",
      "/v1/organizations/{organizationId}/services/{serviceId}/clickpipesReversePrivateEndpoints",
    ])
    expect(endpoint!.body).toEqual({ type, description: "d", ...sent })
  })

  it("lacks what its type needs, and takes nothing that another type has", () => {
    const text = 'endpoint e: MSK_MULTI_VPC {\ndescription = "d", vpcResourceShareArn = "arn:x"\n}'
    expect(codes(text)).toEqual([
      'missing-field at "e"',
      'missing-field at "e"',
      'field-elsewhere at "vpcResourceShareArn"',
    ])
    expect(rendered(text)).toContain("help: it belongs to endpoints of the type `VPC_RESOURCE`")
    expect(codes('endpoint e: MSK_MULTI_VPC { customPrivateDnsMappings = ["a.b"] }')).toContain(
      'field-elsewhere at "customPrivateDnsMappings"',
    )
  })

  it("has a type that there is, and a name of its own", () => {
    expect(codes("endpoint e: MSK_MULTI { }")).toEqual(['unknown-endpoint-type at "MSK_MULTI"'])
    expect(codes(psc() + psc())).toEqual(['duplicate-declaration at "wall"'])
  })

  it.each([
    ['description = "d"', 'gcpServiceAttachment = "projects/p"', 'text-does-not-fit at "\\"projects/p\\""'],
    [
      `description = "${"d".repeat(256)}"`,
      'gcpServiceAttachment = "projects/p/regions/r/serviceAttachments/s"',
      `text-does-not-fit at "\\"${"d".repeat(256)}\\""`,
    ],
  ])("has fields that fit: %s, %s", (description, attachment, code) => {
    expect(codes(`endpoint e: GCP_PSC_SERVICE_ATTACHMENT { ${description}, ${attachment} }`)).toEqual([code])
  })

  it("takes values from parameters of the target in force", () => {
    const text = `param d: string = "one"\nendpoint e: VPC_ENDPOINT_SERVICE { description = param.d, vpcEndpointServiceName = env("N") }
target t { organization = "o", service = "s", params { d = "two" } }`
    const [endpoint] = program(text, "t").endpoints
    expect(Ir.literal(Ir.get(endpoint!.fields, "description"))).toBe("two")
    expect(Ir.get(endpoint!.fields, "vpcEndpointServiceName")).toMatchObject({ reader: { name: "N" } })
  })
})

describe("The private names of an endpoint", () => {
  it("are a list of strings, and objects on the wire; an empty list is sent", () => {
    const names = (list: string) => bodies(psc("e", `customPrivateDnsMappings = ${list}`))[0]![0]
    expect(names('["db.example.com", "*.example.com"]')).toMatchObject({
      customPrivateDnsMappings: [{ privateDnsName: "db.example.com" }, { privateDnsName: "*.example.com" }],
    })
    expect(names("[]")).toMatchObject({ customPrivateDnsMappings: [] })
  })

  it.each(["example", "*", "db.*.com", "*.*.example.com", ".example.com", "db example.com"])(
    "are names of DNS, which %j is not",
    (name) => {
      expect(codes(psc("e", `customPrivateDnsMappings = ["${name}"]`))).toEqual([
        `text-does-not-fit at ${JSON.stringify(JSON.stringify(name))}`,
      ])
    },
  )

  it("lead to one endpoint each, in whatever case they are written", () => {
    const text =
      psc("a", 'customPrivateDnsMappings = ["db.example.com"]') +
      psc("b", 'customPrivateDnsMappings = ["DB.example.com"]')
    expect(codes(text)).toEqual(['duplicate-private-name at "\\"DB.example.com\\""'])
  })
})

describe("What is known of an endpoint only after apply", () => {
  const shown = (text: string) => {
    const { body } = request(text)
    return [Evaluate.show(body), Evaluate.show(body, new Map(), Evaluate.asTemplate)].map(
      ({ source }) => (source as { readonly sprinkler: object }).sprinkler,
    )
  }

  it("may be a value, an element of a list, and part of a text", () => {
    const [people, machine] = shown(
      psc() +
        watering(
          'label = endpoint.wall.id, zones = ["a", endpoint.wall.dnsName], url = "https://${endpoint.wall.privateDnsName}/$${x}"',
        ),
    )
    expect(people).toMatchObject({
      label: "(endpoint.wall.id)",
      zones: ["a", "(endpoint.wall.dnsName)"],
      url: "https://(endpoint.wall.privateDnsName)/${x}",
    })
    expect(machine).toMatchObject({
      label: { knownAfterApply: "${endpoint.wall.id}" },
      zones: ["a", { knownAfterApply: "${endpoint.wall.dnsName}" }],
      url: { knownAfterApply: "https://${endpoint.wall.privateDnsName}/$${x}" },
    })
  })

  it("may stand in a list that is sent as one string, beside what is read late", () => {
    const text =
      psc() + watering("").replace('taps = "t1"', 'taps = ["${endpoint.wall.dnsName}:1", env("T"), "t"]')
    const [people, machine] = shown(text)
    expect(people).toMatchObject({ taps: "(endpoint.wall.dnsName):1,(secret),t" })
    expect(machine).toMatchObject({ taps: { knownAfterApply: "${endpoint.wall.dnsName}:1,(secret),t" } })
  })

  it("comes through parameters, loops, arguments and `raw`", () => {
    const text = `${psc()}param host: string = "h.\${endpoint.wall.id}"
template t(label: string) { from sprinkler { taps = "t", nozzle = mist, label = arg.label, zones = param.host }
into x { engine = Null, columns { id UInt8 } } }
pipe "p-\${each.n}" for n in ["a"] extends t(label: endpoint.wall.id) { raw { extra = [endpoint.wall.endpointId] } }`
    const { body } = request(text)
    expect(Evaluate.show(body)).toMatchObject({
      extra: ["(endpoint.wall.endpointId)"],
      source: { sprinkler: { label: "(endpoint.wall.id)", zones: ["h.(endpoint.wall.id)"] } },
    })
    expect(Evaluate.pending(body).map(({ parts }) => parts.length)).toEqual([1, 2, 1])
  })

  it("knows its way", () => {
    const text = `${psc()}param label: string = endpoint.wall.id\n${watering("label = param.label")}`
    expect(Ir.get(pipe(text).source, "label")).toMatchObject({
      _tag: "Pending",
      parts: [{ endpoint: "wall", name: "id" }],
      origin: { via: [{ label: "param label, its default" }] },
    })
    const told = Explain.select(Explain.values(pipe(text)), "label")
    expect(told).toMatchObject([{ value: { _tag: "Read", text: "${endpoint.wall.id}" }, guarded: false }])
    const login = Explain.values(pipe(psc() + watering('zones = ["u://me:pw@${endpoint.wall.dnsName}/x"]')))
    expect(Explain.select(login, "zones")).toMatchObject([
      { value: { text: "u://(secret)@${endpoint.wall.dnsName}/x" }, guarded: true },
    ])
  })

  it("is not compared, and is never sent as it is shown", () => {
    const { body } = request(psc() + watering("label = endpoint.wall.id"))
    expect(Evaluate.comparable(body, new Map()).source).toEqual({
      sprinkler: { type: "sprinkler", taps: "t1", nozzle: "mist" },
    })
    expect(() => Evaluate.reveal(body, new Map())).toThrow("before the endpoint")
    expect(Evaluate.reveal(body, new Map(), Evaluate.inWords)).toMatchObject({
      source: { sprinkler: { label: "(endpoint.wall.id)" } },
    })
  })

  it("hides a login in an address that it is part of", () => {
    const { body } = request(
      psc() + watering('zones = ["u://me:pw@${endpoint.wall.dnsName}/x", "u://${endpoint.wall.id}:pw@h"]'),
    )
    expect(
      JSON.stringify([Evaluate.show(body), Evaluate.show(body, new Map(), Evaluate.asTemplate)]),
    ).not.toContain("pw")
  })

  it.each([
    ["a secret", watering("certificate = endpoint.wall.id"), "endpoint.wall.id"],
    ["a number", watering("pressure = endpoint.wall.id"), "endpoint.wall.id"],
    ["a choice", watering("schedule { start = endpoint.wall.id }"), "endpoint.wall.id"],
    ["a secret text", watering('certificate = "x${endpoint.wall.id}"'), '"x${endpoint.wall.id}"'],
    [
      "a name after `into`",
      watering("").replace("green.lawn", 'green."${endpoint.wall.id}"'),
      '"${endpoint.wall.id}"',
    ],
    ["the name of a pipe", watering("").replace('"lawn"', '"${endpoint.wall.id}"'), '"${endpoint.wall.id}"'],
    [
      "another endpoint",
      'endpoint e: VPC_ENDPOINT_SERVICE { description = endpoint.wall.id, vpcEndpointServiceName = "n" }',
      "endpoint.wall.id",
    ],
    ["a target", 'target t { organization = endpoint.wall.id, service = "s" }', "endpoint.wall.id"],
  ])("cannot be %s", (_, text, at) => {
    expect(codes(psc() + text)).toEqual([`pending-not-allowed at ${JSON.stringify(at)}`])
  })

  it("has a form, so that one cannot be taken for another", () => {
    const url = (value: string) => codes(psc() + watering(`url = ${value}`))
    expect(url("endpoint.wall.dnsName")).toEqual(['text-does-not-fit at "endpoint.wall.dnsName"'])
    expect(url('"https://${endpoint.wall.dnsName}"')).toEqual([])
  })

  it.each([
    ["endpoint.wal.id", "did you mean `endpoint.wall.id`?"],
    ["endpoint.wall.idd", "did you mean `endpoint.wall.id`?"],
    ["endpoint.wall.dnsNames", "did you mean `endpoint.wall.dnsName`?"],
    [
      "endpoint.wall",
      "one of `endpoint.wall.id`, `endpoint.wall.endpointId`, `endpoint.wall.dnsName`, `endpoint.wall.privateDnsName`",
    ],
  ])("is not %s", (reference, help) => {
    const text = psc() + watering(`zones = ${reference}`)
    expect(codes(text)).toEqual([`unknown-reference at "${reference}"`])
    expect(rendered(text)).toContain(help)
  })

  it("is not asked of an endpoint that is not declared, or did not parse", () => {
    const text = watering("zones = endpoint.wall.id")
    expect(rendered(text)).toContain("declare it with `endpoint wall: TYPE { … }`")
    expect(codes(`endpoint wall { }\n${text}`)).toEqual(['unexpected-token at "{"'])
  })
})

describe("A program with endpoints", () => {
  it("makes them before its pipes, and scales what pipes share after them", () => {
    const text = `${watering("label = endpoint.wall.id")}${psc()}target t { organization = "o", service = "s", cdcScaling { replicaCpuMillicores = 1000, replicaMemoryGb = 4GiB } }`
    const steps = Compile.steps(program(text, "t"), { organizationId: "o", serviceId: "s" })
    expect(steps.flat().map(({ name, method, path }) => [name, method, path])).toEqual([
      ["wall", "POST", "/v1/organizations/o/services/s/clickpipesReversePrivateEndpoints"],
      ["lawn", "POST", "/v1/organizations/o/services/s/clickpipes"],
      ["cdcScaling", "PATCH", "/v1/organizations/o/services/s/clickpipesCdcScaling"],
    ])
    expect(steps[2][0]!.body).toEqual({ replicaCpuMillicores: 1000, replicaMemoryGb: 4 })
    expect(Compile.originOf(steps[0][0]!, "gcpServiceAttachment")?.span.start).toBe(text.indexOf('"projects'))
  })

  it("says what endpoints lack whether or not a pipe uses them", () => {
    expect(Bind.bind([], catalog).program.endpoints).toEqual([])
    expect(codes("endpoint e: VPC_ENDPOINT_SERVICE { }")).toEqual([
      'missing-field at "e"',
      'missing-field at "e"',
    ])
  })
})
