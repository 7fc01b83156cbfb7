import { dirname } from 'node:path';
import { invariant } from '../../domain/invariant.js';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import type { Feed } from '../feed.js';
import { openCutter } from '../framing/open-cutter.js';
import { readSegmentSql } from '../framing/read-segment.js';
import { feedTextForm, readText } from '../framing/read-text.js';
import { personalFields } from '../personal/personal-fields.js';
import type { DecodedRecord } from './decoded-record.js';
import { RecentText } from './recent-text.js';
import { RecordFinder, type WantedRecords } from './record-finder.js';

/** A delivery's bytes in a folder of their own. */
export type RawDelivery = { path: string; work: string; name: string; trade_date: string };

/**
 * Records of a delivery by their offsets, in the order of the file, decoded as the feed's specification has it.
 *
 * Offsets at which no record begins are left out. The file is read once and no further than the last record. Throws
 * `file-unreadable`.
 */
export async function* decodeRecords(
  feed: Feed,
  delivery: RawDelivery,
  wanted: WantedRecords,
): AsyncGenerator<DecodedRecord> {
  if (wanted.size === 0) return;
  if (feed.spec.format.type === 'parquet') yield* decodeRows(feed, delivery, wanted);
  else yield* decodeText(feed, delivery, wanted);
}

async function* decodeText(
  feed: Feed,
  delivery: RawDelivery,
  wanted: WantedRecords,
): AsyncGenerator<DecodedRecord> {
  const text = new RecentText();
  const finder = new RecordFinder(feed, { ...delivery, text }, wanted);
  const cutter = openCutter(feed, delivery.name, finder);
  const form = { ...feedTextForm(feed), name: delivery.name, line: () => cutter.lines };
  for await (const chunk of readText(delivery.path, form)) {
    if (!Buffer.isBuffer(chunk)) return;
    if (feed.spec.format.type === 'xml') text.add(chunk);
    cutter.push(chunk);
    yield* finder.take();
    if (finder.count === wanted.size) return;
  }
  cutter.end();
  yield* finder.take();
}

async function* decodeRows(
  feed: Feed,
  { path, work }: RawDelivery,
  wanted: WantedRecords,
): AsyncGenerator<DecodedRecord> {
  const session = await DuckDbSession.open({
    folders: [dirname(path), work],
    spill: `${work}/spill-rows`,
    threads: 1,
    memory_mb: 200,
    conceal: personalFields(feed).size > 0,
  });
  const last = [...wanted.keys()].reduce((left, right) => Math.max(left, right), 0);
  const columns = feed.fields.map(({ name }) => name);
  const place = { path, columns, first_line: 1, first_offset: 0, records: last + 1 };
  const rows = readSegmentSql(
    { kind: 'parquet', delimiter: '', quoted: false, line_end: '\n', ...place },
    feed,
  );
  const offsets = [...wanted.keys()].join(', ');
  try {
    const query = `SELECT * FROM (${rows}) AS r WHERE "@offset" IN (${offsets}) ORDER BY "@offset"`;
    for await (const batch of session.batches(query)) {
      for (const row of batch) {
        const fields = Object.fromEntries(
          columns.map((name) => {
            const value = row[name] ?? null;
            invariant(value === null || typeof value === 'string', `field ${name} is text`);
            return [name, value];
          }),
        );
        const at = { line: Number(row['@line']), byte_offset: Number(row['@offset']) };
        yield { ...at, raw: null, original: { fields }, replacement: null };
      }
    }
  } finally {
    session.close();
  }
}
