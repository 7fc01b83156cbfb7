import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import type { CliContext } from '../cli-context.js';

/** Shells that can be told how to complete. */
export type Shell = 'bash' | 'zsh' | 'fish';

/** Each asks the program itself, so that what it proposes is what it takes. */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_tapewarden() {
  local IFS=$'\\n'
  COMPREPLY=($(tapewarden __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _tapewarden tapewarden
`,
  zsh: `#compdef tapewarden
_tapewarden() {
  local -a found
  found=("\${(@f)$(tapewarden __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if (( \${#found} )) && [[ -n "$found[1]" ]]; then compadd -- $found; else _files; fi
}
compdef _tapewarden tapewarden
`,
  fish: `function __tapewarden
  set -l words (commandline -opc) (commandline -ct)
  tapewarden __complete $words[2..] 2>/dev/null
end
complete -c tapewarden -a '(__tapewarden)'
`,
};

/** Prints the script that makes a shell complete commands, flags and their values. */
export function completion(context: CliContext, _: object, shell: Shell): Promise<ExitCode> {
  context.process.stdout.write(SCRIPTS[shell]);
  return Promise.resolve(EXIT.clear);
}
