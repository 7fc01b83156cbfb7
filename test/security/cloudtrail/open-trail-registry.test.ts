import { CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openTrailRegistry } from '../../../src/security/cloudtrail/open-trail-registry.js';
import type { TrailRegistry } from '../../../src/security/cloudtrail/trail-registry.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import { FakeCloudTrail } from '../../fakes/cloudtrail/fake-cloudtrail.js';

const ARN = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/audit';
const DAY_MS = 86_400_000;
const means = { now_ms: () => 0, sleep: () => Promise.resolve(), random: () => 0.5 };
const limits = { attempts: 3, first_wait_ms: 1, longest_wait_ms: 1, deadline_ms: 1000 };

beforeAll(() => {
  stubAwsEnvironment();
  return () => vi.unstubAllEnvs();
});

async function started(): Promise<{ fake: FakeCloudTrail; registry: TrailRegistry }> {
  const fake = await FakeCloudTrail.start();
  onTestFinished(() => fake.stop());
  return { fake, registry: openTrailRegistry({ endpoint: fake.endpoint, limits }, means) };
}

test('keys are asked for as instants, to the last page', async () => {
  const mock = mockClient(CloudTrailClient);
  onTestFinished(() => mock.restore());
  const key = { Value: Uint8Array.of(1), Fingerprint: 'f', ValidityStartTime: new Date(5) };
  mock
    .on(ListPublicKeysCommand)
    .resolvesOnce({ PublicKeyList: [key], NextToken: 'more' })
    .resolves({ PublicKeyList: [{ Fingerprint: 'without a value' }] });
  const keys = await openTrailRegistry({ limits }, means).publicKeys('eu-west-1', 0, DAY_MS);
  expect(keys).toEqual([{ fingerprint: 'f', der: key.Value, valid: { from_ms: 5, to_ms: null } }]);
  expect(mock.commandCalls(ListPublicKeysCommand).map(({ args }) => args[0].input)).toEqual([
    { StartTime: new Date(0), EndTime: new Date(DAY_MS), NextToken: undefined },
    { StartTime: new Date(0), EndTime: new Date(DAY_MS), NextToken: 'more' },
  ]);
});

test('each region is asked for its own keys, and status and selectors of a shadow trail at its home', async () => {
  const { fake, registry } = await started();
  for (const region of ['us-east-1', 'eu-west-1', 'eu-west-1', 'eu-west-1']) {
    const fingerprint = `f${fake.keys.length}`;
    fake.keys.push({ region, value: Buffer.from('k'), fingerprint, from_ms: 0, to_ms: DAY_MS });
  }
  const keys = await registry.publicKeys('eu-west-1', 0, 1000);
  expect(keys.map(({ fingerprint }) => fingerprint)).toEqual(['f1', 'f2', 'f3']);
  const arn = ARN.replace('us-east-1', 'eu-west-1');
  const selectors = {
    AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }],
  };
  const place = { S3BucketName: 'b', S3KeyPrefix: 'p/' };
  const trail = { TrailARN: arn, Name: 'audit', HomeRegion: 'eu-west-1', ...place };
  fake.trails.push({ trail, status: { IsLogging: true }, selectors });
  const known = await registry.trail(arn);
  expect(known.place).toEqual({ bucket: 'b', prefix: 'p' });
  expect(known.settings).toMatchObject({ logging: true, data_events: true, management_events: false });
  expect(new Set(fake.calls.map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
});

test('what throttles is asked again, as often as may be', async () => {
  const { fake, registry } = await started();
  fake.failing.push('ThrottlingException', 'ThrottlingException');
  expect(await registry.publicKeys('us-east-1', 0, 1000)).toEqual([]);
  fake.failing.push('ThrottlingException', 'ThrottlingException', 'ThrottlingException');
  await expect(registry.publicKeys('us-east-1', 0, 1000)).rejects.toMatchObject({
    code: 'cloudtrail-unavailable',
    retryable: true,
    message: expect.stringMatching(
      /^cloudtrail:ListPublicKeys in us-east-1 failed 3 times \(ThrottlingException: said by the test\); run again later/,
    ) as string,
  });
});

test('what CloudTrail refuses and trails that it does not know are told with the next step', async () => {
  const { registry } = await started();
  await expect(registry.publicKeys('us-east-1', 2000, 1000)).rejects.toMatchObject({
    code: 'cloudtrail-refused',
    message: expect.stringContaining(
      'in us-east-1 is refused (InvalidTimeRangeException: start after end)',
    ) as string,
  });
  for (const arn of [ARN, 'arn:aws:s3:::bucket']) {
    await expect(registry.trail(arn)).rejects.toMatchObject({
      code: 'cloudtrail-trail-unknown',
      message: expect.stringContaining(`${arn}: CloudTrail knows no such trail`) as string,
    });
  }
});
