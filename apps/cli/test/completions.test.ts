import { execFileSync, spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { complete, type Lookup } from "../src/completions.ts"
import { commandNames, shells, specs } from "../src/specs.ts"
import { bin, folder, inShell, pipewright } from "./harness.ts"

const lookup: Lookup = (values, path) => Promise.resolve([`${values} of ${path ?? "here"}`, "other"])

const offered = async (...words: ReadonlyArray<string>) => {
  const { candidates, paths } = await complete(words, lookup)
  return [...candidates.map(({ value }) => value), ...(paths === undefined ? [] : [`:${paths}`])]
}

const program = () =>
  folder({
    "targets.pipe": 'target prod { organization = "o", service = "s" }\n',
    "orders.pipe":
      'pipe "My orders" {\n  from s3 {\n    url = "https://b.s3.eu-west-1.amazonaws.com/*.json"\n    format = "JSONEachRow"\n  }\n  into "orders" {\n    columns { id: String }\n  }\n}\n',
  })

describe("what may stand next", () => {
  it("is the commands at first, and the second word of one of two words", async () => {
    expect(await offered("")).toEqual([
      ...commandNames.map((name) => name.split(" ")[0]),
      "--help",
      "--version",
    ])
    expect(await offered("pl")).toEqual(["plan"])
    expect(await offered("spec", "")).toEqual(["check"])
  })

  it.each(commandNames)("is every option of %s that is not given yet", async (name) => {
    const options = Object.entries(specs[name].options)
    const words = name.split(" ")
    expect(await offered(...words, "--")).toEqual([...options.map(([key]) => `--${key}`), "--help"])
    const flag = options.find(([, { kind }]) => kind === "flag")?.[0]
    if (flag !== undefined) expect(await offered(...words, `--${flag}`, "--")).not.toContain(`--${flag}`)
  })

  it.each([
    [
      ["plan", "--format", ""],
      ["human", "json"],
    ],
    [["plan", "--format", "j"], ["json"]],
    [["plan", "--format=j"], ["--format=json"]],
    [["plan", "--format", "=", "j"], ["json"]],
    [
      ["plan", "--format", "="],
      ["human", "json"],
    ],
    [
      ["plan", "--target", ""],
      ["targets of here", "other"],
    ],
    [["plan", "pipes", "--target", "t"], ["targets of pipes"]],
    [["apply", "--yes", "pipes", "--allow-delete", "p"], ["pipes of pipes"]],
    [["init", "--source", "s"], ["sources of here"]],
    [["apply", "--plan", ""], [":files"]],
    [["emulator", "--data", ""], [":directories"]],
    [["emulator", "--seed", ""], []],
    [["check", ""], [":pipes"]],
    [["check", "a", ""], []],
    [["lint", "a", ""], [":pipes"]],
    [["spec", "check", ""], [":files"]],
    [["explain", "--origin", "s"], ["subjects of here"]],
    [["explain", "s"], []],
    [["stop", "p"], ["pipes of here"]],
    [["explain", "orders", ""], [":pipes"]],
    [["completions", ""], [...shells]],
    [["nothing", ""], []],
  ])("of %j is %j", async (words, wanted) => {
    const found = await offered(...words)
    expect(
      words[1] === "--format" || words[1]?.startsWith("--format=")
        ? found.filter((it) => !it.endsWith("markdown"))
        : found,
    ).toEqual(wanted)
  })

  it("is found out of the program, and is nothing where there is none", async () => {
    const cwd = program()
    const asked = (...words: ReadonlyArray<string>) => pipewright(["__complete", "--", ...words], { cwd })
    expect(await asked("plan", "--target", "")).toEqual({ code: 0, stdout: "prod\nlocal\n", stderr: "" })
    expect((await asked("apply", "--adopt", "M")).stdout).toBe("My orders\n")
    expect(await asked("plan", "nowhere", "--target", "")).toEqual({ code: 0, stdout: "", stderr: "" })
    expect((await asked("init", "--source", "kaf")).stdout).toBe("kafka\n")
  })
})

const isThere = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0

/** How each shell is asked for what it would offer; the words go by the environment. */
const asking: Readonly<Record<(typeof shells)[number], (script: string) => ReadonlyArray<string>>> = {
  bash: (script) => [
    "--norc",
    "-c",
    `. ${script}
mapfile -t COMP_WORDS <<<"$WORDS"
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_pipewright "\${COMP_WORDS[0]}"
printf '%s\\n' "\${COMPREPLY[@]}"`,
  ],
  zsh: (script) => [
    "-f",
    "-c",
    `words=("\${(@f)WORDS}")
CURRENT=\${#words}
compdef() { :; }
_describe() { print -rl -- "\${(@)\${(@)values//\\\\\\\\:/\\0}%%:*}" | tr '\\0' ':' }
_files() { print -r -- "files $*" }
. ${script}
_pipewright`,
  ],
  fish: (script) => [
    "--no-config",
    "-c",
    `source ${script}
complete -C (string join -- ' ' (string split \\n -- $WORDS)) | string replace -r '\\t.*' ''
true`,
  ],
}

describe("the completions of a shell", () => {
  it("are there for bash, and for the others where they are installed", () => {
    expect(isThere("bash")).toBe(true)
  })

  it.each(shells.filter(isThere))(
    "complete commands, options and names of the program in %s",
    async (shell) => {
      const cwd = program()
      const { stdout } = await pipewright(["completions", shell])
      const script = join(folder(), "completions")
      writeFileSync(script, stdout)
      // What is called is what is typed, and that has to be a program.
      const command = join(folder({ pipewright: "" }), "pipewright")
      writeFileSync(command, `#!/bin/sh\nexec ${inShell} "$@"\n`, { mode: 0o755 })
      const ask = (...words: ReadonlyArray<string>) =>
        execFileSync(shell, asking[shell](script), {
          cwd,
          encoding: "utf8",
          env: {
            PATH: `${dirname(command)}:${process.env.PATH}`,
            HOME: folder(),
            WORDS: ["pipewright", ...words].join("\n"),
          },
        })
          .trim()
          .split("\n")
      expect(ask("pla")).toEqual(["plan"])
      expect(ask("apply", "--allow-del")).toEqual(["--allow-delete"])
      expect(ask("plan", "--target", "p")).toEqual(["prod"])
      expect(ask("fmt", "--format", "j")).toEqual(["json"])
      expect(ask("apply", "--adopt", "My")).toEqual([shell === "bash" ? "My\\ orders" : "My orders"])
    },
  )

  it("complete paths of .pipe files in bash", async () => {
    const { stdout } = await pipewright(["completions", "bash"])
    const script = join(folder(), "completions")
    writeFileSync(script, stdout)
    const cwd = folder({ "a.pipe": "", "a.txt": "" })
    const out = execFileSync("bash", asking.bash(script), {
      cwd,
      encoding: "utf8",
      env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, WORDS: `${bin}\ncheck\na` },
    })
    expect(out).toBe("a.pipe\n")
  })

  it("are asked for by the name of a shell", async () => {
    const { code, stderr } = await pipewright(["completions", "tcsh"])
    expect([code, stderr]).toEqual([64, expect.stringContaining("give one of bash, zsh, fish")])
  })
})
