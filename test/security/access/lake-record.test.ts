import { expect, test } from 'vitest';
import { readHistory } from '../../../src/lake/read-history.js';
import { readLakeRecord } from '../../../src/security/access/expected-writes.js';
import { loadAccessRules } from '../../../src/security/access/load-access-rules.js';
import { acmeFile, acmeLine, acmeName, shippedFeed } from '../../canonicalize/support/feeds.js';
import { deliver, published } from '../../canonicalize/support/lake.js';
import { type FakeS3Lake, openFakeS3Lake } from '../../fakes/s3/open-fake-s3-lake.js';
import { POLICY, reconcile, verifiedLog } from './support/access-input.js';
import type { ShortRecord } from './support/trail-record.js';

const acme = shippedFeed('acme-orders');
const LAKE = { bucket: 'acme-surveillance', prefix: 'lake' };
const { rules } = await loadAccessRules();

/** A lake in the fake of S3, some of whose objects go in parts, with a delivery that has a rejected record. */
async function publishedLake(): Promise<FakeS3Lake> {
  const lake = await openFakeS3Lake({ fake: { least_part_bytes: 1 }, store: { part_bytes: 600 } });
  const bytes = acmeFile([acmeLine(1), acmeLine(2), acmeLine(3, { side: '9' })]);
  published(await deliver({ folder: lake.folder, store: lake.store }, acme, { name: acmeName, bytes }));
  return lake;
}

/** What CloudTrail would have recorded of the fake's calls, all at one time. */
function recordsOf({ fake, bucket }: FakeS3Lake, eventTime: string): ShortRecord[] {
  return fake.calls
    .filter(({ operation, key }) => key !== '' && !/^(Head|List)/.test(operation))
    .map(({ operation, key, number, headers }) => {
      const requestID = `REQUEST${String(number).padStart(8, '0')}`;
      const [version] = bucket.versions(key);
      const whole = operation === 'PutObject' || operation === 'CompleteMultipartUpload';
      return {
        ...{ eventID: `event-${number}`, eventTime, eventName: operation, requestID, role: 'Writer' },
        requestParameters: { bucketName: LAKE.bucket, key },
        ...(whole ? { version: version?.version_id, bytes: Number(headers['content-length'] ?? 0) } : {}),
      };
    });
}

async function reconciled(lake: FakeS3Lake, change: (records: ShortRecord[]) => ShortRecord[]) {
  const [{ entry } = { entry: { committed_at_ns: '0' } }] = await readHistory(lake.store, {});
  const at = new Date(Number(BigInt(entry.committed_at_ns) / 1_000_000n));
  const time = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const day = Math.floor(at.getTime() / 86_400_000) * 86_400_000;
  return reconcile({
    logs: [verifiedLog('log', change(recordsOf(lake, time(at.getTime()))))],
    lake: await readLakeRecord(lake.store),
    policy: { ...POLICY, lake: LAKE },
    rules,
    range: { from: time(day), to: time(day + 86_400_000) },
  });
}

test('a delivery that was put into S3 reconciles to the byte with the calls that were made', async () => {
  const lake = await publishedLake();
  const { findings, writes } = await reconciled(lake, (records) => records);
  expect(findings).toEqual([]);
  expect(writes).toMatchObject({ missing: 0, repeated: 0, unrecorded: 0, overwriting: 0 });
  // Raw bytes, rows, quarantine and the entry.
  expect(writes).toMatchObject({ due: 4, matched: 4, events: 4, own: 4 });
});

test('each write that is taken out of the trail is missed by its key', async () => {
  const lake = await publishedLake();
  for (const [index, key] of lake.bucket.keys().entries()) {
    const { findings } = await reconciled(lake, (records) =>
      records.filter(({ requestParameters }) => (requestParameters as { key: string }).key !== key),
    );
    expect([index, findings.map(({ rule_id, subject }) => [rule_id, subject])]).toEqual([
      index,
      [['write-missing', key.slice('lake/'.length)]],
    ]);
  }
});

test('an object that somebody puts beside the lake, and one byte more in a write, are told', async () => {
  const lake = await publishedLake();
  const { findings } = await reconciled(lake, (records) => [
    ...records.map((record) => {
      const { key } = record['requestParameters'] as { key: string };
      return key.includes('/raw/') && record['eventName'] === 'PutObject'
        ? { ...record, bytes: Number(record['bytes']) + 1 }
        : record;
    }),
    {
      ...records[0],
      eventID: 'rogue',
      eventName: 'PutObject',
      requestParameters: { bucketName: LAKE.bucket, key: 'lake/data/rogue' },
    },
  ]);
  expect(
    findings.map(({ rule_id, sentence }) => [rule_id, sentence.replace(/[0-9a-f]{64}/g, '<hash>')]),
  ).toMatchInlineSnapshot(`
    [
      [
        "write-differs",
        "raw/66/<hash>: size of the write is 193 in the trail, but 192 as manifests/acme-orders/00000001.json records",
      ],
      [
        "write-unrecorded",
        "arn:aws:iam::111122223333:role/pipeline/Writer wrote data/rogue by request REQUEST00000006, but no manifest or record of the lake names this key",
      ],
    ]
  `);
});
