import * as Discover from "@pipewright/core/Discover"
import { isError } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"
import { read } from "./programs.ts"

const program = (into: string, head = 'pipe "orders"') => `${head} {
  from kinesis {
    format = JSONEachRow, streamName = "orders", region = "us-east-1", iteratorType = TRIM_HORIZON
    authentication = IAM_ROLE, iamRole = "arn:aws:iam::123456789012:role/r"
  }
  // Where they go.
  ${into}
}
`

const fields: ReadonlyArray<Discover.Field> = [
  { name: "id", type: "Int64", optional: false },
  { name: "meta.note", type: "String", optional: true },
  { name: "userId", type: "UInt32" },
  { name: "tags", type: "Array(String)", optional: true },
  { name: "odd", type: "Strang" },
]

const discovered = (text: string, found = fields) => {
  const { pipes } = read(text)
  const compared = Discover.compare(found, pipes[0]!)
  const { file } = Parser.parse(Source.make("main.pipe", text))
  return { ...compared, written: Discover.written(file, pipes[0]!, compared.rows) }
}

describe("what a look at a source found", () => {
  it("is a column for each field, of a type that the engine takes", () => {
    const { rows, unfilled } = discovered(program("into orders"))
    expect(unfilled).toEqual([])
    expect(rows).toEqual([
      { field: "id", column: "id", type: "Int64", status: "new" },
      { field: "meta.note", column: "meta_note", type: "Nullable(String)", status: "new" },
      { field: "userId", column: "userId", type: "UInt32", status: "new" },
      // No array may be NULL.
      { field: "tags", column: "tags", type: "Array(String)", status: "new" },
      { field: "odd", column: "odd", type: "Strang", status: "unreadable" },
    ])
    expect(Discover.text(rows)).toBe(`columns {
  id        Int64
  meta_note Nullable(String) from "meta.note"
  userId    UInt32
  tags      Array(String)
}`)
  })

  it("is known by the field of a row, also where the column has another name or spelling", () => {
    const { rows, unfilled } = discovered(
      program(
        'into orders { engine = MergeTree, columns { key BIGINT from "id", meta_note String, userId String, old Date } }',
      ),
    )
    expect(rows.map(({ column, status, declared }) => [column, status, declared])).toEqual([
      ["key", "declared", "Int64"],
      // The column of that name has a field of its own.
      ["meta_note_2", "new", undefined],
      ["userId", "other-type", "String"],
      ["tags", "new", undefined],
      ["odd", "unreadable", undefined],
    ])
    expect(unfilled).toEqual(["meta_note", "old"])
  })

  it("is one column for each name, however the names are spelled", () => {
    const names = ["a.b", "a-b", "a_b", "", "1", "a.b"]
    const { rows } = discovered(
      program("into orders"),
      names.map((name) => ({ name, type: "String" })),
    )
    expect(rows.map(({ column }) => column)).toEqual(["a_b", "a_b_2", "a_b_3", "field", "field_1"])
  })
})

describe("the rows in the text of the pipe", () => {
  const rows = (indent: string) =>
    `${indent}id        Int64\n${indent}meta_note Nullable(String) from "meta.note"\n${indent}userId    UInt32\n${indent}tags      Array(String)\n`

  it.each([
    ["into orders", `into orders {\n    columns {\n${rows("      ")}    }\n  }`],
    [
      "into orders { // these\n    engine = MergeTree\n  }",
      `into orders { // these\n    engine = MergeTree\n    columns {\n${rows("      ")}    }\n  }`,
    ],
    ["into orders {\n    columns {\n    }\n  }", `into orders {\n    columns {\n${rows("      ")}    }\n  }`],
    [
      'into orders {\n    columns {\n      key   Int64 from "id" // ours\n      other    String\n    }\n  }',
      'into orders {\n    columns {\n      key   Int64 from "id" // ours\n      other    String\n      meta_note Nullable(String) from "meta.note"\n      userId    UInt32\n      tags      Array(String)\n    }\n  }',
    ],
  ])("come where it says `%s`, and all else stays", (into, expected) => {
    const { written } = discovered(program(into))
    expect(written).toBe(program(expected))
    const after = read(written)
    expect(after.diagnostics.filter(isError).filter(({ code }) => code !== "missing-field")).toEqual([])
    expect(discovered(written).written).toBe(written)
  })

  it("are in the style of the language where the file was", () => {
    const text = `pipe "orders" {
  from kinesis {
    format         = JSONEachRow
    streamName     = "orders"
    region         = "us-east-1"
    iteratorType   = TRIM_HORIZON
    authentication = IAM_ROLE
    iamRole        = "arn:aws:iam::123456789012:role/r"
  }
  into orders {
    engine = MergeTree
    columns {
      key Int64 from "id"
    }
  }
}
`
    expect(discovered(text).written).toBe(
      text.replace(
        '      key Int64 from "id"\n',
        '      key       Int64            from "id"\n      meta_note Nullable(String) from "meta.note"\n      userId    UInt32\n      tags      Array(String)\n',
      ),
    )
  })

  it("are not written where they serve other pipes as well", () => {
    const loop = program("into orders", 'pipe "${each.x}" for x in ["orders", "refunds"]')
    expect(discovered(loop).written).toBe("loop")
    const template = `template t() {\n  into orders { engine = MergeTree }\n}\n${program("", 'pipe "orders" extends t()')}`
    expect(discovered(template).written).toBe("template")
    const own = program("into orders { columns { key Int64 } }", 'pipe "orders" extends t()')
    expect(discovered(`template t() {\n  into orders { engine = MergeTree }\n}\n${own}`).written).toContain(
      "userId",
    )
  })
})
