// Writes the repository that pre-commit installs hooks from: the bundle as it was built, and what names the hooks.
//
//   node scripts/hook-repository.mjs DIR
//
// pre-commit installs the root of a repository as a package. Where that is a workspace, has a script of its life cycle,
// or depends on something, npm builds, links or fetches, and one version or another of the two then finds no command.
// So the package has none of these. DIR is made, or is a clone of the repository as it was released before; in both
// cases there is one commit more and a tag of the version. Pushing them is up to who releases.
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { isMain, main, root } from "./setup.mjs"

const cli = join(root, "apps", "cli")
const template = join(root, "scripts", "hook-repository")

const git = (folder, ...args) => {
  const author = ["-c", "user.name=pipewright", "-c", "user.email=pipewright@localhost"]
  const result = spawnSync(
    "git",
    [...author, "-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false", ...args],
    {
      cwd: folder,
      encoding: "utf8",
    },
  )
  if (result.status !== 0) throw new Error(`git ${args[0]} failed: ${result.stderr ?? result.error?.message}`)
  return result.stdout.trim()
}

const { name, version, description, type, bin, engines } = JSON.parse(
  readFileSync(join(cli, "package.json"), "utf8"),
)

/** Puts the files into a folder, in the place of those of an earlier release. */
const writeFiles = (folder) => {
  for (const name of readdirSync(folder)) {
    if (name !== ".git") rmSync(join(folder, name), { recursive: true })
  }
  for (const part of ["bin", "dist"]) cpSync(join(cli, part), join(folder, part), { recursive: true })
  const manifest = { name, version, description, private: true, type, bin, files: ["bin", "dist"], engines }
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`)
  for (const file of readdirSync(template)) {
    const text = readFileSync(join(template, file), "utf8")
    writeFileSync(join(folder, file), text.replaceAll("v0.0.0", `v${version}`))
  }
}

/** Yields the tag. */
export const write = (folder) => {
  if (!existsSync(join(cli, "dist", "main.cjs")))
    throw new Error("the CLI is not bundled; `npm run setup` does that")
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, ".git"))) {
    if (readdirSync(folder).length > 0) throw new Error(`${folder} is neither empty nor a git repository`)
    git(folder, "init", "--quiet", "--initial-branch=main")
  }
  const tag = `v${version}`
  if (git(folder, "tag", "--list", tag) !== "") throw new Error(`${folder} has the tag ${tag} already`)
  writeFiles(folder)
  // A rule of the machine that leaves folders of builds out would leave out the bundle.
  git(folder, "add", "--all", "--force")
  git(folder, "commit", "--quiet", "--allow-empty", "--no-verify", "-m", `Pipewright ${version}`)
  git(folder, "tag", tag)
  return tag
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const [folder, ...more] = process.argv.slice(2)
    if (folder === undefined || more.length > 0) {
      console.error("usage: node scripts/hook-repository.mjs DIR")
      return 64
    }
    try {
      console.log(`${folder}: ${write(resolve(folder))}`)
      return 0
    } catch (error) {
      console.error(error.message)
      return 1
    }
  })
}
