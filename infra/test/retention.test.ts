import { expect, test } from 'vitest';
import { keptThrough } from '../../src/lake/retention/kept-through.js';
import { lockDays, readRetentionPeriods } from '../retention-periods.js';
import { resourcesOf, type Synthesized, synthesize } from './synthesized.js';

const periods = readRetentionPeriods(new URL('../../retention.yaml', import.meta.url));
const prod = synthesize('prod');
const dev = synthesize('dev');

type Rule = {
  Id: string;
  Prefix?: string;
  ExpirationInDays?: number;
  NoncurrentVersionExpiration?: { NoncurrentDays: number };
  Transitions?: { StorageClass: string; TransitionInDays: number }[];
};
type Bucket = {
  ObjectLockConfiguration?: { Rule: { DefaultRetention: { Mode: string; Days: number } } };
  LifecycleConfiguration?: { Rules: Rule[] };
};

function bucketsOf(stage: Synthesized): Record<string, Bucket> {
  return Object.fromEntries(
    resourcesOf(stage, 'AWS::S3::Bucket').map(({ Properties }) => [
      String(Properties['BucketName']).replace(/^tapewarden-(dev|prod)-(.*)-111122223333-us-east-1$/, '$2'),
      Properties as Bucket,
    ]),
  );
}

function locksOf(stage: Synthesized): Record<string, { Mode: string; Days: number } | null> {
  return Object.fromEntries(
    Object.entries(bucketsOf(stage)).map(([name, bucket]) => [
      name,
      bucket.ObjectLockConfiguration?.Rule.DefaultRetention ?? null,
    ]),
  );
}

function rulesOf(stage: Synthesized, bucket: string): Rule[] {
  return bucketsOf(stage)[bucket]?.LifecycleConfiguration?.Rules ?? [];
}

test('raw deliveries and the trail are locked in compliance mode as long as the longest record is kept', () => {
  // Six years of 365 days, two leap days, the last day and a put before midnight.
  const six_years = { Mode: 'COMPLIANCE', Days: 2194 };
  expect(locksOf(prod)).toEqual({
    raw: six_years,
    audit: six_years,
    canonical: null,
    quarantine: null,
    results: null,
    state: null,
    'access-logs': null,
  });
});

test.each(Object.entries(periods.years))(
  'a record of class %s is kept %i years, and its delivery is locked no shorter',
  (_, years) => {
    expect([3, 5, 6]).toContain(years);
    expect(locksOf(prod)['raw']?.Days).toBeGreaterThanOrEqual(lockDays(years));
  },
);

test('a lock of dev lasts a day, so that what was tried can be torn down', () => {
  const { raw, audit } = locksOf(dev);
  expect([raw, audit]).toEqual([
    { Mode: 'COMPLIANCE', Days: 1 },
    { Mode: 'COMPLIANCE', Days: 1 },
  ]);
});

test('a lock lasts as long as lake retention keeps the record, on whatever day it was put', () => {
  expect([periods.longest_years, periods.shortest_years]).toEqual([6, 3]);
  for (let day = Date.UTC(2024, 0, 1); day < Date.UTC(2032, 0, 1); day += 86_400_000)
    for (const years of [3, 5, 6]) {
      // Put at the first instant of a day, committed on the next.
      const committed = new Date(day + 86_400_000).toISOString().slice(0, 10);
      const removable = Date.parse(keptThrough(committed, years)) + 86_400_000;
      expect(day + lockDays(years) * 86_400_000).toBeGreaterThanOrEqual(removable);
    }
});

test('each dataset stays where it is read soonest for its accessible years, and is read at once afterwards', () => {
  const moves = rulesOf(prod, 'canonical').filter(({ Transitions }) => Transitions !== undefined);
  expect(moves.map(({ Prefix }) => Prefix).sort()).toEqual(
    Object.keys(periods.accessible_years)
      .map((dataset) => `data/${dataset}/`)
      .sort(),
  );
  for (const { Prefix, Transitions } of moves) {
    const years = periods.accessible_years[String(Prefix).split('/')[1] ?? ''] ?? Number.NaN;
    expect(Transitions).toEqual([{ StorageClass: 'GLACIER_IR', TransitionInDays: lockDays(years) }]);
  }
});

test.each([
  ['prod', prod],
  ['dev', dev],
] as const)(
  '%s: no life-cycle rule removes a record; the log of accesses goes after six years, an answer of Athena and the state of an execution after a month',
  (_, stage) => {
    const ends = Object.keys(bucketsOf(stage)).flatMap((bucket) =>
      rulesOf(stage, bucket)
        .filter(
          (rule) => rule.ExpirationInDays !== undefined || rule.NoncurrentVersionExpiration !== undefined,
        )
        .map(({ Prefix, ExpirationInDays }) => [bucket, Prefix ?? '', ExpirationInDays]),
    );
    expect(ends.sort()).toEqual([
      ['access-logs', '', 2194],
      ['results', 'athena/', 30],
      ['state', '', 30],
    ]);
  },
);
