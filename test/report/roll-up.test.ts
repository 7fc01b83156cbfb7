import { expect, test } from 'vitest';
import type { LedgerDay } from '../../src/domain/generated/ledger-day.js';
import { buildReport } from '../../src/report/build-report.js';
import { listJobs } from '../../src/report/list-jobs.js';
import { renderPageHtml } from '../../src/report/render-page-html.js';
import { buildRollUp } from '../../src/report/roll-up/build-roll-up.js';
import { dayBars } from '../../src/report/roll-up/day-bars.js';
import type { KnownDay, ReportedDay } from '../../src/report/roll-up/roll-up-input.js';
import { rollUpPage } from '../../src/report/roll-up/roll-up-page.js';
import { schemaErrors } from '../support/schema-errors.js';
import { eventfulDay, hostileText, layering, ledgerEntry, outcome, run } from './sample-documents.js';
import { hash } from './sample-surroundings.js';

function ledger(verdict: LedgerDay['verdict'], entries: LedgerDay['entries'] = []): LedgerDay {
  return { format: 1, trade_date: '2026-11-20', asked_at_ns: '1', verdict, entries, datasets: [] };
}

function day(part: Partial<KnownDay> = {}): KnownDay {
  return {
    ...{
      trade_date: '2026-11-20',
      session: 'regular',
      session_name: null,
      over: true,
      runs: 0,
      report: null,
    },
    ledger: ledger('nothing_due'),
    jobs: listJobs({ jobs: [], damaged: [] }, { patterns: [] }),
    ...part,
  };
}

function reported(input = eventfulDay): ReportedDay {
  return { ...buildReport(input), report_sha256: hash('report') };
}

const stateOf = (part: Partial<KnownDay>) =>
  buildRollUp({ period: '2026-11', days: [day(part)] }).days[0]?.state;

test.each([
  ['a session that is over and that nobody ran', {}, 'no_run'],
  ['a session that is not over', { over: false }, 'not_due_yet'],
  ['a session of which files may still come', { ledger: ledger('not_due_yet') }, 'not_due_yet'],
  ['a closed market', { session: 'closed', ledger: ledger('no_session') }, 'no_session'],
  [
    'a closed market for which a file came',
    { session: 'closed', ledger: ledger('complete', [ledgerEntry({ feed: 'acme-orders' })]) },
    'no_run',
  ],
  [
    'a closed market on which a feed of every day is missing',
    { session: 'closed', ledger: ledger('incomplete') },
    'no_run',
  ],
  ['a closed market that was run', { session: 'closed', report: reported(), runs: 1 }, 'run'],
] as const)('%s', (_, part, state) => {
  expect(stateOf(part as Partial<KnownDay>)).toBe(state);
});

test('days with a run and days without one are added up, and the worst verdict of an area stands', async () => {
  const quiet = {
    ...eventfulDay,
    patterns: [layering],
    run: run({ patterns: [outcome({})] }),
    alerts: [],
    evidence: [],
  };
  const rollUp = buildRollUp({
    period: '2026-11',
    days: [
      day({ trade_date: '2026-11-18', report: reported(quiet), runs: 1 }),
      day({ trade_date: '2026-11-19' }),
      day({
        report: reported(),
        runs: 2,
        ledger: ledger('incomplete', eventfulDay.ledger.entries as LedgerDay['entries']),
      }),
    ],
  });
  expect(schemaErrors('report-roll-up', [rollUp])).toEqual([]);
  expect(rollUp.totals).toMatchObject({
    days: 3,
    days_run: 2,
    days_no_run: 1,
    days_inconclusive: 1,
    days_failed: 1,
  });
  expect(rollUp.totals.alerts).toEqual({ total: 3, high: 2, medium: 1, low: 0 });
  expect(rollUp.areas.find(({ area }) => area === 'surveillance')).toMatchObject({
    worst: 'failed',
    failed: 1,
  });
  expect(rollUp.feeds.find(({ feed }) => feed === 'tape-quotes')).toMatchObject({
    due: 1,
    missing: 1,
    read: 0,
  });
});

test('the page names each day that nobody can sign for before anything else, and text from files is no mark-up', async () => {
  const hostile = {
    ...eventfulDay,
    run: run({ patterns: [outcome({ outcome: 'failed', pattern_id: hostileText })] }),
  };
  const days = [day({ trade_date: '2026-11-19' }), day({ report: reported(hostile), runs: 1 })];
  const page = await renderPageHtml(rollUpPage(buildRollUp({ period: '2026-11', days })));
  expect(page).toContain('2026-11-19: nobody has looked.');
  expect(page.indexOf('nobody has looked')).toBeLessThan(page.indexOf('<h2'));
  expect(page).not.toContain('<script>');
});

test('days of which the same is to be said are told together, in ranges over the days with a session', async () => {
  const dates = ['16', '17', '18', '19', '20', '23', '24'].map((date) => `2026-11-${date}`);
  const missing = ['a', 'b', 'c', 'd'].map((feed) => ledgerEntry({ feed, verdict: 'incomplete' }));
  const days = dates.map((trade_date) => {
    const looked = trade_date === '2026-11-20';
    return day({
      trade_date,
      ledger: ledger('incomplete', looked ? [] : missing),
      ...(looked ? { report: reported(), runs: 1 } : {}),
    });
  });
  const closed = day({ trade_date: '2026-11-21', session: 'closed', ledger: ledger('no_session') });
  const rollUp = buildRollUp({ period: '2026-11', days: [...days.slice(0, 5), closed, ...days.slice(5)] });
  const page = await renderPageHtml(rollUpPage(rollUp));
  expect(page).toContain(
    '<span class="mark failed">No run</span> 2026-11-16 to 2026-11-19 (4 days), 2026-11-23, 2026-11-24: nobody has looked.',
  );
  expect(page.match(/No run<\/span> 2026/g)).toHaveLength(1);
  expect(page.match(/missing: a, b, c, d</g)).toHaveLength(1);
  expect(page.match(/missing: the same 4 feeds as on 2026-11-16</g)).toHaveLength(5);
});

test('charts of days leave out closed days, cross those that nobody looked at, and add up the rest', async () => {
  const days = buildRollUp({
    period: '2026-11',
    days: [
      day({ trade_date: '2026-11-18', report: reported(), runs: 1 }),
      day({ trade_date: '2026-11-19' }),
      day({ trade_date: '2026-11-21', session: 'closed', ledger: ledger('no_session') }),
    ],
  }).days;
  const chart = dayBars(days, {
    series: ['high', 'medium', 'low'],
    measure: 'alerts',
    valuesOf: ({ run: looked }) => looked && [looked.alerts.high, looked.alerts.medium, looked.alerts.low],
  });
  expect(chart.categories).toEqual([
    { label: '11-18', values: [2, 1, 0], notes: ['3'] },
    { label: '11-19', values: [null, null, null], notes: ['✕'] },
  ]);
});
