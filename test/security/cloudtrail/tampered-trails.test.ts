import { describe, expect, test } from 'vitest';
import type { TrailVerification } from '../../../src/domain/generated/trail-verification.js';
import { verifyTrail } from '../../../src/security/cloudtrail/verify-trail.js';
import { schemaErrors } from '../../support/schema-errors.js';
import { tamperings } from '../support/tamper.js';
import { type ChainPlan, EPOCH_MS, HOUR_MS, type MadeChain, TrailMaker } from '../support/trail-maker.js';

const kinds: readonly [string, Partial<ChainPlan>][] = [
  ['standard', {}],
  ['backfill', { kind: 'backfill' }],
  ['organization', { org: true }],
  ['shadow region', { region: 'eu-west-1' }],
];

const verify = (maker: TrailMaker, { last_ms }: MadeChain, hours_later = 1.75): Promise<TrailVerification> =>
  verifyTrail(
    { source: maker.memory, now_ms: last_ms + hours_later * HOUR_MS, in_flight: 8 },
    { place: { bucket: 'trail-0', prefix: 'logs' }, range: { from_ms: EPOCH_MS, to_ms: null } },
  );

/** A chain of a kind; beside a backfill chain the standard one, whose logs are none of its. */
function made(maker: TrailMaker, plan: Partial<ChainPlan>): MadeChain {
  if (plan.kind === 'backfill') maker.chain({ ...plan, kind: 'standard', logs: 0 });
  return maker.chain(plan);
}

function expectBalanced({ totals, chains }: TrailVerification): void {
  for (const counts of [totals.digests, totals.backfill_digests, totals.logs]) {
    expect(counts.valid + counts.invalid + counts.unverifiable + counts.unverified).toBe(counts.total);
  }
  expect(chains.reduce((sum, { logs }) => sum + logs.total, 0)).toBe(totals.logs.total);
}

describe.each(kinds)('on a %s chain', (_, plan) => {
  test('an intact trail has no finding', async () => {
    const maker = new TrailMaker();
    const document = await verify(maker, made(maker, plan));
    expect(document.findings).toEqual([]);
    expect(document.totals.logs.valid).toBe(24);
    expect(schemaErrors('trail-verification', [document])).toEqual([]);
    expectBalanced(document);
  });

  test.each(tamperings.filter((one) => plan.kind !== 'backfill' || one.backfill !== null))(
    '$name: $found',
    async (one) => {
      const maker = new TrailMaker();
      const chain = made(maker, plan);
      one.act(maker, chain);
      const document = await verify(maker, chain);
      const found = new Set(document.findings.map(({ code }) => code));
      expect([...found].sort()).toEqual([...one.found].sort());
      expect(schemaErrors('trail-verification', [document])).toEqual([]);
      expectBalanced(document);
    },
  );
});

describe.each([['head'], ['middle'], ['tail']] as const)('digests missing at the %s', (at) => {
  test.each(Array.from({ length: 24 }, (_, index) => index + 1))(
    '%i of them are as many hours',
    async (k) => {
      const maker = new TrailMaker();
      const chain = maker.chain({ hours: 30, logs: 0 });
      const begin = { head: 0, middle: 3, tail: 30 - k }[at];
      for (const digest of chain.digests.slice(begin, begin + k)) maker.remove(digest);
      const document = await verify(maker, chain);
      expect(document.findings).toMatchObject([{ code: 'digests-missing', data: { hours: k, at } }]);
      expect(document.totals.missing_hours).toBe(k);
    },
  );
});

test('a newest digest of just under 2 h 30 min is fresh, at 2 h 30 min one is missing', async () => {
  const maker = new TrailMaker();
  const chain = maker.chain();
  expect((await verify(maker, chain, 2.5 - 1 / HOUR_MS)).findings).toEqual([]);
  expect((await verify(maker, chain, 2.5)).totals.missing_hours).toBe(1);
});

test('when a digest is bad its logs are counted as unverified', async () => {
  const maker = new TrailMaker();
  const chain = maker.chain();
  maker.change(chain.digests[5] as MadeChain['digests'][number], { signature: 'zz' });
  const { totals } = await verify(maker, chain);
  expect(totals.logs).toEqual({ total: 24, valid: 22, invalid: 0, unverifiable: 0, unverified: 2 });
});
