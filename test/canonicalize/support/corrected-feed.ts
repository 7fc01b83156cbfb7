import type { Feed } from '../../../src/canonicalize/feed.js';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import type { AsOf } from '../../../src/lake/as-of.js';
import { readDay } from '../../../src/lake/read-lake.js';
import { deliver, published, type TestLake } from './lake.js';
import { queryParquet } from './read-parquet.js';
import { type Schemas, writtenFeed } from './written-feed.js';

const text = { type: 'string', minLength: 1, maxLength: 40 };
export const correctedSchemas: Schemas = {
  order: {
    required: ['act', 'id', 'time', 'qty'],
    properties: {
      act: { type: 'string', enum: ['N', 'C', 'D'] },
      id: text,
      ref: text,
      time: text,
      qty: { type: 'string', format: 'decimal' },
    },
  },
};

/** A feed of lines `act|id|ref|time|qty`, of which C replaces and D deletes; parts may be written otherwise. */
export const correctedYaml = `
format: {type: delimited, delimiter: "|", compression: none, encoding: utf-8}
fields: [act, id, ref, time, qty]
record: order.schema.json
key: [id]
corrections:
  action: {act: {N: new, C: replace, D: delete}}
to: order_events
map:
  event_type: {constant: new}
  event_ts_ns: {from: time, timestamp: "yyyyMMdd HH:mm:ss", zone: UTC}
  symbol: {constant: ZVZZT}
  order_id: id
  imid: {constant: TEST}
  qty: qty
`;

/** That feed; each record corrects the one with its own key, unless \`change\` says otherwise. */
export async function correctedFeed(change: (yaml: string) => string = (yaml) => yaml): Promise<Feed> {
  return writtenFeed(change(correctedYaml), correctedSchemas);
}

/** A line of that feed. */
export function said(
  act: 'N' | 'C' | 'D',
  id: string,
  qty = '',
  more: { ref?: string; day?: string } = {},
): string {
  const time = act === 'D' ? '' : `${more.day ?? '20261120'} 14:30:00`;
  return [act, id, more.ref ?? '', time, qty].join('|');
}

/** The manifest of a file of lines; every file needs a name of its own only where the feed looks at it. */
export async function say(
  lake: TestLake,
  feed: Feed,
  lines: readonly string[],
  sent: { name?: string; trade_date?: string } = {},
): Promise<Manifest> {
  return published(await deliver(lake, feed, { name: 'f', bytes: `${lines.join('\n')}\n`, ...sent }));
}

/** `date:key quantity` of every row that stands on some trade dates, sorted. */
export async function standing(
  lake: TestLake,
  reading: { dates?: readonly string[]; as_of?: AsOf } = {},
): Promise<string[]> {
  const { dates = ['2026-11-20'], as_of } = reading;
  const days = await Promise.all(
    dates.map((date) => readDay(lake.store, date, as_of === undefined ? {} : { as_of })),
  );
  const keys = days.flat().map(({ file }) => file.key);
  if (keys.length === 0) return [];
  const rows = await queryParquet(
    lake,
    keys,
    'SELECT event_id, CAST(CAST(qty AS BIGINT) AS VARCHAR) AS qty FROM published',
  );
  return rows.map((row) => `${String(row['event_id']).replace(/^[^:]*:/, '')} ${String(row['qty'])}`).sort();
}
