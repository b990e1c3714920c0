/** SARIF 2.1.0, which code scanning, editors and dashboards read. */
import { isOwn } from "@pipewright/core/LintRule"
import type { Diagnostic, Fix, Location, Severity } from "@pipewright/language/Diagnostic"
import type { Lookup } from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"
import * as Report from "./report.ts"

/** What is known of a code. */
export interface Explained {
  readonly summary: string
  /** Markdown. */
  readonly text: string
  /** Where more can be read. */
  readonly link?: string | undefined
}

export interface Options {
  readonly version: string
  readonly inRepository: Report.InRepository
  readonly explained: (code: string) => Explained | undefined
}

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" }

/** The folder that paths begin at; where that lies is up to who reads them. */
const root = "%SRCROOT%"

export const report = (report: Report.Report, options: Options): string => {
  const { version, inRepository, explained } = options
  const fingerprint = Report.fingerprints(inRepository)
  const codes: Array<string> = []
  const indices = new Map<string, number>()
  const indexOf = (code: string): number => {
    const known = indices.get(code)
    if (known !== undefined) return known
    indices.set(code, codes.length)
    return codes.push(code) - 1
  }
  const results = report.programs.flatMap(({ diagnostics, suppressed, lookup }) => {
    const places = placing(lookup, inRepository)
    const result = (diagnostic: Diagnostic, suppressions: ReadonlyArray<unknown>) => {
      const { code, severity, related = [], fixes = [] } = diagnostic
      const shown = fixes.filter((fix) => isShown(fix, lookup(diagnostic.file)))
      return {
        ruleId: code,
        ruleIndex: indexOf(code),
        level: levels[severity],
        message: { text: Report.words(diagnostic) },
        locations: [{ physicalLocation: places.physical(diagnostic) }],
        ...(related.length === 0
          ? {}
          : {
              relatedLocations: related.map((it, index) => ({
                id: index + 1,
                physicalLocation: places.physical(it),
                message: { text: it.message },
              })),
            }),
        partialFingerprints: { "pipewright/v1": fingerprint(diagnostic) },
        ...(shown.length === 0 ? {} : { fixes: shown.map((fix) => places.fix(fix, diagnostic.file)) }),
        // With one that is suppressed, an empty list says of the others that they are not.
        suppressions,
      }
    }
    return [
      ...diagnostics.map((it) => result(it, [])),
      ...suppressed.map(({ diagnostic, reason }) =>
        result(diagnostic, [{ kind: "inSource", status: "accepted", justification: reason }]),
      ),
    ]
  })
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "pipewright",
            semanticVersion: version,
            rules: codes.map((code) => rule(code, explained(code))),
          },
        },
        columnKind: "unicodeCodePoints",
        originalUriBaseIds: { [root]: { description: { text: "The root of the repository." } } },
        artifacts: report.files.map((file) => ({ location: artifact(inRepository(file)) })),
        results,
      },
    ],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

const rule = (id: string, explained: Explained | undefined) => {
  // What a rule of the program wants is said in the program alone.
  const how = isOwn({ name: id }) ? "" : `\`pipewright explain ${id}\` says more.`
  if (explained === undefined) return { id, help: { text: how || id } }
  const { summary, text, link } = explained
  return {
    id,
    shortDescription: { text: summary },
    help: { text: `${summary}\n${how}`.trim(), markdown: `${text}\n${how}`.trim().concat("\n") },
    ...(link === undefined ? {} : { helpUri: link }),
  }
}

const artifact = (path: string) => ({
  uri: path.split("/").map(encodeURIComponent).join("/"),
  uriBaseId: root,
})

const placing = (lookup: Lookup, inRepository: Report.InRepository) => {
  const region = ({ file, span }: Location) => {
    const source = lookup(file)
    if (source === undefined) return { startLine: 1 }
    const [start, end] = [Source.position(source, span.start), Source.position(source, span.end)]
    return {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    }
  }
  const artifactOf = (file: string) => artifact(inRepository(file))
  return {
    physical: (at: Location) => ({ artifactLocation: artifactOf(at.file), region: region(at) }),
    fix: ({ title, safe, edits }: Fix, file: string) => ({
      description: { text: safe ? title : `${title} (look at what it does)` },
      artifactChanges: [
        {
          artifactLocation: artifactOf(file),
          replacements: edits.map(({ span, text }) => ({
            deletedRegion: region({ file, span }),
            ...(text === "" ? {} : { insertedContent: { text } }),
          })),
        },
      ],
    }),
  }
}

/** What a fix writes may hold what must not be shown: the value that it puts into quotes, or moves. */
const isShown = ({ edits }: Fix, source: Source.Source | undefined): boolean =>
  (source?.hidden ?? []).every((hidden) => {
    const secret = source!.text.slice(hidden.start, hidden.end).replace(/^["'\u201C]+|["'\u201D]+$/g, "")
    return edits.every(
      ({ span, text }) =>
        (span.end < hidden.start || span.start > hidden.end) && (secret === "" || !text.includes(secret)),
    )
  })
