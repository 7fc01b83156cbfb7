import type { FurtherBroker } from './further-broker.js';
import { echo } from './write-echo-fix.js';
import { firc } from './write-fir-orders.js';
import { foxt } from './write-foxtrot-blue-sheets.js';
import { golf } from './write-golf-orders.js';
import { gumx } from './write-gum-executions.js';
import { indx } from './write-india-orders.js';

/** The brokers to whom customers can be moved, in order of feed. */
export const furtherBrokers: readonly FurtherBroker[] = [echo, firc, foxt, golf, gumx, indx];

/** Feeds that are written only where they are asked for, in order. */
export const furtherFormats: readonly string[] = [
  ...furtherBrokers.map(({ feed }) => feed),
  'elm-transactions',
  'hotel-allocations',
].sort();
