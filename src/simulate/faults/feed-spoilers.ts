import { acmeColumns } from '../write-acme-orders.js';
import { delimitedSpoiler } from './delimited-spoiler.js';
import type { FeedSpoiler } from './feed-spoiler.js';
import { echoSpoiler, fixSpoiler } from './fix-spoiler.js';
import { fixedWidthSpoiler } from './fixed-width-spoiler.js';
import { catSpoiler, firSpoiler, gumSpoiler } from './json-spoiler.js';

/** The feeds that get faulty records: the four brokers, the tape, and the further formats that write a record a line. */
export const feedSpoilers: ReadonlyMap<string, FeedSpoiler> = new Map([
  [
    'acme-orders',
    delimitedSpoiler({
      columns: acmeColumns.split('|'),
      time: 'ts',
      required: 'sym',
      number: { field: 'seq', letter: '' },
      prices: ['px'],
      quantities: ['qty'],
      side: 'side',
      trailer: 'TRAILER',
      has_sum: true,
    }),
  ],
  ['bolt-fix', fixSpoiler],
  ['cedar-cat', catSpoiler],
  ['delta-orders', fixedWidthSpoiler],
  ['echo-fix', echoSpoiler],
  ['fir-orders', firSpoiler],
  ['gum-executions', gumSpoiler],
  [
    'tape-quotes',
    delimitedSpoiler({
      columns: ['time', 'symbol', 'seq', 'bid', 'bid_size', 'ask', 'ask_size'],
      time: 'time',
      required: 'symbol',
      number: { field: 'seq', letter: '' },
      prices: ['bid', 'ask'],
      quantities: ['bid_size', 'ask_size'],
      trailer: 'END',
    }),
  ],
  [
    'tape-trades',
    delimitedSpoiler({
      columns: ['time', 'symbol', 'trade_id', 'price', 'size', 'venue', 'condition'],
      time: 'time',
      required: 'symbol',
      number: { field: 'trade_id', letter: 'T' },
      prices: ['price'],
      quantities: ['size'],
      trailer: 'END',
    }),
  ],
]);
