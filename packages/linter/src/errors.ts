/** What the linter finds of itself: comments that suppress nothing, and fixes that cannot be taken. */
import * as Suggest from "@pipewright/core/Suggest"
import * as Diagnostic from "@pipewright/language/Diagnostic"

export const Findings = Diagnostic.table({
  "unused-suppression": ({ rule }: { rule: string }) => ({
    message: `there is nothing of \`${rule}\` here that this comment passes over`,
    help: "take the comment away",
    severity: "warning",
  }),
  "unknown-suppression": ({ rule, known }: { rule: string; known: ReadonlyArray<string> }) => {
    const near = Suggest.nearest(rule, known)
    return {
      message: `there is no rule \`${rule}\``,
      help: near === undefined ? "`pipewright explain --list` has them all" : `did you mean \`${near}\`?`,
      severity: "warning",
      instead: near === undefined ? undefined : { of: rule, by: near },
    }
  },
  "suppression-without-reason": ({ rules }: { rules: string }) => ({
    message: "this comment passes over findings and does not say why",
    help: `write the reason behind a colon: \`// pipewright-ignore ${rules}: why it is right here\``,
    severity: "warning",
  }),
})
