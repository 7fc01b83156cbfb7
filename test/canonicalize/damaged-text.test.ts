import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { shippedFeed } from './support/feeds.js';
import { deliver, openTestLake } from './support/lake.js';

/** Cuts, doubles, overwrites or inserts somewhere in a file. */
const damage = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 90 }),
    insert: fc.constantFrom('', '\n', '\r', '"', ';', '\0', '\xff', '#', '7', ' '.repeat(80), 'double'),
  }),
  { minLength: 1, maxLength: 4 },
);

test.each([
  ['foxtrot-blue-sheets', 'sample.txt'],
  ['golf-orders', 'sample.csv'],
  ['hotel-allocations', 'sample.txt'],
])('a damaged file of %s is accounted for to the record, or refused', async (name, sample) => {
  const feed = shippedFeed(name);
  const sound = readFileSync(path.join(packageRoot(), 'feeds', name, sample));
  // Without control totals damage is not refused but told record by record.
  const { trailer: _, header: __, ...spec } = feed.spec;
  const { trailer: ___, ...batch } = spec.batch ?? { header: { match: 'none' } };
  const route = { ...feed, spec: spec.batch === undefined ? spec : { ...spec, batch } };
  const open = { ...route, routes: [route] };
  await fc.assert(
    fc.asyncProperty(damage, fc.boolean(), async (changes, whole) => {
      let bytes: Buffer = sound;
      for (const { at, length, insert } of changes) {
        const from = Math.floor(at * bytes.length);
        const piece = bytes.subarray(from, from + length);
        const middle = insert === 'double' ? Buffer.concat([piece, piece]) : Buffer.from(insert, 'latin1');
        bytes = Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(from + length)]);
      }
      const result = await deliver(await openTestLake(), whole ? feed : open, { name: 'f', bytes });
      const totals = result.status === 'refused' ? result.totals : result.manifest.totals;
      if (totals === null) return;
      expect(totals.read).toBe(totals.accepted + totals.rejected + totals.duplicates);
      expect(totals.bytes).toBe(bytes.length);
    }),
    { numRuns: 25 },
  );
});
