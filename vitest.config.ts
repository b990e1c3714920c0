import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source", "module", "node", "development|production"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts"],
    pool: "threads",
    setupFiles: ["packages/testing/src/setup.ts"],
    // A bound on tests that hang; those that run whole processes need longer than the default on a busy machine.
    testTimeout: 60_000,
  },
})
