import type { Place } from '../../domain/diagnostic.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { chooseLayout } from './choose-layout.js';

/** Names that JavaScript objects have of their own; a column may not bear one. */
export const RESERVED_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * The columns of a delimited file from the names in its header, or why they are not the feed's.
 *
 * Names that the feed does not know become `@column n`, so that they never reach the database. Faults: header-columns,
 * header-columns-repeated, header-column-count, header-name-reserved, layout-unknown.
 */
export function nameColumns(
  feed: Feed,
  names: readonly string[],
  file: { trade_date: string; at: Place },
): readonly string[] | DeliveryFault {
  const { at, trade_date } = file;
  const layout = chooseLayout(feed, trade_date, names.length);
  if (layout === null || layout === 'undecided') {
    return deliveryFault('layout-unknown', at, { columns: names.length, trade_date });
  }
  if (feed.spec.format.header === 'position') {
    if (names.length === layout.length) return layout;
    return deliveryFault('header-column-count', at, { expected: layout.length, actual: names.length });
  }
  const fault = namesFault(feed, names, { layout, at });
  return fault ?? names.map((name, index) => (layout.includes(name) ? name : `@column ${index + 1}`));
}

function namesFault(
  feed: Feed,
  names: readonly string[],
  { layout, at }: { layout: readonly string[]; at: Place },
): DeliveryFault | null {
  const reserved = names.filter((name) => RESERVED_NAMES.includes(name));
  if (reserved.length > 0) return deliveryFault('header-name-reserved', at, { columns: reserved });
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (repeated.length > 0) return deliveryFault('header-columns-repeated', at, { columns: repeated });
  const missing = layout.filter((name) => !names.includes(name));
  const closed = feed.routes.every(({ record }) => record.additionalProperties === false);
  const unexpected = closed ? names.filter((name) => !layout.includes(name)) : [];
  if (missing.length === 0 && unexpected.length === 0) return null;
  return deliveryFault('header-columns', at, { missing, unexpected });
}
