import { buildChoiceParser, buildCommand } from '@stricli/core';
import { runCommand } from '../run-command.js';

/** `tapewarden completion`. */
export const completion = buildCommand({
  docs: { brief: 'Print the script that makes a shell complete commands, flags and their values' },
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: buildChoiceParser(['bash', 'zsh', 'fish'] as const),
          brief: 'Shell: bash, zsh or fish',
          placeholder: 'shell',
        },
      ],
    },
  },
  loader: async () => runCommand((await import('../commands/completion.js')).completion),
});
