import { buildCommand, buildRouteMap } from '@stricli/core';
import { asOfFlag } from '../as-of.js';
import { dateFlag, jsonFlag, parseAge, projectFlags, textFlag } from '../flags.js';
import { runCommand } from '../run-command.js';

const reading = { ...projectFlags, json: jsonFlag };
const onlyFeed = textFlag('Only this feed', 'feed');

/** What is in the lake, whether it is whole, and how it goes. */
export const lake = buildRouteMap({
  docs: { brief: 'The lake: verify it, tidy it, see what changed' },
  routes: {
    verify: buildCommand({
      docs: { brief: 'Read everything again and hold it against the record' },
      parameters: { flags: { ...reading, date: dateFlag, feed: onlyFeed } },
      loader: async () => runCommand((await import('../commands/lake-verify.js')).lakeVerify),
    }),
    history: buildCommand({
      docs: { brief: 'Tell what changed and why' },
      parameters: { flags: { ...reading, date: dateFlag, feed: onlyFeed, asOf: asOfFlag } },
      loader: async () => runCommand((await import('../commands/lake-history.js')).lakeHistory),
    }),
    gc: buildCommand({
      docs: { brief: 'Remove what interrupted work has left behind and nothing names' },
      parameters: {
        flags: {
          ...projectFlags,
          grace: {
            kind: 'parsed',
            parse: parseAge,
            default: '7d',
            brief: 'Age from which it is removed: a number with d, h, m or s, or 0',
            placeholder: 'age',
          },
          dryRun: { kind: 'boolean', default: false, withNegated: false, brief: 'Only list it' },
        },
      },
      loader: async () => runCommand((await import('../commands/lake-gc.js')).lakeGc),
    }),
  },
});
