import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { FrameText } from '../../../src/canonicalize/framing/frame-text.js';
import { packageRoot } from '../../../src/domain/package-root.js';
import { inChunks } from '../support/cut-record.js';
import { shippedFeed } from '../support/feeds.js';
import { temporaryFolder } from '../support/lake.js';

/** Everything that framing makes of a file: the framed records, and the counts of the rest. */
async function framed(feed: Feed, folder: string, chunks: readonly Buffer[]): Promise<object> {
  const work = mkdtempSync(path.join(folder, 'frame-'));
  const texts: string[] = [];
  const source = { name: 'f', trade_date: '2026-11-20', work, segment_bytes: 1 << 26 };
  const text = new FrameText(feed, source, async (segment) => {
    texts.push(readFileSync(segment.path, 'utf8'));
  });
  try {
    for (const chunk of chunks) await text.push(chunk);
    await text.end();
  } finally {
    await text.close();
  }
  const { framer, cutter, bytes } = text;
  const { columns, faults, ignored, control_lines, header, trailer, refusal } = framer;
  const { records, lines, trailing_blanks } = cutter;
  return {
    text: texts.join(''),
    framer: { columns, faults, ignored, control_lines, header, trailer, refusal },
    cutter: { records, lines, trailing_blanks },
    bytes,
  };
}

test.each([
  'foxtrot-blue-sheets-mixed',
  'foxtrot-blue-sheets-valid',
  'golf-orders-mixed',
  'golf-orders-valid',
  'hotel-allocations-mixed',
  'delta-orders-mixed',
])('however the bytes of %s come, they are framed the same', async (name) => {
  const feed = shippedFeed(name.replace(/-(mixed|valid)$/, ''));
  const folder = await temporaryFolder();
  const bytes = readFileSync(path.join(packageRoot(), 'test', 'cases', 'canonicalize', name, 'input'));
  const whole = await framed(feed, folder, [bytes]);
  const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(sizes, async (pieces) => {
      expect(await framed(feed, folder, inChunks(bytes, pieces))).toEqual(whole);
    }),
    { numRuns: 10 },
  );
});
