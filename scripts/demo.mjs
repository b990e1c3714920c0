// `npm run demo`: applies the guide's pipes to the emulator on this machine.
import { readSampleEnv, sampleEnvPath } from "./sample-env.mjs"
import { main, run, setup, workspaceNode } from "./setup.mjs"

await main(async () => {
  await setup()
  const sample = readSampleEnv()
  const count = Object.keys(sample).length
  console.log(
    `Using ${count} sample secret${count === 1 ? "" : "s"} from ${sampleEnvPath}; none of them is real.\n`,
  )
  // The samples win over what is set, so that the demo is the same everywhere and sees nobody's own secrets.
  return run(
    workspaceNode(),
    ["apps/cli/bin/pipewright.js", "apply", "examples/guide", "--target", "local", "--yes"],
    { env: { ...process.env, ...sample } },
  )
})
