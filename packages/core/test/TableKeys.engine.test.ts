import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { codes, rendered } from "./garden.ts"

interface Said {
  readonly line: string
  readonly program: string
  readonly taken: boolean
}

const program = (
  columns: string,
  engine: string,
  orderBy: string,
  partitionBy: string,
  primaryKey: string,
) => {
  const order = orderBy.split(";").map((it) => JSON.stringify(it.trim()))
  return `pipe "lawn" {
  from sprinkler { taps = "t1", nozzle = mist }
  into green.lawn {
    engine = ${engine}
    ${orderBy === "" ? "" : `orderBy = [${order.join(", ")}]`}
    ${partitionBy === "" ? "" : `partitionBy = ${JSON.stringify(partitionBy)}`}
    ${primaryKey === "" ? "" : `primaryKey = ${JSON.stringify(primaryKey)}`}
    columns { ${columns} }
  }
}
`
}

const engine: ReadonlyArray<Said> = readFileSync(new URL("./tableKeys/engine.tsv", import.meta.url), "utf8")
  .split(/\r?\n/)
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [taken, columns, of, order, partition, primary] = line.split("\t")
    return {
      line: [columns, of, order, partition, primary].filter((it) => it !== "").join(" | "),
      program: program(columns!, of!, order!, partition!, primary!),
      taken: taken === "yes",
    }
  })

describe("A table", () => {
  it.each(engine)("is an error exactly where the engine refuses it: $line", (it_) => {
    expect(codes(it_.program).length === 0, rendered(it_.program)).toBe(it_.taken)
  })

  it("is refused by the engine often enough for this to say something", () => {
    expect(engine.filter(({ taken }) => taken).length).toBeGreaterThan(60)
    expect(engine.filter(({ taken }) => !taken).length).toBeGreaterThan(60)
  })
})

describe("A sorting key", () => {
  it("has the plain names of columns, without quotes of SQL", () => {
    for (const quoted of ["`id`", '"id"']) {
      expect(codes(program("id UInt64", "MergeTree", quoted, "", ""))).toEqual([
        `text-does-not-fit at ${JSON.stringify(JSON.stringify(quoted))}`,
      ])
    }
    expect(codes(program("id UInt64", "MergeTree", "id", "", ""))).toEqual([])
  })

  it("has the names of columns that look like an expression", () => {
    expect(codes(program("`a-b` UInt64, `now()` UInt8", "MergeTree", "a-b; now()", "", ""))).toEqual([])
    expect(rendered(program("`a-b` UInt64", "MergeTree", "a-c", "", ""))).toContain("there is no column `c`")
  })

  it("is read as far as it can be: what is more of SQL does not hide the rest", () => {
    const orders = "CASE WHEN id = 1 THEN 2 END; nme"
    expect(codes(program("id UInt64", "MergeTree", orders, "", "id"))).toEqual([
      'unknown-column at "\\"nme\\""',
    ])
  })

  it("says nothing about columns when one of them did not parse", () => {
    const broken = program("id UInt64", "MergeTree", "nme", "", "").replace("id UInt64", "id UInt64 from, x")
    expect(codes(broken).filter((it) => it.startsWith("unknown-column"))).toEqual([])
  })
})
