import { buildCommand } from '@stricli/core';
import { parseDate } from '../day-files.js';
import { jsonFlag, parseCount } from '../flags.js';
import { runCommand } from '../run-command.js';

/** A simulated day: how much happens in it, and in which formats it is written. */
export const simulate = buildCommand({
  docs: { brief: 'Write a simulated day as brokers send it, with labelled abuse' },
  parameters: {
    flags: {
      events: {
        kind: 'parsed',
        parse: parseCount,
        default: '20000',
        brief: 'Order events',
        placeholder: 'n',
      },
      seed: {
        kind: 'parsed',
        parse: parseCount,
        default: '1',
        brief: 'Seed; the same seed, the same bytes',
        placeholder: 'n',
      },
      faults: {
        kind: 'parsed',
        parse: parseCount,
        default: '0',
        brief: 'Faulty records to add, labelled with the code that each must get',
        placeholder: 'n',
      },
      abuse: {
        kind: 'parsed',
        parse: String,
        variadic: ',',
        optional: true,
        brief: 'Cases of a pattern, or of all, and as many innocent twins; without it some of most patterns',
        placeholder: 'pattern=n',
      },
      formats: {
        kind: 'parsed',
        parse: String,
        variadic: ',',
        optional: true,
        brief: 'Further formats, or all: brokers who write them get customers of the others',
        placeholder: 'feed',
      },
      intensity: {
        kind: 'enum',
        values: ['blatant', 'plain', 'slight'],
        optional: true,
        brief: 'How plain the abuse is to see; without it all three',
      },
      density: {
        kind: 'enum',
        values: ['low', 'real', 'high'],
        default: 'low',
        brief: 'Orders to a trade: few, as published, or as in a busy hour',
      },
      days: {
        kind: 'parsed',
        parse: parseCount,
        default: '1',
        brief: 'Consecutive sessions from the date on; of several each has a folder',
        placeholder: 'n',
      },
      history: {
        kind: 'parsed',
        parse: parseCount,
        default: '0',
        brief: 'Sessions before the date of which daily prices are written',
        placeholder: 'n',
      },
      date: {
        kind: 'parsed',
        parse: parseDate,
        default: '2026-11-20',
        brief: 'Trade date',
        placeholder: 'date',
      },
      out: { kind: 'parsed', parse: String, brief: 'Folder to write', placeholder: 'folder' },
      json: jsonFlag,
    },
  },
  loader: async () => runCommand((await import('../commands/simulate.js')).simulate),
});
