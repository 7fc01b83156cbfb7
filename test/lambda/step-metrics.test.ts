import { afterEach, expect, test, vi } from 'vitest';
import type { LedgerDay } from '../../src/domain/generated/ledger-day.js';
import type { Run } from '../../src/domain/generated/run.js';
import { runMetrics } from '../../src/lambda/step-metrics.js';
import { handler as verifyTrail } from '../../src/lambda/verify-trail.js';
import { handler as watchRun } from '../../src/lambda/watch-run.js';
import { openLambdaWorld } from './support/lambda-world.js';

afterEach(() => {
  vi.restoreAllMocks();
});

const totals = (read: number, rejected: number) => ({
  read,
  rejected,
  accepted: read - rejected,
  duplicates: 0,
});

function day(late: readonly (string | null)[]): Pick<LedgerDay, 'entries'> {
  return {
    entries: [{ deliveries: late.map((late_by_ns) => ({ late_by_ns })) }],
  } as unknown as Pick<LedgerDay, 'entries'>;
}

test('the figures of a run: the worst delivery is not hidden by the sum of all', () => {
  const run = {
    deliveries: [
      { status: 'published', totals: totals(1_000_000, 0) },
      { status: 'published', totals: totals(10, 5) },
      { status: 'refused', totals: null },
    ],
    missing_feeds: ['bolt-fix'],
    patterns: [
      { alerts: 2, canary: { state: 'found' } },
      { alerts: 0, canary: { state: 'missed' } },
      { alerts: 1 },
    ],
  } as unknown as Run;
  expect(runMetrics(run, day([null, '60000000000']))).toEqual({
    RecordsRead: 1_000_010,
    RecordsAccepted: 1_000_005,
    RecordsRejected: 5,
    RecordsDuplicate: 0,
    RejectedPercent: 50,
    DeliveriesRefused: 1,
    DeliveriesMissing: 1,
    DeliveriesLate: 1,
    Alerts: 3,
    CanariesMissed: 1,
  });
});

test('a day without deliveries has figures of nothing, not none', () => {
  const run = { deliveries: [], missing_feeds: [], patterns: [] } as unknown as Run;
  expect(runMetrics(run, day([]))).toMatchObject({ RecordsRead: 0, RejectedPercent: 0, CanariesMissed: 0 });
});

test('a trail that nobody configured is not measured as sound', async () => {
  await openLambdaWorld();
  vi.stubEnv('TAPEWARDEN_STEP', 'verify-trail');
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  await verifyTrail({ execution: 'e', trade_date: '2026-11-20' }, { awsRequestId: 'call-7' });
  const [done, measured] = written.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(done).toMatchObject({
    code: 'step-done',
    request_id: 'call-7',
    execution: 'e',
    run_id: '2026-11-20',
  });
  expect(measured).toHaveProperty('Seconds');
  expect(measured).not.toHaveProperty('TrailInvalid');
});

test('the look whether a run took place reads the lake of the project', async () => {
  await openLambdaWorld();
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const asked = { trade_date: '2026-11-20', execution: 'e', last: true };
  expect(await watchRun(asked)).toEqual({ trade_date: '2026-11-20', late: true, why: 'no run is recorded' });
});
