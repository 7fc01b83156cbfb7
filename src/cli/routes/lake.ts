import { buildCommand, buildRouteMap } from '@stricli/core';
import { asOfFlag } from '../as-of.js';
import { parseDate } from '../day-files.js';
import { dateFlag, idArgument, jsonFlag, parseAge, projectFlags, textFlag } from '../flags.js';
import { runCommand } from '../run-command.js';

const reading = { ...projectFlags, json: jsonFlag };
const given = (brief: string, placeholder: string) =>
  ({ ...textFlag(brief, placeholder), optional: false }) as const;
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
    retention: buildCommand({
      docs: { brief: 'Say what must be kept until when, or remove what has expired' },
      parameters: {
        flags: {
          ...reading,
          plan: { kind: 'boolean', default: false, withNegated: false, brief: 'Only say it' },
          apply: { kind: 'boolean', default: false, withNegated: false, brief: 'Remove what has expired' },
          on: { ...dateFlag, brief: 'Day for which it is planned; today without' },
          by: textFlag('Who asks for the removal', 'name'),
        },
      },
      loader: async () => runCommand((await import('../commands/lake-retention.js')).lakeRetention),
    }),
    hold: buildCommand({
      docs: { brief: 'Place a legal hold on trade dates: nothing of them is removed' },
      parameters: {
        flags: {
          ...projectFlags,
          from: { kind: 'parsed', parse: parseDate, brief: 'First trade date', placeholder: 'date' },
          to: { kind: 'parsed', parse: parseDate, brief: 'Last trade date', placeholder: 'date' },
          reason: given('Why', 'text'),
          by: given('Who asks for it', 'name'),
          feed: textFlag('Only this feed; all that the lake has without', 'feed'),
        },
      },
      loader: async () => runCommand((await import('../commands/lake-hold.js')).lakeHold),
    }),
    release: buildCommand({
      docs: { brief: 'Release a legal hold' },
      parameters: {
        flags: { ...projectFlags, reason: given('Why', 'text'), by: given('Who asks for it', 'name') },
        positional: idArgument('Hold'),
      },
      loader: async () => runCommand((await import('../commands/lake-hold.js')).lakeRelease),
    }),
    holds: buildCommand({
      docs: { brief: 'List the legal holds that stand' },
      parameters: { flags: reading },
      loader: async () => runCommand((await import('../commands/lake-hold.js')).lakeHolds),
    }),
  },
});
