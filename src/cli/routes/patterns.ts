import { buildCommand, buildRouteMap } from '@stricli/core';
import { idArgument, jsonFlag, projectFlags, textFlag } from '../flags.js';
import { runCommand } from '../run-command.js';

const reading = { ...projectFlags, json: jsonFlag };
const someIds = {
  kind: 'array',
  parameter: { parse: String, brief: 'Patterns; all without any', placeholder: 'id' },
} as const;

const switchFlag = { kind: 'boolean', default: false, withNegated: false } as const;
const labelsFlag = {
  kind: 'parsed',
  parse: String,
  variadic: ',',
  optional: true,
  brief: 'Labelled days, folders as simulate writes them',
  placeholder: 'folder',
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
      docs: { brief: 'Run the cases and canaries of patterns, or score them over labelled days' },
      parameters: {
        flags: {
          ...reading,
          labels: labelsFlag,
          scorecards: textFlag('Folder of kept scores; scorecards without', 'folder'),
          keep: { ...switchFlag, brief: 'Keep the scores, a file a pattern version' },
          check: { ...switchFlag, brief: 'Fail where precision or recall is below the kept scores' },
          html: textFlag('Write a page with a chart', 'file'),
        },
        positional: someIds,
      },
      loader: async () => runCommand((await import('../commands/patterns-test.js')).patternsTest),
    }),
  },
});
