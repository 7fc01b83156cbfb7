import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { pinDay } from '../../src/jobs/pin-day.js';
import { type ConfiguredPattern, planJobs } from '../../src/jobs/plan-jobs.js';
import { runPlansLocally } from '../../src/jobs/run-plans-locally.js';
import { loadMarketDay } from '../../src/lake/calendar/market-day.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { loadPattern } from '../../src/surveillance/load-pattern.js';
import { acme } from '../canonicalize/replay/support/lake-with-rejects.js';
import { acmeHeader, acmeLine, acmeTrailer, gzipLines } from '../canonicalize/support/feeds.js';
import {
  deliver,
  openTestLake,
  published,
  type TestLake,
  temporaryFolder,
} from '../canonicalize/support/lake.js';
import { settingsOf } from '../surveillance/support/run-case.js';

const alertsSql = `SELECT n.symbol, n.event_id AS episode_id, n.event_ts_ns AS first_ts_ns, n.event_ts_ns AS last_ts_ns,
  h.earlier, h.nearest, h.farthest
FROM order_events n
JOIN (SELECT symbol, COUNT(*) AS earlier, MIN(sessions_ago) AS nearest, MAX(sessions_ago) AS farthest
      FROM order_events_history GROUP BY symbol) h ON h.symbol = n.symbol
WHERE h.earlier >= :min_earlier
`;
const evidenceSql = `SELECT a.episode_id, 'order_events' AS dataset, h.event_id, 'earlier' AS role, h.event_ts_ns
FROM alerts a
JOIN order_events_history h ON h.symbol = a.symbol
`;

/** A pattern that counts what the sessions before say of a symbol. */
async function patternOf({ at_least }: { at_least: number }): Promise<ConfiguredPattern> {
  const folder = path.join(await temporaryFolder(), 'seen-before');
  await mkdir(folder);
  const yaml = `id: seen-before
version: 1
catalogue: 0
title: Seen before
behaviour: A symbol that was traded before.
cites: [FINRA 3110]
workload: surveillance
reads: {order_events: [event_id, event_ts_ns, symbol]}
reads_history: {order_events: {sessions: 3, at_least: ${at_least}, columns: [event_id, event_ts_ns, symbol, sessions_ago]}}
settings: {min_earlier: {type: count, default: "1", meaning: Events before., source: proposed}}
subject: [symbol]
measures:
  earlier: {meaning: Events before., unit: events, setting: min_earlier, compare: at_least}
  nearest: {meaning: Sessions ago., unit: sessions}
  farthest: {meaning: Sessions ago., unit: sessions}
roles: {earlier: An event before.}
severity: {start: 60, medium: 40, high: 70, source: proposed, parts: {earlier: {points: 40, full: 10 times}}}
`;
  await writeFile(path.join(folder, 'pattern.yaml'), yaml);
  await writeFile(path.join(folder, 'alerts.sql'), alertsSql);
  await writeFile(path.join(folder, 'evidence.sql'), evidenceSql);
  const pattern = await loadPattern(folder);
  if (Array.isArray(pattern)) throw new Error(JSON.stringify(pattern));
  return { pattern, settings: settingsOf(pattern) };
}

async function sendDays(lake: TestLake, dates: readonly string[]): Promise<void> {
  for (const [index, trade_date] of dates.entries()) {
    const date = trade_date.replaceAll('-', '');
    const line = acmeLine(index + 1, { ts: `${date}-10:00:00.000000001` });
    const bytes = gzipLines([acmeHeader, line, acmeTrailer(1, { date })]);
    published(await deliver(lake, acme, { name: `acme-orders-${date}.psv.gz`, bytes, trade_date }));
  }
}

async function look(lake: TestLake, trade_date: string, configured: ConfiguredPattern) {
  const { store } = lake;
  const day = await loadMarketDay(trade_date);
  const inputs = await pinDay({ store, patterns: [configured] }, trade_date, {});
  const plans = planJobs(day, [configured], { inputs, columns: await readViewColumns() });
  const planned = plans.map((plan) => ({ ...configured, plan }));
  const machine = { store, day, spill: path.join(lake.folder, 'spill'), threads: 1, memory_mb: 500 };
  const [result] = await runPlansLocally(planned, machine, () => undefined);
  return { inputs, plan: plans[0], result };
}

test('a pattern sees the sessions before its day, as many as it asks for and no day without a session', async () => {
  const lake = await openTestLake();
  // 2026-11-26 is Thanksgiving, 21 and 22 a weekend; the fourth session before the 27th is asked for by nobody.
  await sendDays(lake, ['2026-11-20', '2026-11-23', '2026-11-25', '2026-11-27']);
  const { inputs, result } = await look(lake, '2026-11-27', await patternOf({ at_least: 2 }));
  expect(inputs.map(({ trade_date, sessions_ago }) => [trade_date, sessions_ago])).toEqual([
    ['2026-11-23', 3],
    ['2026-11-25', 1],
    [undefined, undefined],
  ]);
  expect(result?.outcome).toBe('alerts');
  expect(result?.events_seen).toBe(1);
  expect(result?.alerts.map(({ measures }) => measures)).toEqual([
    { earlier: '2', nearest: '1', farthest: '3' },
  ]);
  expect(result?.evidence).toHaveLength(2);
});

test('one session fewer than the pattern needs is inconclusive and says so', async () => {
  const lake = await openTestLake();
  await sendDays(lake, ['2026-11-23', '2026-11-25', '2026-11-27']);
  const { result } = await look(lake, '2026-11-27', await patternOf({ at_least: 3 }));
  expect(result).toMatchObject({
    outcome: 'inconclusive',
    reason:
      'order_events of 2 sessions before 2026-11-27, expected at least 3; canonicalize earlier days first',
  });
});

test('a pattern that can do without earlier sessions runs on the first day of a lake', async () => {
  const lake = await openTestLake();
  await sendDays(lake, ['2026-11-20']);
  const { plan, result } = await look(lake, '2026-11-20', await patternOf({ at_least: 0 }));
  expect(result).toMatchObject({ outcome: 'clear', events_seen: 1 });
  expect(plan?.absent?.map(({ dataset }) => dataset)).toEqual(['order_events_history']);
});
