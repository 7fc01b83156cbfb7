import { buildCommand } from '@stricli/core';
import { dateFlag, jsonFlag, parseCount, projectFlags, RUNNERS } from '../flags.js';
import { runCommand } from '../run-command.js';

/** `tapewarden query`. */
export const query = buildCommand({
  docs: { brief: "Run one SELECT over a day's datasets, read-only" },
  parameters: {
    flags: {
      ...projectFlags,
      json: jsonFlag,
      date: { ...dateFlag, brief: 'Trade date; the newest of the lake without' },
      limit: { kind: 'parsed', parse: parseCount, default: '100', brief: 'Rows at most', placeholder: 'n' },
      runner: {
        kind: 'enum',
        values: RUNNERS,
        default: 'local',
        brief: 'Engine; local is the embedded database',
      },
      plan: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Only show the SQL, its inputs and price',
      },
    },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'The query', placeholder: 'sql' }],
    },
  },
  loader: async () => runCommand((await import('../commands/query.js')).query),
});
