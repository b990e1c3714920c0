/** What is found in the configuration of a program beside what its fields say, and in the rules that it names. */
import * as Diagnostic from "@pipewright/language/Diagnostic"

export const Findings = Diagnostic.table({
  "invalid-json": ({ problem }: { problem: string }) => ({
    message: `this is not JSON: ${problem}`,
    help: "comments and a comma after the last item are fine",
  }),
  "object-expected": () => ({
    message: "the configuration is an object",
    help: 'such as `{ "target": "prod" }`',
  }),
  "unreadable-extends": ({ path, problem }: { path: string; problem: string }) => ({
    message: `\`${path}\` cannot be extended: ${problem}`,
    help: "name a file of this repository by its path from the directory of this one, such as `../lint.json`",
  }),
  "circular-extends": ({ chain }: { chain: ReadonlyArray<string> }) => ({
    message: `this configuration extends itself: ${chain.map((file) => `\`${file}\``).join(" extends ")}`,
    help: "take one of them out",
  }),
  "unusable-rule": ({ path, problem, help }: { path: string; problem: string; help: string }) => ({
    message: `\`${path}\` is no rule: ${problem}`,
    help,
  }),
  "failed-rule": ({ rule, problem }: { rule: string; problem: string }) => ({
    message: `the rule \`${rule}\` failed: ${problem}`,
    help: "mend the rule; what it had to find is not told, and what other rules find is",
  }),
})
