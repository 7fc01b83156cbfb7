import { expect, test } from 'vitest';
import type { TrailVerification } from '../../../src/domain/generated/trail-verification.js';
import { chainName } from '../../../src/security/cloudtrail/digest-key.js';
import type { Anchor } from '../../../src/security/cloudtrail/link-chain.js';
import type { TrailRequest } from '../../../src/security/cloudtrail/trail-request.js';
import { verifyTrail } from '../../../src/security/cloudtrail/verify-trail.js';
import { type ChainPlan, EPOCH_MS, HOUR_MS, TrailMaker } from '../support/trail-maker.js';

const verify = (
  { memory }: TrailMaker,
  last_ms: number,
  request: Partial<TrailRequest> = {},
): Promise<TrailVerification> =>
  verifyTrail(
    { source: memory, now_ms: last_ms + 1.75 * HOUR_MS },
    { place: { bucket: 'trail-0', prefix: 'logs' }, range: { from_ms: EPOCH_MS, to_ms: null }, ...request },
  );

const codes = ({ findings }: TrailVerification): string[] => findings.map(({ code }) => code);

/** Where a run ended, as its report says it. */
function anchored({ chains }: TrailVerification): Pick<TrailRequest, 'anchors' | 'range'> {
  const heads = chains.flatMap(({ head, ...id }) =>
    head === null ? [] : [[chainName(id), { ...head, end_ms: Date.parse(head.end) }] as const],
  );
  const from_ms = Math.min(...heads.map(([, { end_ms }]) => end_ms));
  return { anchors: new Map<string, Anchor>(heads), range: { from_ms, to_ms: null } };
}

/** Nine hours of a trail in two regions, verified for the first six; then what lies in one region is removed, but not in `but`. */
async function wiped(plan: Partial<ChainPlan> = {}, but = 'nowhere') {
  const maker = new TrailMaker();
  const { last_ms } = maker.chain({ ...plan, hours: 9 });
  maker.chain({ ...plan, hours: 9, region: 'eu-west-1' });
  const now_ms = EPOCH_MS + 6 * HOUR_MS;
  const earlier = await verify(maker, now_ms, { range: { from_ms: EPOCH_MS, to_ms: now_ms } });
  expect(earlier.findings).toEqual([]);
  for (const uri of maker.memory.objects.keys()) {
    if (uri.includes('/eu-west-1/') && !uri.startsWith(`s3://${but}/`)) maker.memory.objects.delete(uri);
  }
  return { maker, last_ms, since: anchored(earlier) };
}

test('a region in which an earlier run ended and of which nothing is left has its hours missing', async () => {
  const { maker, last_ms, since } = await wiped();
  const document = await verify(maker, last_ms, since);
  expect(document.findings).toMatchObject([
    { code: 'digests-missing', uri: '123456789012/eu-west-1/audit/standard', data: { hours: 3, at: 'tail' } },
  ]);
  expect(codes(await verify(maker, last_ms))).toEqual([]);
});

test('a region or trail that is not asked for is not missed', async () => {
  const { maker, last_ms, since } = await wiped();
  expect(codes(await verify(maker, last_ms, { ...since, regions: ['us-east-1'] }))).toEqual([]);
  expect((await verify(maker, last_ms, { ...since, trail: 'theirs' })).chains).toEqual([]);
});

test('what an earlier run left in another bucket is read there, where nothing leads to it any more', async () => {
  const { maker, last_ms, since } = await wiped({ moves: [7] }, 'trail-0');
  const place = { bucket: 'trail-1', prefix: 'logs' };
  const document = await verify(maker, last_ms, { ...since, place });
  expect(document.findings).toMatchObject([{ code: 'digests-missing', data: { hours: 2, at: 'tail' } }]);
});

test('logs that another trail delivers are no strays, and its name hides none', async () => {
  const maker = new TrailMaker();
  const chain = maker.chain({ hours: 6 });
  const other = maker.chain({ hours: 6, trail: 'theirs', logs: 3 });
  expect((await verify(maker, chain.last_ms, { trail: 'audit' })).totals).toMatchObject({
    digests: { total: 6 },
    unnamed_objects: 0,
  });
  const stray = maker.stray(chain.plan, EPOCH_MS + 3.5 * HOUR_MS);
  const found = await verify(maker, chain.last_ms, { trail: 'audit' });
  expect(found.findings).toMatchObject([{ code: 'object-unnamed', uri: `s3://trail-0/${stray.key}` }]);
  const [digest] = other.digests;
  if (digest === undefined) throw new Error('no digest');
  maker.change(digest, { signature: 'zz' });
  const unproven = await verify(maker, chain.last_ms, { trail: 'audit' });
  expect(codes(unproven)).toEqual(Array(4).fill('object-unnamed'));
});

const CALLED = { name: 'audit', awsRegion: 'us-east-1', recipientAccountId: '123456789012' };
const ARN = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/audit';

test.each([
  ['by its name', CALLED, true],
  ['by its ARN, from anywhere', { ...CALLED, awsRegion: 'eu-west-1', name: ARN }, true],
  ['of the same name in another region', { ...CALLED, awsRegion: 'eu-west-1' }, false],
  ['of the same name in another account', { ...CALLED, recipientAccountId: '999999999999' }, false],
  ['of the same name by another ARN', { ...CALLED, name: ARN.replace('us-east-1', 'eu-west-1') }, false],
  ['of another name', { ...CALLED, name: `${ARN}-other` }, false],
])('a stop of a trail %s explains a gap: %s', async (_, stop, explains) => {
  for (const org of [false, true]) {
    const maker = new TrailMaker();
    const chain = maker.chain({ hours: 6, restarts: [3], stop, org });
    const document = await verify(maker, chain.last_ms);
    // Whose trail an organization's is, only its ARN tells.
    const any_account = org && stop.name === 'audit' && stop.awsRegion === 'us-east-1';
    expect(codes(document)).toEqual(explains || any_account ? [] : ['logging-gap']);
  }
});

test('with the ARN of an organization trail only a stop of its own account explains a gap', async () => {
  const maker = new TrailMaker();
  const stop = { ...CALLED, recipientAccountId: '999999999999' };
  const chain = maker.chain({ hours: 6, restarts: [3], stop, org: true });
  const settings = {
    ...{ arn: ARN, multi_region: true, organization: true, validation: true, logging: true },
    ...{ delivery_error: null, digest_delivery_error: null, management_events: true, data_events: true },
  };
  expect(codes(await verify(maker, chain.last_ms, { settings }))).toEqual(['logging-gap']);
  const own = { ...settings, arn: ARN.replace('123456789012', '999999999999') };
  expect(codes(await verify(maker, chain.last_ms, { settings: own }))).toEqual([]);
});
