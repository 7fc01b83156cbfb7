import type { FurtherBroker } from './further-broker.js';
import { firc } from './write-fir-orders.js';
import { golf } from './write-golf-orders.js';

/** The brokers to whom customers can be moved, in order of feed. */
export const furtherBrokers: readonly FurtherBroker[] = [firc, golf];

/** Feeds that are written only where they are asked for, in order. */
export const furtherFormats: readonly string[] = furtherBrokers.map(({ feed }) => feed);
