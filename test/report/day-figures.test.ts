import { expect, test } from 'vitest';
import type { JobAttempt } from '../../src/domain/generated/job.js';
import type { LedgerDelivery, LedgerEntry } from '../../src/domain/generated/ledger-day.js';
import type { PlotChart } from '../../src/report/charts/chart.js';
import { listArrivals } from '../../src/report/list-arrivals.js';
import { listJobs, type PlannedJob } from '../../src/report/list-jobs.js';
import type { Figure } from '../../src/report/page.js';
import { arrivalTimes } from '../../src/report/sections/arrival-times.js';
import { timeTicks } from '../../src/report/sections/arrival-words.js';
import { costFigure, durationFigure } from '../../src/report/sections/job-bars.js';
import { jobsSection } from '../../src/report/sections/jobs-section.js';
import { rejectsByTime } from '../../src/report/sections/rejects-by-time.js';
import { ledgerEntry, totals } from './sample-documents.js';
import { hash } from './sample-surroundings.js';

const date = '2026-11-20';
/** 18:30 in New York, when the feeds of the sample are due. */
const due = 1_795_217_400_000_000_000n;
const minute = 60_000_000_000n;

type File = Partial<LedgerDelivery> & { at: bigint; rejected?: number };

/** A feed with a file for each of these, at so many minutes after it was due. */
function feed(name: string, files: readonly File[]): LedgerEntry {
  const entry = ledgerEntry({ feed: name });
  const [sample] = entry.deliveries;
  if (sample === undefined) throw new Error('the sample has a delivery');
  const deliveries = files.map(({ at, rejected = 0, ...part }, index) => ({
    ...sample,
    ...{ file: `${name}-${index}`, sha256: hash(`${name}${index}`) },
    received_at_ns: String(due + at * minute),
    late_by_ns: at > 0n ? String(at * minute) : null,
    totals: totals({ read: 100, accepted: 100 - rejected, rejected }),
    ...part,
  }));
  return { ...entry, deliveries };
}

const chartOf = (figure: Figure | null): PlotChart => {
  if (figure === null || !('kind' in figure.drawing) || figure.drawing.kind !== 'plot')
    throw new Error('no plot');
  return figure.drawing;
};

const day = [
  feed('a', [
    { at: -30n, rejected: 2 },
    { at: 5n, rejected: 7 },
  ]),
  feed('b', [{ at: -10n, state: 'refused', totals: null }]),
  feed('c', [{ at: -30n }, { at: 90n, state: 'duplicate', totals: null, rejected: 3 }]),
  ledgerEntry({ feed: 'd', verdict: 'incomplete' }),
];
const arrivals = listArrivals({ entries: day });

test('files are marked in the lane of their feed, beside when they were due, and one that is missing has no mark', () => {
  const { marks, series, y } = chartOf(arrivalTimes(arrivals, date));
  const laneOf = new Map(y.ticks.map(({ at, label }) => [label, at]));
  const of = (name: string) =>
    marks
      .filter((mark) => mark.y === laneOf.get(name))
      .map(({ series: kind, x }) => `${series[kind]?.name} ${(x - due) / minute}`);
  expect(of('a')).toEqual(['due 0', 'in time -30', 'late 5']);
  expect(of('b')).toEqual(['due 0', 'refused -10']);
  expect(of('c')).toEqual(['due 0', 'in time -30', 'replaced, or sent twice 90']);
  expect(of('d')).toEqual(['due 0']);
});

test('the table of files has every number of the chart, in the order of arrival', () => {
  const figure = arrivalTimes(arrivals, date);
  const text = (figure?.data.rows ?? []).map((row) => JSON.stringify(row));
  expect(text.map((row) => /"([abc]-\d)"/.exec(row)?.[1])).toEqual(['a-0', 'c-0', 'b-0', 'a-1', 'c-1']);
  expect(text[3]).toContain('2026-11-20 18:35:00.000000000 EST');
  expect(text[3]).toContain('5 min');
  expect(figure?.data.rows[3]?.slice(-2)).toEqual(['100', '7']);
  expect(figure?.data.rows[2]?.slice(-2)).toEqual(['–', '–']);
});

test('of more files than are shown, late and refused ones are never left out', () => {
  const many = Array.from({ length: 250 }, (_, at): File => ({ at: BigInt(at - 300) }));
  const figure = arrivalTimes(listArrivals({ entries: [feed('a', [...many, { at: 1n }])] }), date);
  expect(figure?.data.rows).toHaveLength(200);
  expect(JSON.stringify(figure?.data.rows.at(-1))).toContain('a-250');
  expect(JSON.stringify(figure?.data.caption)).toContain('51 more');
});

test('rejected records of files that stand are added up in the order of arrival', () => {
  const figure = rejectsByTime(arrivals, date);
  expect(chartOf(figure).steps?.[0]?.points.slice(1)).toEqual([
    { x: due - 30n * minute, y: 2n },
    { x: due + 5n * minute, y: 9n },
  ]);
  expect(figure?.data.rows.map((row) => row.slice(-2))).toEqual([
    ['2', '2'],
    ['7', '9'],
  ]);
});

test('nothing is drawn of a single file, or of rejects that came at one time', () => {
  expect(arrivalTimes(listArrivals({ entries: [feed('a', [{ at: 1n }])] }), date)).toBeNull();
  const once = [feed('a', [{ at: 1n, rejected: 1 }]), feed('b', [{ at: 1n, rejected: 1 }, { at: 2n }])];
  expect(rejectsByTime(listArrivals({ entries: once }), date)).toBeNull();
});

test('ticks that would overlap are left out, and those of another day bear its date', () => {
  const instants = [due, due + minute, due + 600n * minute];
  const parts = [{ from: due - minute, to: due + 601n * minute, left: 0, right: 1 }];
  expect(timeTicks(instants, parts, date).map(({ label }) => label)).toEqual([
    '18:30:00',
    '2026-11-21 04:30:00',
  ]);
});

function job(id: string, attempts: readonly { seconds: number | null; usd: string | null }[]): PlannedJob {
  const begun = '2026-11-20T23:00:00.000Z';
  return {
    plan_id: id,
    job: {
      pattern_id: id,
      ...{
        job_id: hash(id),
        kind: 'pattern',
        state: 'starting',
        reason: null,
        rows: null,
        alerts: 7,
        outcome: 'alerts',
      },
      attempts: attempts.map(({ seconds, usd }, at) => ({
        ...{ attempt: at + 1, runner: 'emr-serverless', state: 'success', began_at: begun, reason: null },
        ended_at: seconds === null ? null : new Date(Date.parse(begun) + seconds * 1000).toISOString(),
        ...{ queued_seconds: null, estimate_usd: null, billed: usd === null ? null : { usd } },
      })) as unknown as JobAttempt[],
    } as unknown as PlannedJob['job'],
  };
}

test('bars of attempts are as long as they took and as dear as they were, with the exact amounts', () => {
  const { jobs } = listJobs(
    {
      jobs: [
        job('x', [
          { seconds: 4, usd: '0.25' },
          { seconds: 1.5, usd: null },
        ]),
        job('y', [{ seconds: null, usd: '1.000001' }]),
      ],
      damaged: [],
    },
    { patterns: [] },
  );
  const table = { kind: 'table', caption: '', columns: [], rows: [] } as const;
  expect(durationFigure(jobs, table)?.drawing).toMatchObject({
    categories: [
      { label: 'x, attempt 1', values: [1], notes: ['4 s'] },
      { label: 'x, attempt 2', values: [0.375], notes: ['1.50 s'] },
    ],
  });
  expect(costFigure(jobs)).toMatchObject({
    drawing: {
      categories: [
        { label: 'x, attempt 1', values: [0.24999], notes: ['0.25'] },
        { label: 'y', values: [1], notes: ['1.000001'] },
      ],
    },
    data: {
      rows: [
        ['x, attempt 1', '0.25'],
        ['y', '1.000001'],
      ],
    },
  });
  expect(costFigure(jobs.slice(0, 1))).toBeNull();
});

test('a job tells its state in words, what it found once, and each further attempt by its name', () => {
  const begun = job('x', [
    { seconds: 1803.25, usd: null },
    { seconds: null, usd: null },
  ]);
  const [first, second] = begun.job.attempts;
  if (first === undefined || second === undefined) throw new Error('two attempts');
  const attempts = [first, { ...second, state: 'starting' as const }];
  const known = { ...begun, job: { ...begun.job, attempts } };
  const [table] = jobsSection(listJobs({ jobs: [known], damaged: [] }, { patterns: [] })).blocks;
  const [one, other] = table?.kind === 'table' ? table.rows : [];
  expect(one?.[0]).toMatchObject({ lines: ['x', {}, { small: '7 alerts' }] });
  expect([one?.[4], other?.[0]]).toEqual(['30 min 3.25 s', 'x, attempt 2']);
  expect(other?.[1]).toEqual({ mark: '? Starting', state: 'incomplete' });
});
