/** The size of a pipe that is scaled by itself, and the size that pipes from databases share. */
import * as Field from "./Field.ts"
import * as Ir from "./Ir.ts"

/** What stands in `scaling { }`; `size` is sugar for the pair of CPU and memory. */
export const fields: Field.Fields = {
  replicas: Field.integer({ doc: "How many replicas run.", edit: "scaling", minimum: 1, maximum: 40 }),
  replicaCpuMillicores: Field.integer({
    doc: "CPU of each replica, in millicores.",
    edit: "scaling",
    minimum: 125,
    maximum: 2000,
    unit: "millicore",
  }),
  replicaMemoryGb: Field.number({
    doc: "Memory of each replica, in GiB.",
    edit: "scaling",
    minimum: 0.5,
    maximum: 8,
    unit: "GiB",
  }),
}

/** What stands in `cdcScaling { }` of a target. Both are always sent, and the memory follows from the CPU. */
export const shared: Field.Fields = {
  replicaCpuMillicores: Field.integer({
    doc: "CPU of each replica, in millicores.",
    edit: "scaling",
    required: true,
    minimum: 1000,
    maximum: 32_000,
    multipleOf: 1000,
    unit: "millicore",
    example: "2000",
  }),
  replicaMemoryGb: Field.number({
    doc: "Memory of each replica, in GiB: 4 for each core.",
    edit: "scaling",
    required: true,
    minimum: 4,
    maximum: 128,
    multipleOf: 4,
    unit: "GiB",
    example: "8",
  }),
}

/** The memory that goes with so much CPU in `cdcScaling { }`. */
export const sharedMemory = (millicores: number): number => (millicores / 1000) * 4

/** The product's sizes: 4 GiB for each core. */
export const sizes: Readonly<Record<string, { readonly cpu: number; readonly memory: number }>> = {
  XS: { cpu: 125, memory: 0.5 },
  S: { cpu: 250, memory: 1 },
  M: { cpu: 500, memory: 2 },
  L: { cpu: 1000, memory: 4 },
  XL: { cpu: 2000, memory: 8 },
}

/** The fields that a size stands for. */
export const sized: ReadonlySet<string> = new Set(["replicaCpuMillicores", "replicaMemoryGb"])

/** `size`, which is not the API's. */
export const size: Field.Field = Field.oneOf(Object.keys(sizes), {
  doc: `CPU and memory of each replica in one word: ${Object.entries(sizes)
    .map(([name, { cpu, memory }]) => `\`${name}\` is ${cpu}m and ${memory} GiB`)
    .join(", ")}.`,
  edit: "scaling",
})

/** What may be written in `scaling { }`: there is a size where CPU and memory are the author's to choose. */
export const written = (scaling: Field.Fields): Field.Fields =>
  scaling.replicaCpuMillicores === undefined ? scaling : { size, ...scaling }

/** The size that has the CPU and the memory of a block. */
export const sizeOf = (block: Ir.Block): string | undefined => {
  const [cpu, memory] = [...sized].map((name) => Ir.literal(block.fields.get(name)))
  return Object.entries(sizes).find(([, size]) => size.cpu === cpu && size.memory === memory)?.[0]
}

/** What the API still tells and nobody sets any more: a setting of the pipe took its place. */
export const retired: ReadonlyArray<string> = ["concurrency"]
