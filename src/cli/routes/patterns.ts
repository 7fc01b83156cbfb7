import { buildCommand, buildRouteMap } from '@stricli/core';
import { idArgument, jsonFlag, projectFlags } from '../flags.js';
import { runCommand } from '../run-command.js';

const reading = { ...projectFlags, json: jsonFlag };
const someIds = {
  kind: 'array',
  parameter: { parse: String, brief: 'Patterns; all without any', placeholder: 'id' },
} as const;

/** What surveillance looks for, how it is written, and how well it sees. */
export const patterns = buildRouteMap({
  docs: { brief: 'What surveillance looks for' },
  routes: {
    list: buildCommand({
      docs: { brief: 'List the patterns' },
      parameters: { flags: reading },
      loader: async () => runCommand((await import('../commands/catalogue.js')).patternsList),
    }),
    show: buildCommand({
      docs: { brief: 'Show one pattern with its rules and settings' },
      parameters: { flags: reading, positional: idArgument('Pattern') },
      loader: async () => runCommand((await import('../commands/catalogue.js')).patternsShow),
    }),
    new: buildCommand({
      docs: { brief: 'Write the folder of a new pattern, a small example that works' },
      parameters: { flags: projectFlags, positional: idArgument('Name of the pattern and of its folder') },
      loader: async () => runCommand((await import('../commands/patterns-new.js')).patternsNew),
    }),
    lint: buildCommand({
      docs: { brief: 'Tell what is not portable or missing, with reason and fix' },
      parameters: { flags: reading, positional: someIds },
      loader: async () => runCommand((await import('../commands/patterns-lint.js')).patternsLint),
    }),
    test: buildCommand({
      docs: { brief: 'Run the cases and canaries of patterns' },
      parameters: { flags: reading, positional: someIds },
      loader: async () => runCommand((await import('../commands/patterns-test.js')).patternsTest),
    }),
  },
});
