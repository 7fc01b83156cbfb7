/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call -- documents are read without the types of the code under test */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliIn, temporaryFolder } from '../cli/support/run-cli.js';
import { schemaErrors } from '../support/schema-errors.js';
import { numericLeaves } from './support/numeric-leaves.js';
import { type Raw, RawLake } from './support/raw-lake.js';
import { recomputeReport } from './support/recompute-report.js';
import { recomputeRollUp } from './support/recompute-roll-up.js';
import { DAYS, makeSurveyedLake } from './support/surveyed-lake.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder, 1_795_305_600_000_000_000n);
const lake = new RawLake(path.join(folder, 'lake'));
beforeAll(() => makeSurveyedLake(folder), 600_000);
afterAll(remove);

async function written(...args: string[]): Promise<Raw> {
  return JSON.parse((await tapewarden('report', ...args, '--json')).stdout);
}

/** Numbers that stand in one document and not in the other, or otherwise; none where every number was recomputed and is right. */
function differences(report: Raw, recomputed: Raw): string[] {
  const [told, expected] = [numericLeaves(report), numericLeaves(recomputed)];
  return [...new Set([...told.keys(), ...expected.keys()])]
    .filter((at) => told.get(at) !== expected.get(at))
    .map(
      (at) =>
        `${at}: the report says ${told.get(at) ?? 'nothing'}, the lake ${expected.get(at) ?? 'nothing'}`,
    );
}

test.each(DAYS)(
  'every number of the report of %s is what manifests, runs, jobs and Parquet files say',
  async (date) => {
    const report = await written('--date', date);
    expect(schemaErrors('report', [report])).toEqual([]);
    expect(numericLeaves(report).size).toBeGreaterThan(500);
    expect(differences(report, await recomputeReport(lake, date))).toEqual([]);
  },
);

test('the day of the test has what the test is about', async () => {
  const report = await written('--date', DAYS[1]);
  expect(report.alerts.total).toBeGreaterThan(0);
  expect(report.arrival_totals).toMatchObject({ control_breaks: 1 });
  expect(report.arrival_totals.late_files).toBeGreaterThan(0);
  expect(report.rejections.records_rejected).toBeGreaterThan(0);
  expect(report.quarantine.some(({ withdrawn }: Raw) => withdrawn > 0)).toBe(true);
  expect(report.changes.since.trade_date).toBe(DAYS[1]);
  expect(report.jobs.totals).toMatchObject({ jobs: 5, usd: '0.400002', unpriced: 4 });
  expect((await written('--date', DAYS[0])).arrival_totals.missing).toBe(1);
});

test('every number of a month and of its quarter is what the days of the lake say', async () => {
  for (const [flag, period] of [
    ['--month', '2026-11'],
    ['--quarter', '2026-Q4'],
  ] as const) {
    const rollUp = await written(flag, period);
    expect(differences(rollUp, await recomputeRollUp(lake, period, rollUp.days))).toEqual([]);
  }
});

test('the comparison finds a number that differs, and one that nobody recomputed', () => {
  expect(differences({ a: [{ feed: 'x', n: 1 }], b: 2 }, { a: [{ feed: 'x', n: 3 }] })).toEqual([
    'a[x].n: the report says 1, the lake 3',
    'b: the report says 2, the lake nothing',
  ]);
  expect(differences({ usd: '0.1' }, { usd: '0.10' })).toHaveLength(1);
});

test('a report made later as of the time of an earlier one has its bytes', async () => {
  const then = cliIn(folder, 1_795_305_600_000_000_000n);
  const first = await then('report', '--date', DAYS[1], '--json');
  const { run_id } = JSON.parse(first.stdout).provenance;
  const { recordAudit } = await import('../../src/lake/audit/record-audit.js');
  const { openLocalStore } = await import('../../src/store/local-store.js');
  const key = lake.files('audit/kind=access').at(-1) ?? '';
  const { kind, write_id, tapewarden_version, sound, result } = lake.json(key);
  const again = { kind, write_id: `${write_id}2`, tapewarden_version, sound, result };
  await recordAudit(openLocalStore(lake.folder), again, 1_795_400_000_000_000_000n);
  const later = cliIn(folder, 1_795_500_000_000_000_000n);
  const now = await later('report', '--date', DAYS[1], '--json');
  expect(now.stdout).not.toBe(first.stdout);
  const asOf = await later('report', '--run', run_id, '--as-of', '2026-11-22T00:00:00Z', '--json');
  expect(asOf.stdout).toBe(first.stdout);
});
