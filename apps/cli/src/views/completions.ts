/** Completions as the shells read them: what may stand next, and the scripts that ask for it. */
import type { Completion } from "../completions.ts"
import { shells } from "../specs.ts"
import { plain } from "./terminal.ts"

export { shells }

export type Shell = (typeof shells)[number]

export const isShell = (name: string): name is Shell => (shells as ReadonlyArray<string>).includes(name)

/** One to a line, with a tab before what it is; what the shell completes by itself is on the last line. */
export const candidates = ({ candidates, paths }: Completion): string =>
  [
    ...candidates.map(({ value, doc }) => `${plain(value)}${doc === "" ? "" : `\t${plain(doc)}`}`),
    ...(paths === undefined ? [] : [`:${paths}`]),
  ]
    .map((line) => `${line}\n`)
    .join("")

/** A script of a few lines, which asks the command that is typed: it never has to be made anew. */
export const script = (shell: Shell): string => scripts[shell]

const scripts: Readonly<Record<Shell, string>> = {
  bash: `# Completions of pipewright for bash, by: pipewright completions bash
_pipewright() {
  local line value paths="" current="\${COMP_WORDS[COMP_CWORD]}"
  # A name with blanks is typed with backslashes or in quotes.
  local -a words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  words=("\${words[@]//\\\\/}")
  words=("\${words[@]//[\\"\\']/}")
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :* ]]; then
      paths=$line
      continue
    fi
    value=\${line%%$'\\t'*}
    [[ $current == [\\"\\']* ]] || printf -v value '%q' "$value"
    COMPREPLY+=("$value")
  done < <("$1" __complete -- "\${words[@]}" 2>/dev/null)
  [[ -z $paths ]] && return
  compopt -o filenames 2>/dev/null
  [[ $current == = ]] && current=""
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <(
    case $paths in
      :files) compgen -f -- "$current" ;;
      :directories) compgen -d -- "$current" ;;
      :pipes)
        compgen -d -- "$current"
        compgen -f -X '!*.pipe' -- "$current"
        ;;
    esac
  )
}
complete -F _pipewright pipewright pw
`,
  zsh: `#compdef pipewright pw
# Completions of pipewright for zsh, by: pipewright completions zsh
_pipewright() {
  local line paths="" value
  local -a values
  for line in "\${(@f)$("\${(Q)words[1]}" __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ -z $line ]]; then
      continue
    elif [[ $line == :* ]]; then
      paths=$line
    else
      value=\${line%%$'\\t'*}
      value=\${value//:/\\\\:}
      [[ $line == *$'\\t'* ]] && value+=":\${line#*$'\\t'}"
      values+=("$value")
    fi
  done
  (( \${#values} )) && _describe pipewright values
  case $paths in
    :files) _files ;;
    :directories) _files -/ ;;
    :pipes) _files -g '*.pipe' ;;
  esac
}
if [[ \${funcstack[1]} == _pipewright ]]; then
  _pipewright "$@"
else
  compdef _pipewright pipewright pw
fi
`,
  fish: `# Completions of pipewright for fish, by: pipewright completions fish
function __pipewright_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] __complete -- $words[2..-1] $current 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path $current
            case ':directories'
                __fish_complete_directories $current
            case ':pipes'
                __fish_complete_suffix .pipe
            case '*'
                echo $line
        end
    end
end
complete -c pipewright -f -a '(__pipewright_complete)'
complete -c pw -f -a '(__pipewright_complete)'
`,
}
