import { describe, expect, it } from "vitest"
import { check, type PackageFiles, renderFinding, renderReport } from "../src/BoundaryCheck.ts"

interface Sketch {
  readonly manifest?: Readonly<Record<string, unknown>>
  readonly references?: ReadonlyArray<string>
  readonly testReferences?: ReadonlyArray<string>
  readonly files?: Readonly<Record<string, string>>
}

/** A package that keeps every rule, changed by what a test is about. */
const make = (folder: string, sketch: Sketch = {}): PackageFiles => {
  const short = folder.split("/").at(-1) ?? folder
  const manifest = {
    name: folder === "." ? "workspace" : folder.startsWith("apps/") ? short : `@pipewright/${short}`,
    exports: { "./internal/*": null, "./*": "./src/*.ts" },
    ...sketch.manifest,
  }
  const tsconfig = (name: string, references: ReadonlyArray<string>) => ({
    path: `${folder}/${name}`,
    text: `{\n  // edges\n  "references": [\n${references.map((path) => `    { "path": "${path}" }`).join(",\n")}\n  ]\n}`,
  })
  return {
    folder,
    manifest: {
      path: folder === "." ? "package.json" : `${folder}/package.json`,
      text: JSON.stringify(manifest, null, 2),
    },
    tsconfigs: [
      tsconfig("tsconfig.json", sketch.references ?? []),
      tsconfig("tsconfig.test.json", sketch.testReferences ?? ["."]),
    ],
    files: Object.entries(sketch.files ?? {}).map(([path, text]) => ({ path: `${folder}/${path}`, text })),
  }
}

const findings = (...packages: ReadonlyArray<PackageFiles>): ReadonlyArray<string> =>
  check(packages).findings.map(renderFinding)

/** The findings of one file at `src/A.ts` of a package that depends on nothing. */
const inFile = (folder: string, text: string, manifest: Readonly<Record<string, unknown>> = {}) =>
  findings(make(folder, { manifest, files: { "src/A.ts": text } }))

const workspace = {
  core: { "@pipewright/core": "workspace:*" },
  language: { "@pipewright/language": "workspace:*" },
}

describe("edges between packages", () => {
  it("accepts what the table allows and says how much it looked at", () => {
    const report = check([
      make("packages/language", { files: { "src/Ast.ts": "export const a = 1\n" } }),
      make("packages/core", {
        manifest: { dependencies: workspace.language },
        references: ["../language"],
        files: { "src/Ir.ts": 'import * as Ast from "@pipewright/language/Ast"\nexport const b = Ast.a\n' },
      }),
    ])
    expect(renderReport(report)).toBe("boundaries: 2 packages, 2 files, all edges allowed")
  })

  it("finds a dependency that the table does not allow, in either field", () => {
    for (const field of ["dependencies", "devDependencies"]) {
      const found = findings(
        make("packages/core"),
        make("packages/emulator", { manifest: { [field]: workspace.core }, references: ["../core"] }),
      )
      expect(found).toEqual([
        "packages/emulator/package.json:8  emulator → core  (emulator may know cloud-api only)",
      ])
    }
  })

  it("accepts every dependency of an app and of tooling", () => {
    const manifest = { devDependencies: workspace.core, dependencies: workspace.language }
    const references = ["../../packages/core", "../../packages/language"]
    expect(
      findings(
        make("packages/language"),
        make("packages/core"),
        make("packages/tooling", { manifest, references }),
        make("apps/cli", { manifest, references }),
      ),
    ).toEqual([])
  })

  it("finds a package that the table does not know", () => {
    expect(findings(make("packages/extra"))).toEqual([
      "packages/extra/package.json:2  @pipewright/extra  (the package is not in the table of allowed edges)",
    ])
  })

  it("accepts the testing package as a devDependency and finds it as a dependency", () => {
    const testing = { "@pipewright/testing": "workspace:*" }
    const declaredIn = (field: string, references: ReadonlyArray<string>) =>
      findings(
        make("packages/testing"),
        make("packages/language", { manifest: { [field]: testing }, references }),
      )
    expect(declaredIn("devDependencies", [])).toEqual([])
    expect(declaredIn("dependencies", ["../testing"])).toEqual([
      "packages/language/package.json:8  language → testing  (it is for tests: a devDependency)",
    ])
  })

  it("finds packages that depend on each other in a cycle", () => {
    const found = findings(
      make("packages/language", { manifest: { devDependencies: { "@pipewright/testing": "workspace:*" } } }),
      make("packages/testing", {
        manifest: { dependencies: workspace.language },
        references: ["../language"],
      }),
    )
    expect(found).toEqual([
      "packages/language/package.json:8  @pipewright/language → @pipewright/testing → @pipewright/language  (packages depend on each other in a cycle)",
    ])
  })

  it("finds an open internal folder", () => {
    expect(findings(make("packages/core", { manifest: { exports: { "./*": "./src/*.ts" } } }))).toEqual([
      'packages/core/package.json:3  no `"./internal/*": null` in exports  (what is internal is closed to other packages)',
    ])
  })

  it("finds versions that are not in the catalogue, also in the root", () => {
    const manifest = {
      dependencies: { effect: "catalog:", chevrotain: "13.2.0" },
      optionalDependencies: { ajv: "^8" },
      devDependencies: { "@pipewright/testing": "0.0.0" },
    }
    const expected = [
      ['"chevrotain": "13.2.0"', "versions are named once"],
      ['"ajv": "^8"', "versions are named once"],
      ['"@pipewright/testing": "0.0.0"', "packages of this workspace are depended on by `workspace:*`"],
    ]
    for (const folder of [".", "packages/core"]) {
      const found = findings(make(folder, { manifest }))
      expect(found).toHaveLength(3)
      for (const [index, texts] of expected.entries())
        for (const text of texts) expect(found[index]).toContain(text)
    }
  })
})

describe("project references", () => {
  it("finds a reference that package.json does not declare", () => {
    expect(
      findings(
        make("packages/language"),
        make("packages/core", { references: ["../language", "../nowhere"] }),
      ),
    ).toEqual([
      "packages/core/tsconfig.json:4  reference to ../language  (package.json declares no @pipewright/language)",
      "packages/core/tsconfig.json:5  reference to ../nowhere  (it is no package of this workspace)",
    ])
  })

  it("finds a dependency without a reference", () => {
    expect(
      findings(
        make("packages/language"),
        make("packages/core", { manifest: { dependencies: workspace.language } }),
      ),
    ).toEqual([
      "packages/core/tsconfig.json:3  no reference to packages/language  (package.json declares @pipewright/language, and `tsc -b` would not build it first)",
    ])
  })

  it("lets tests refer to their own package and to the testing package", () => {
    const testReferences = [".", "../../packages/testing", "../testing/tsconfig.json"]
    expect(findings(make("packages/testing"), make("packages/core", { testReferences }))).toEqual([])
    expect(
      findings(make("packages/core"), make("packages/emulator", { testReferences: ["../core"] })),
    ).toEqual([
      "packages/emulator/tsconfig.test.json:4  reference to ../core  (package.json declares no @pipewright/core)",
    ])
  })
})

describe("imports", () => {
  it("finds a package that is not declared, on the line of the import", () => {
    const text =
      'import {\n  a,\n} from "chevrotain"\n\nexport type { B } from "@pipewright/core/Ir"\nconst c = import("ajv/x")\n'
    expect(inFile("packages/language", text)).toEqual([
      'packages/language/src/A.ts:1  import "chevrotain"  (package.json declares no chevrotain)',
      'packages/language/src/A.ts:5  import "@pipewright/core/Ir"  (package.json declares no @pipewright/core)',
      'packages/language/src/A.ts:6  import "ajv/x"  (package.json declares no ajv)',
    ])
  })

  it("finds a devDependency in the sources of a package, and accepts it in tests and in an app", () => {
    const manifest = { devDependencies: { ajv: "catalog:" } }
    const text = 'import { a } from "ajv"\n'
    expect(inFile("packages/core", text, manifest)).toEqual([
      'packages/core/src/A.ts:1  import "ajv"  (ajv is only a devDependency, which src may not use)',
    ])
    expect(findings(make("packages/core", { manifest, files: { "test/A.test.ts": text } }))).toEqual([])
    expect(inFile("apps/cli", text, manifest)).toEqual([])
  })

  it("accepts what the root installs in tests, and modules of Node anywhere", () => {
    const root = make(".", { manifest: { devDependencies: { vitest: "catalog:" } } })
    const text = 'import { it } from "vitest"\nimport { join } from "node:path"\n'
    expect(findings(root, make("packages/core", { files: { "test/A.test.ts": text } }))).toEqual([])
    expect(findings(root, make("packages/core", { files: { "src/A.ts": text } }))).toHaveLength(1)
  })

  it("finds a reach into what another package keeps to itself", () => {
    for (const inside of ["internal/tokens", "src/Ast.ts"]) {
      const found = findings(
        make("packages/language"),
        make("packages/core", {
          manifest: { dependencies: workspace.language },
          references: ["../language"],
          files: { "src/A.ts": `import "@pipewright/language/${inside}"\n` },
        }),
      )
      expect(found).toHaveLength(1)
      expect(found[0]).toContain("what is internal is closed")
    }
  })

  it("finds a relative path out of the package, in sources and in tests", () => {
    const found = findings(
      make("packages/core", {
        files: {
          "src/deep/A.ts": 'import "../../test/ok.ts"\nimport "../../../core-other/src/B.ts"\n',
          "test/A.test.ts": 'import { b } from "../../language/src/Ast.ts"\n',
        },
      }),
    )
    expect(found).toEqual([
      'packages/core/src/deep/A.ts:2  import "../../../core-other/src/B.ts"  (a relative path stays in its package; import the package by its name)',
      'packages/core/test/A.test.ts:1  import "../../language/src/Ast.ts"  (a relative path stays in its package; import the package by its name)',
    ])
  })

  it("finds barrels and accepts subpaths", () => {
    const manifest = { dependencies: { effect: "catalog:", "@effect/platform": "catalog:" } }
    const text =
      'import { Effect } from "effect"\nimport * as Http from "@effect/platform"\nimport * as E from "effect/Effect"\n'
    const found = inFile("packages/core", text, manifest)
    expect(found).toHaveLength(2)
    expect(found[0]).toContain('import "effect"  (a barrel loads all of the library')
    expect(found[1]).toContain('import "@effect/platform"')
  })

  it("takes nothing for an import that stands in a comment, a text or a pattern", () => {
    const text = [
      '// import "a"',
      '/* import "b"',
      ' import "c" */',
      'const text = \'import "d"\' + `import "e" ${`${\'`\'} import "f"`} import "g"`',
      'const pattern = /import "h"[/"]/g.test(text) ? 1 / 2 : 3 / 4',
      'export const from = { import: "i", from: "j" }',
      'module.import("k"); export const x = "l"',
      "const url = import.meta.url",
      'export { from }\nconst z = "m"',
      'import type from "node:fs"',
    ].join("\n")
    expect(inFile("packages/core", text)).toEqual([])
  })

  it("reads every form of import", () => {
    const text = [
      'import a, { b as c, "d-e" as f } from "p1"',
      "import * as g from 'p2'",
      'import type { h } from "p3"',
      'import type from "p4"',
      'import type from from "p5"',
      'export * from "p6"',
      'export * as i from "p7"',
      'export { j, type k } from "p8"',
      "export type { l } from /* why */",
      '  "p9"',
      'type M = typeof import("p10")',
      'const n = `${await import("p11")}`',
      'const o = require("p12")',
      'import "p13"',
      'const p = 1 /* a */ / 2 // "\nimport q from "p14"',
    ].join("\n")
    const found = inFile("packages/core", text).map((line) => /import "(p\d+)"/.exec(line)?.[1])
    expect(found).toEqual(Array.from({ length: 14 }, (_, index) => `p${index + 1}`))
  })
})

describe("cycles among files", () => {
  const cycle = (first: string, second: string) =>
    findings(make("packages/core", { files: { "src/A.ts": first, "src/b/B.ts": second, "src/C.ts": "" } }))

  it("finds files that load each other", () => {
    expect(cycle('// top\nimport "./b/B.ts"\n', 'export * from "../A.ts"\n')).toEqual([
      "packages/core/src/A.ts:2  src/A.ts → src/b/B.ts → src/A.ts  (files import each other in a cycle; which of them is ready first depends on who asks)",
    ])
  })

  it("finds a cycle through the package's own name and a file that loads itself", () => {
    expect(cycle('import "./b/B.ts"\n', 'import "@pipewright/core/A"\n')).toHaveLength(1)
    expect(cycle('import "./A.ts"\n', "")[0]).toContain("src/A.ts → src/A.ts")
  })

  it("passes over imports of types and imports that wait for a call", () => {
    expect(cycle('import type { B } from "./b/B.ts"\n', 'import "../A.ts"\n')).toEqual([])
    expect(cycle('const b = () => import("./b/B.ts")\n', 'import "../A.ts"\n')).toEqual([])
  })

  it("counts an import whose names alone are types, because it still loads the file", () => {
    expect(cycle('import { type B } from "./b/B.ts"\n', 'import "../A.ts"\n')).toHaveLength(1)
  })
})

describe("source kinds", () => {
  const names = (text: string, path = "src/A.ts"): ReadonlyArray<string | undefined> =>
    findings(make("packages/core", { files: { [path]: text } })).map((line) => /`(.+?)`/.exec(line)?.[1])

  it("finds the name of every kind in code, comments and texts", () => {
    const text = [
      "// kafka",
      "const isKinesis = 1",
      'const a = "PubSub", b = "pub-sub"',
      "const objectStorage = 'object-storage' // OBJECT_STORAGE",
      "type PostgresSettings = PostgreSQL",
      "mysqlServerId, MySQL",
      "MongoDB mongodb",
      "BigQuery, bigqueries, bigquery's",
    ].join("\n")
    expect(names(text)).toEqual(
      ["kafka", "Kinesis", "PubSub", "pub-sub", "OBJECT_STORAGE", "object-storage", "objectStorage"].concat([
        "PostgreSQL",
        "Postgres",
        "MySQL",
        "mysql",
        "MongoDB",
        "mongodb",
        "BigQuery",
        "bigquery",
      ]),
    )
  })

  it("finds them in pages beside the code and names the line", () => {
    expect(findings(make("packages/linter", { files: { "src/rules/a.md": "one\ntwo kafka\n" } }))).toEqual([
      "packages/linter/src/rules/a.md:2  `kafka`  (linter is handed a catalogue and names no source kind)",
    ])
  })

  it("passes over longer words, generated files, tests and Effect's own PubSub", () => {
    expect(names("kafkaesque postgresx amongodb")).toEqual([])
    expect(names("kafka", "src/generated/A.ts")).toEqual([])
    expect(names("kafka", "test/A.test.ts")).toEqual([])
    const manifest = { dependencies: { effect: "catalog:" } }
    expect(
      inFile("packages/core", 'import * as PubSub from "effect/PubSub"\nPubSub.unbounded()\n', manifest),
    ).toEqual([])
  })

  it("lets sources, tooling and apps name them", () => {
    for (const folder of ["packages/sources", "packages/tooling", "apps/cli"]) {
      expect(inFile(folder, "const kafka = 1\n")).toEqual([])
    }
  })

  it("finds a kind that imports another, and shared code that imports one", () => {
    const found = findings(
      make("packages/sources", {
        files: {
          "src/index.ts": 'import "./kafka/kafka.ts"\n',
          "src/kafka/kafka.ts": 'import "../shared/auth.ts"\nimport type { A } from "../kinesis/wire.ts"\n',
          "src/kinesis/rules/a.ts": 'import "@pipewright/sources/kafka/kafka"\nimport "../wire.ts"\n',
          "src/shared/auth.ts": 'import "../kafka/kafka.ts"\n',
        },
      }),
    ).filter((line) => !line.includes("cycle"))
    expect(found).toEqual([
      'packages/sources/src/kafka/kafka.ts:2  import "../kinesis/wire.ts"  (kafka knows nothing of kinesis; what both need belongs in shared)',
      'packages/sources/src/kinesis/rules/a.ts:1  import "@pipewright/sources/kafka/kafka"  (kinesis knows nothing of kafka; what both need belongs in shared)',
      'packages/sources/src/shared/auth.ts:1  import "../kafka/kafka.ts"  (shared serves every kind and knows none of them)',
    ])
  })

  it("lets sources see only types and wire contracts of the Cloud API", () => {
    const text = [
      'import type { A } from "@pipewright/cloud-api/Client"',
      'import * as WireContract from "@pipewright/cloud-api/WireContract"',
      'import { b } from "@pipewright/cloud-api/WireTypes"',
      'import { c } from "@pipewright/cloud-api/Client"',
      'import { type D } from "@pipewright/cloud-api/Client"',
    ].join("\n")
    const found = findings(
      make("packages/cloud-api"),
      make("packages/sources", {
        manifest: { dependencies: { "@pipewright/cloud-api": "workspace:*" } },
        references: ["../cloud-api"],
        files: { "src/kafka/wire.ts": text },
      }),
    )
    expect(found.map((line) => line.split("  ")[0])).toEqual([
      "packages/sources/src/kafka/wire.ts:4",
      "packages/sources/src/kafka/wire.ts:5",
    ])
  })
})

describe("the length of files", () => {
  const long = "export {}\n".repeat(501)

  it("finds a long file that does not say why", () => {
    expect(inFile("packages/core", long)).toEqual([
      'packages/core/src/A.ts:1  501 lines  (a file of more than 500 lines says why at its top: "Long because …")',
    ])
    expect(inFile("packages/core", `// Something else.\n// Long because late.\n${long}`)).toHaveLength(1)
  })

  it("accepts one that does, one of 500 lines, generated files and tests", () => {
    expect(
      inFile("packages/core", `/**\n * The table.\n * Long because it is one table.\n */\n${long}`),
    ).toEqual([])
    expect(inFile("packages/core", "export {}\n".repeat(500))).toEqual([])
    const files = { "src/generated/A.ts": long, "test/A.test.ts": long }
    expect(findings(make("packages/core", { files }))).toEqual([])
  })
})
