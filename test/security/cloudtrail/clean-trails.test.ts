import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyTrail } from '../../../src/security/cloudtrail/verify-trail.js';
import { type ChainPlan, EPOCH_MS, HOUR_MS, type MadeChain, TrailMaker } from '../support/trail-maker.js';

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
const hour = fc.integer({ min: 1, max: 5 });
const upTo = (maxLength: number) => fc.uniqueArray(hour, { maxLength });

const trail = fc.record({
  org: fc.boolean(),
  regions: fc.integer({ min: 1, max: 3 }),
  hours: fc.integer({ min: 1, max: 6 }),
  logs: fc.integer({ min: 0, max: 2 }),
  moves: upTo(2),
  restarts: upTo(2),
  rotates: fc.integer({ min: 0, max: 7 }),
  /** Hours of the backfill chain at most; 0 for none. */
  backfill: fc.integer({ min: 0, max: 6 }),
  recompressed: fc.boolean(),
  /** Hours after its begin at which the range begins; null without a begin. */
  from: fc.option(fc.integer({ min: 0, max: 4 })),
});
type Drawn = typeof trail extends fc.Arbitrary<infer Value> ? Value : never;

/** Makes what is drawn and says how many chains it is. */
function make(maker: TrailMaker, drawn: Drawn): MadeChain[] {
  const { org, hours, logs, moves, restarts, rotates } = drawn;
  const plan: Partial<ChainPlan> = { org, hours, logs, moves, restarts, rotates, bits: 512 };
  const chains = REGIONS.slice(0, drawn.regions).map((region, index) =>
    maker.chain({ ...plan, region, tells_stops: index === 0 }),
  );
  if (drawn.backfill > 0) {
    const kind = 'backfill';
    chains.push(maker.chain({ ...plan, kind, hours: Math.min(drawn.backfill, hours), restarts: [] }));
  }
  return chains;
}

/** The same content, packed in another way: no tampering. */
function recompress(maker: TrailMaker, chains: readonly MadeChain[]): void {
  for (const log of chains.flatMap(({ digests }) => digests.flatMap(({ logs }) => logs))) {
    maker.change(log, { bytes: gzipSync(gunzipSync(maker.object(log).bytes), { level: 1 }) });
  }
}

test('1,000 random intact trails of every kind raise no alarm, and every log is valid', async () => {
  await fc.assert(
    fc.asyncProperty(trail, async (drawn) => {
      const maker = new TrailMaker();
      const chains = make(maker, drawn);
      if (drawn.recompressed) recompress(maker, chains);
      const [first] = chains;
      const bucket = first?.digests.at(-1)?.bucket ?? '';
      const from_ms = drawn.from === null ? null : EPOCH_MS + Math.min(drawn.from, drawn.hours - 1) * HOUR_MS;
      const document = await verifyTrail(
        { source: maker.memory, now_ms: (first?.last_ms ?? 0) + 1.75 * HOUR_MS },
        { place: { bucket, prefix: 'logs' }, range: { from_ms, to_ms: null } },
      );
      expect(document.findings).toEqual([]);
      expect(document.totals.logs.valid).toBe(document.totals.logs.total);
      if (from_ms === null) expect(document.chains.length).toBeGreaterThan(0);
    }),
    { numRuns: 1000, seed: 1126 },
  );
}, 60_000);
