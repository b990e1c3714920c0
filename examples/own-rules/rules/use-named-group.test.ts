import { test } from "node:test"
import { testPage } from "pipewright/lint/testing"
import { rule } from "./use-named-group.ts"

test("The rule judges the programs of its page as they claim", () => {
  testPage(rule, new URL("./use-named-group.md", import.meta.url))
})
