import { beforeAll, describe, expect, test } from 'vitest';
import type { RetentionPolicy } from '../../../src/domain/generated/retention-policy.js';
import { collectJobs } from '../../../src/lake/removal/collect-jobs.js';
import { applyRetention } from '../../../src/lake/retention/apply-retention.js';
import { needsOfJobs } from '../../../src/lake/retention/needs-of-jobs.js';
import { placeHold, releaseHold } from '../../../src/lake/retention/place-hold.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { TestLake } from '../../canonicalize/support/lake.js';
import { copyOfLake, type SharedLake, verify, writeSharedLake } from '../support/shared-lake.js';

const policy = {
  classes: { surveillance: { years: 6 } },
  results: 'surveillance',
} as unknown as RetentionPolicy;
const attempt = `jobs/trade_date=2026-11-20/job=${'a'.repeat(64)}/attempt=0001/`;
const named = { alerts: 'b'.repeat(64), evidence: 'c'.repeat(64) };
const result = JSON.stringify({
  alerts: { rows: 0, sha256: named.alerts },
  evidence: { rows: 0, sha256: named.evidence },
});

let shared: SharedLake;
beforeAll(async () => {
  shared = await writeSharedLake();
  return shared.remove;
});

async function lakeWith(objects: Readonly<Record<string, string>>): Promise<{
  lake: TestLake;
  means: Parameters<typeof applyRetention>[0];
}> {
  const lake = await copyOfLake(shared);
  for (const [key, text] of Object.entries(objects)) {
    await lake.store.putIfAbsent(key, { bytes: Buffer.from(text) });
  }
  let writes = 0;
  const new_write_id = (): string => {
    writes += 1;
    return `write-${writes}`;
  };
  const now_ns = (): bigint => 4_000_000_000_000_000_000n;
  return { lake, means: { store: openLocalStore(lake.root), now_ns, new_write_id } };
}

describe('rows of a job', () => {
  const stray = `${attempt}out/alerts-${'d'.repeat(64)}.json`;
  const objects = {
    [stray]: 'x',
    [`${attempt}out/alerts-${named.alerts}.json`]: '',
    [`${attempt}out/result.json`]: result,
  };
  const later = { before_ns: 4_000_000_000_000_000_000n, dry_run: false };

  test('that its result does not name go once the attempt has ended, and nothing else of it', async () => {
    const { lake, means } = await lakeWith(objects);
    expect(await collectJobs(means, later)).toEqual({ results: [], young: [] });
    await lake.store.putIfAbsent(`${attempt}ended.json`, { bytes: Buffer.from('{}') });
    const young = await collectJobs(means, { ...later, before_ns: 0n });
    expect([young.results, young.young.map(({ key }) => key)]).toEqual([[], [stray]]);
    expect((await collectJobs(means, later)).results.map(({ key }) => key)).toEqual([stray]);
    expect((await lake.store.list(attempt)).map(({ key }) => key).sort()).toEqual(
      [`${attempt}ended.json`, ...Object.keys(objects).filter((key) => key !== stray)].sort(),
    );
  });

  test('stay where the result cannot be read', async () => {
    const { means } = await lakeWith({
      [stray]: 'x',
      [`${attempt}out/result.json`]: '{',
      [`${attempt}ended.json`]: '{}',
    });
    expect((await collectJobs(means, later)).results).toEqual([]);
  });
});

describe('retention of jobs', () => {
  const objects = {
    [`${attempt.replace(/attempt.*/, '')}job.json`]: '{}',
    'canaries/trade_date=2026-11-20/x.parquet': 'x',
    'jobs/logs/applications/a/jobs/1/SPARK_DRIVER/stdout.gz': 'x',
    'jobs/code/x/run_plan.py': 'x',
  };
  const day_ns = (text: string): bigint => BigInt(Date.parse(text)) * 1_000_000n;

  test('keeps the whole folder of a job as long as its newest object, and code for ever', () => {
    const [job = '', canary = '', log = '', code = ''] = Object.keys(objects);
    const put = (key: string, day: string): Parameters<typeof needsOfJobs>[0][number] => ({
      key,
      bytes: 1,
      modified_ns: day_ns(day),
    });
    const listed = [
      put(job, '2026-11-20T23:00:00Z'),
      put(`${attempt}ended.json`, '2026-11-21T01:00:00Z'),
      put(canary, '2026-11-19T00:00:00Z'),
      put(log, '2026-11-22T00:00:00Z'),
      put(code, '2026-11-22T00:00:00Z'),
    ];
    expect(needsOfJobs(listed, [], policy).map(({ key, kept_through }) => [key, kept_through])).toEqual([
      [job, '2032-11-21'],
      [`${attempt}ended.json`, '2032-11-21'],
      [canary, '2032-11-20'],
      [log, '2032-11-22'],
    ]);
  });

  test('removes them with the rest of the day, on record, and not under a hold', async () => {
    const { lake, means } = await lakeWith(objects);
    const whole = { ...policy, datasets: {}, otherwise: 'surveillance' } as RetentionPolicy;
    const order = { policy: whole, on: '2200-01-01', by: 'R. Officer' };
    const feeds = [
      ...new Set(
        (await lake.store.list('manifests/')).map(({ key }) => key.split('/')[1]?.replace('feed=', '') ?? ''),
      ),
    ];
    const hold_id = await placeHold(means, feeds, {
      from: '2026-11-20',
      to: '2026-11-20',
      reason: 'inquiry 17',
      by: 'A. Counsel',
    });
    const ofJobs = (keys: readonly { key: string }[]): string[] =>
      keys.map(({ key }) => key).filter((key) => /^(?:jobs|canaries)\//.test(key));
    expect(ofJobs(await applyRetention(means, order))).toEqual([]);
    await releaseHold(means, feeds, { hold_id, reason: 'closed', by: 'A. Counsel' });
    expect(ofJobs(await applyRetention(means, order)).sort()).toEqual(
      Object.keys(objects)
        .filter((key) => !key.startsWith('jobs/code'))
        .sort(),
    );
    expect((await verify(lake)).findings).toEqual([]);
  });
});
