import { buildCommand, buildRouteMap } from '@stricli/core';
import { dateFlag, idArgument, jsonFlag, parseCount, projectFlags, queriesFlag, setFlag } from '../flags.js';
import { runCommand } from '../run-command.js';

const reading = { profile: projectFlags.profile, queries: queriesFlag, json: jsonFlag };

/** Questions that are asked every day, and their answers. */
export const queries = buildRouteMap({
  docs: { brief: 'Predefined queries that a compliance desk runs daily' },
  routes: {
    list: buildCommand({
      docs: { brief: 'List the queries' },
      parameters: { flags: reading },
      loader: async () => runCommand((await import('../commands/queries.js')).queriesList),
    }),
    show: buildCommand({
      docs: { brief: 'Show one query: what it answers, its settings and columns' },
      parameters: { flags: reading, positional: idArgument('Query') },
      loader: async () => runCommand((await import('../commands/queries.js')).queriesShow),
    }),
    run: buildCommand({
      docs: { brief: 'Answer one query from the datasets of a day' },
      parameters: {
        flags: {
          ...reading,
          lake: projectFlags.lake,
          date: { ...dateFlag, brief: 'Trade date; the newest of the lake without' },
          set: setFlag,
          limit: {
            kind: 'parsed',
            parse: parseCount,
            default: '100',
            brief: 'Rows at most',
            placeholder: 'n',
          },
          csv: { kind: 'boolean', default: false, withNegated: false, brief: 'Print CSV' },
        },
        positional: idArgument('Query'),
      },
      loader: async () => runCommand((await import('../commands/queries-run.js')).queriesRun),
    }),
    new: buildCommand({
      docs: { brief: 'Write the folder of a new query, a small example that works' },
      parameters: {
        flags: { profile: projectFlags.profile, queries: queriesFlag },
        positional: idArgument('Name of the query and of its folder'),
      },
      loader: async () => runCommand((await import('../commands/queries-new.js')).queriesNew),
    }),
    test: buildCommand({
      docs: { brief: 'Lint queries and run their cases on the embedded database' },
      parameters: {
        flags: reading,
        positional: {
          kind: 'array',
          parameter: { parse: String, brief: 'Queries; all without any', placeholder: 'id' },
        },
      },
      loader: async () => runCommand((await import('../commands/queries-test.js')).queriesTest),
    }),
  },
});
