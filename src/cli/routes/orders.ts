import { buildCommand, buildRouteMap } from '@stricli/core';
import { asOfFlag } from '../as-of.js';
import { dateFlag, idArgument, jsonFlag, parseCount, projectFlags, textFlag } from '../flags.js';
import { runCommand } from '../run-command.js';

const reading = {
  ...projectFlags,
  date: dateFlag,
  asOf: asOfFlag,
  lookback: {
    kind: 'parsed',
    parse: parseCount,
    default: '5',
    brief: 'Sessions before the date in which an order may have been entered',
    placeholder: 'n',
  },
  json: jsonFlag,
} as const;

/** Life cycles of orders over all firms. */
export const orders = buildRouteMap({
  docs: { brief: 'Life cycles of orders, linked by their keys over all firms' },
  routes: {
    show: buildCommand({
      docs: { brief: 'Show everything that belongs to one order: orders, events, leaves, links, errors' },
      parameters: {
        flags: { ...reading, imid: textFlag('Only the order of this firm', 'imid') },
        positional: idArgument('order_id, any that the order has borne'),
      },
      loader: async () => runCommand((await import('../commands/orders.js')).ordersShow),
    }),
    errors: buildCommand({
      docs: { brief: 'List linkage errors by category with their codes and the next step' },
      parameters: {
        flags: {
          ...reading,
          category: {
            kind: 'enum',
            values: [
              'account',
              'allocation',
              'cycle',
              'exact-duplicate',
              'exchange',
              'ingestion',
              'interfirm',
              'intrafirm',
              'key-duplicate',
              'leaves',
              'sequence',
              'trade',
            ],
            optional: true,
            brief: 'List the events of one category',
          },
          limit: {
            kind: 'parsed',
            parse: parseCount,
            default: '1000',
            brief: 'Most events to list',
            placeholder: 'n',
          },
        },
      },
      loader: async () => runCommand((await import('../commands/orders.js')).ordersErrors),
    }),
  },
});
