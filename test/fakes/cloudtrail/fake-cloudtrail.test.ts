import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
} from '@aws-sdk/client-cloudtrail';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { stubAwsEnvironment } from '../aws-environment.js';
import { FakeCloudTrail } from './fake-cloudtrail.js';

const ARN = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/audit';

beforeAll(() => {
  stubAwsEnvironment();
  return () => vi.unstubAllEnvs();
});

async function started(region = 'us-east-1'): Promise<{ fake: FakeCloudTrail; client: CloudTrailClient }> {
  const fake = await FakeCloudTrail.start();
  onTestFinished(() => fake.stop());
  const trail = { TrailARN: ARN, Name: 'audit', HomeRegion: 'us-east-1', IsMultiRegionTrail: true };
  fake.trails.push({ trail, status: { IsLogging: true }, selectors: { TrailARN: ARN } });
  return { fake, client: new CloudTrailClient({ region, endpoint: fake.endpoint, maxAttempts: 1 }) };
}

test('a multi-region trail is a shadow elsewhere, where neither its status nor its selectors are known', async () => {
  const { client } = await started('eu-west-1');
  const described = await client.send(new DescribeTrailsCommand({ trailNameList: [ARN] }));
  expect(described.trailList?.[0]?.Name).toBe('audit');
  const own = new DescribeTrailsCommand({ trailNameList: [ARN], includeShadowTrails: false });
  expect((await client.send(own)).trailList).toEqual([]);
  const unknown = { name: 'TrailNotFoundException' };
  await expect(client.send(new GetTrailStatusCommand({ Name: ARN }))).rejects.toMatchObject(unknown);
  await expect(client.send(new GetEventSelectorsCommand({ TrailName: ARN }))).rejects.toMatchObject(unknown);
});

test('keys come in pages, of the region and of the time alone', async () => {
  const { fake, client } = await started();
  for (const [index, region] of ['us-east-1', 'us-east-1', 'us-east-1', 'eu-west-1'].entries()) {
    const from_ms = index * 30 * 86_400_000;
    const to_ms = from_ms + 30 * 86_400_000;
    fake.keys.push({ region, value: Buffer.from([index]), fingerprint: `f${index}`, from_ms, to_ms });
  }
  const asked = { StartTime: new Date(0), EndTime: new Date(200 * 86_400_000) };
  const first = await client.send(new ListPublicKeysCommand(asked));
  expect(first.PublicKeyList?.map(({ Fingerprint }) => Fingerprint)).toEqual(['f0', 'f1']);
  const second = await client.send(new ListPublicKeysCommand({ ...asked, NextToken: first.NextToken }));
  expect(second.PublicKeyList?.[0]?.Value).toEqual(Uint8Array.of(2));
  expect(second.NextToken).toBeUndefined();
  const early = { StartTime: new Date(0), EndTime: new Date(86_400_000) };
  expect((await client.send(new ListPublicKeysCommand(early))).PublicKeyList).toHaveLength(1);
  const turned = { StartTime: asked.EndTime, EndTime: asked.StartTime };
  await expect(client.send(new ListPublicKeysCommand(turned))).rejects.toMatchObject({
    name: 'InvalidTimeRangeException',
  });
});

test('what is denied or failing answers with the code of the service', async () => {
  const { fake, client } = await started();
  fake.denied.add('GetTrailStatus');
  fake.failing.push('ThrottlingException');
  const ask = (): Promise<unknown> => client.send(new GetTrailStatusCommand({ Name: ARN }));
  await expect(ask()).rejects.toMatchObject({ name: 'ThrottlingException' });
  await expect(ask()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  fake.denied.clear();
  await expect(ask()).resolves.toMatchObject({ IsLogging: true });
});
