import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Scaling from "@pipewright/core/Scaling"

export const rule = LintRule.make({
  name: "use-standard-size",
  group: "streaming",
  severity: "warning",
  preset: "recommended",
  summary: "The replicas of a pipe have one of the sizes that the service sells.",
  link: "https://clickhouse.com/docs/cloud/reference/billing/clickpipes",
  checks: {
    pipe: ({ scaling }) => {
      if (scaling === undefined || Scaling.sizeOf(scaling) !== undefined) return []
      const cpu = Ir.get(scaling, "replicaCpuMillicores")
      const memory = Ir.get(scaling, "replicaMemoryGb")
      const [millicores, gib] = [Ir.literal(cpu), Ir.literal(memory)]
      if (cpu === undefined || memory === undefined) return []
      if (typeof millicores !== "number" || typeof gib !== "number") return []
      const next = Object.entries(Scaling.sizes).find(
        ([, size]) => size.cpu >= millicores && size.memory >= gib,
      )
      if (next === undefined) return []
      const [name, size] = next
      const isHere = [cpu, memory].every(({ origin }) => LintRule.isWrittenHere(origin))
      const isOneFile = cpu.origin.file === memory.origin.file
      return [
        {
          file: memory.origin.file,
          span: memory.origin.span,
          message: `${millicores}m with ${gib} GiB is none of the sizes, which have 4 GiB for each core`,
          help: `the next one is \`size = ${name}\`, with ${size.cpu}m and ${size.memory} GiB`,
          ...(isHere && isOneFile
            ? {
                fixes: [
                  {
                    title: `Make it \`${name}\``,
                    safe: false,
                    edits: [
                      { span: cpu.origin.span, text: `${size.cpu}m` },
                      { span: memory.origin.span, text: `${size.memory}GiB` },
                    ],
                  },
                ],
              }
            : {}),
        },
      ]
    },
  },
})
