import { expect, test } from 'vitest';
import type { TrailSettings } from '../../../src/domain/generated/trail-verification.js';
import { checkTrail, unreadableTrail } from '../../../src/security/posture/trail-controls.js';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/trail';
const sound: TrailSettings = {
  arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit',
  multi_region: true,
  organization: false,
  validation: true,
  kms_key: KEY,
  logging: true,
  delivery_error: null,
  digest_delivery_error: null,
  management_events: true,
  data_events: true,
};

const broken = (settings: Partial<TrailSettings>): [string, string, readonly string[]][] =>
  checkTrail({ ...sound, ...settings }, [KEY])
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ id, verdict, evidence }) => [id, verdict, evidence]);

test('a trail that records everything everywhere passes every control', () => {
  expect(broken({})).toEqual([]);
  expect(checkTrail(sound, [KEY])).toHaveLength(6);
});

test.each<[Partial<TrailSettings>, string, string]>([
  [{ logging: false }, 'cloudtrail-logging', 'the trail does not record'],
  [{ delivery_error: 'AccessDenied' }, 'cloudtrail-logging', 'logs do not arrive: AccessDenied'],
  [{ digest_delivery_error: 'NoSuchBucket' }, 'cloudtrail-logging', 'digests do not arrive: NoSuchBucket'],
  [{ validation: false }, 'cloudtrail-validated', 'log file validation is off'],
  [{ data_events: false }, 'cloudtrail-data-events', 'no selector records data events'],
  [{ management_events: false }, 'cloudtrail-management-events', 'no selector records them'],
  [{ kms_key: null }, 'cloudtrail-own-key', `the trail has no key of ours, expected ${KEY}`],
  [{ kms_key: `${KEY}2` }, 'cloudtrail-own-key', `the trail has ${KEY}2, expected ${KEY}`],
  [{ multi_region: false }, 'cloudtrail-every-region', 'it records one region'],
])('with %j the control %s fails alone', (settings, id, evidence) => {
  expect(broken(settings)).toEqual([[id, 'fail', [evidence]]]);
});

test('what cannot be read is unknown, with the permission that is missing', () => {
  const permissionsOf = (results: ReturnType<typeof checkTrail>): (string | null)[] =>
    results.flatMap((one) => (one.verdict === 'unknown' ? [one.missing_permission] : []));
  expect(permissionsOf(checkTrail({ ...sound, logging: null }, [KEY]))).toEqual([
    'cloudtrail:GetTrailStatus',
  ]);
  expect(permissionsOf(checkTrail({ ...sound, data_events: null, management_events: null }, [KEY]))).toEqual(
    Array(2).fill('cloudtrail:GetEventSelectors'),
  );
  expect(permissionsOf(unreadableTrail(sound.arn))).toEqual(Array(6).fill('cloudtrail:DescribeTrails'));
});
