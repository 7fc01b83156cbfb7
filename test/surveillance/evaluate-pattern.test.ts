import { expect, test } from 'vitest';
import { loadMarketDay } from '../../src/lake/calendar/market-day.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { bindPattern } from '../../src/surveillance/bind-pattern.js';
import { evaluatePattern } from '../../src/surveillance/evaluate-pattern.js';
import type { Pattern } from '../../src/surveillance/load-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { type CaseRow, caseDay, caseSql, caseTradeDate } from './support/pattern-case.js';
import { settingsOf, withSession } from './support/run-case.js';

const { patterns } = await loadPatternCatalogue();
const canonical = await readViewColumns();
const pattern = patterns.find(({ spec }) => spec.id === 'wash-trade') as Pattern;

const fill = (id: string, account: string, more: CaseRow): CaseRow => ({
  event_id: id,
  event_type: 'fill',
  at: '10:00:00',
  symbol: 'XYZ',
  imid: 'ALFA',
  order_id: id,
  account_id: account,
  price: '10.00',
  qty: '100',
  ...more,
});
const account = (id: string): CaseRow => ({
  account_id: id,
  owner_id: 'OWN1',
  account_type: 'individual',
  imid: 'ALFA',
});
const washed = new Map([
  [
    'order_events',
    [
      fill('f1', 'A1', { side: 'buy' }),
      fill('f2', 'A2', { side: 'sell' }),
      fill('f3', 'A1', { side: 'buy', symbol: 'QQQ' }),
    ],
  ],
  ['accounts', [account('A1'), account('A2')]],
]);

async function evaluate(
  changed: Partial<Pattern> = {},
  {
    datasets = washed,
    overrides = {},
    limit,
  }: { datasets?: Map<string, CaseRow[]>; overrides?: Record<string, string>; limit?: number } = {},
) {
  return await withSession(async (session) => {
    await session.run(caseSql({ datasets }, canonical));
    const settings = settingsOf(pattern, overrides);
    const changedPattern = { ...pattern, ...changed };
    return await evaluatePattern(session, {
      pattern: changedPattern,
      settings,
      sql: bindPattern(changedPattern, settings, caseDay),
      day: caseDay,
      available: new Set(datasets.keys()),
      ...(limit === undefined ? {} : { evidence_limit: limit }),
    });
  });
}

test('alerts carry pattern, version, settings, day and severity, and count what was looked at', async () => {
  const result = await evaluate();
  expect(result).toMatchObject({ outcome: 'alerts', reason: null, events_seen: 3, instruments_seen: 2 });
  expect(result.alerts).toHaveLength(1);
  expect(result.alerts[0]).toMatchObject({
    pattern_id: 'wash-trade',
    pattern_version: 1,
    settings_sha256: settingsOf(pattern).settings_sha256,
    trade_date: caseTradeDate,
    severity: 'medium',
    subject: { owner_id: 'OWN1', symbol: 'XYZ' },
    first_ts_ns: '1795186800000000000',
    last_ts_ns: '1795186800000000000',
    evidence_count: 2,
  });
  expect(result.evidence.map(({ alert_id }) => alert_id)).toEqual([
    result.alerts[0]?.alert_id,
    result.alerts[0]?.alert_id,
  ]);
});

test('nothing found is clear, and says how much was looked at', async () => {
  const datasets = new Map([...washed, ['order_events', [fill('f1', 'A1', { side: 'buy' })]]]);
  expect(await evaluate({}, { datasets })).toEqual({
    outcome: 'clear',
    reason: null,
    alerts: [],
    evidence: [],
    events_seen: 1,
    instruments_seen: 1,
  });
});

test('a rule that is not in force on the day is not looked for, and neither clear nor inconclusive', async () => {
  const spec = { ...pattern.spec, effective: { to: '2026-11-19' } };
  const nothing = { alerts: [], evidence: [], events_seen: 0, instruments_seen: 0 };
  const outside = {
    outcome: 'not_in_force',
    reason: `${pattern.spec.cites.join(', ')} is not in force on 2026-11-20, only until 2026-11-19`,
    ...nothing,
  };
  expect(await evaluate({ spec })).toEqual(outside);
  expect(await evaluate({ spec }, { datasets: new Map() })).toEqual(outside);
  const inForce = await evaluate({ spec: { ...spec, effective: { to: caseTradeDate } } });
  expect(inForce.outcome).toBe('alerts');
});

test('a dataset that is not there makes it inconclusive, never clear', async () => {
  const datasets = new Map([...washed].filter(([name]) => name !== 'accounts'));
  expect(await evaluate({}, { datasets })).toMatchObject({
    outcome: 'inconclusive',
    reason: 'no data for accounts on 2026-11-20',
    alerts: [],
  });
});

test('a pattern that tells time by the session is inconclusive on a day without one, others run', async () => {
  const day = {
    trade_date: caseTradeDate,
    session: null,
    closed: 'Thanksgiving Day',
    previous_close_ns: null,
  };
  const timed = {
    ...pattern,
    alerts_sql: `SELECT * FROM (${pattern.alerts_sql}) t WHERE :session_close_ns > 0`,
  };
  await withSession(async (session) => {
    await session.run(caseSql({ datasets: washed }, canonical));
    const settings = settingsOf(pattern);
    const outcomeOf = async (evaluated: Pattern) => {
      const sql = bindPattern(evaluated, settings, day);
      const available = new Set(washed.keys());
      const { outcome, reason } = await evaluatePattern(session, {
        pattern: evaluated,
        settings,
        sql,
        day,
        available,
      });
      return [outcome, reason];
    };
    expect(await outcomeOf(timed)).toEqual([
      'inconclusive',
      'no session on 2026-11-20 (Thanksgiving Day), by whose hours it tells time',
    ]);
    expect(await outcomeOf(pattern)).toEqual(['alerts', null]);
  });
});

test('the hours of a half day stand in the SQL', async () => {
  const timed = { ...pattern, alerts_sql: 'SELECT :session_open_ns, :session_close_ns' };
  const { alerts_sql } = bindPattern(timed, settingsOf(pattern), await loadMarketDay('2026-11-27'));
  expect(alerts_sql).toBe('SELECT CAST(1795789800000000000 AS BIGINT), CAST(1795802400000000000 AS BIGINT)');
});

test('an error of the database makes it failed, with the reason', async () => {
  const result = await evaluate({ alerts_sql: 'SELECT owner FROM accounts' });
  expect(result.outcome).toBe('failed');
  expect(result.reason).toContain('"owner" not found');
});

test('the same events find the same alert; other settings or another version find another', async () => {
  const idOf = async (...input: Parameters<typeof evaluate>) =>
    (await evaluate(...input)).alerts[0]?.alert_id;
  const first = await idOf();
  expect(await idOf()).toBe(first);
  expect(await idOf({}, { overrides: { window_ns: '1000ms' } })).toBe(first);
  expect(await idOf({}, { overrides: { window_ns: '2s' } })).not.toBe(first);
  expect(await idOf({ spec: { ...pattern.spec, version: 2 } })).not.toBe(first);
});

test('evidence at the limit is kept, more of it is a failure that says so', async () => {
  expect(await evaluate({}, { limit: 2 })).toMatchObject({ outcome: 'alerts' });
  expect(await evaluate({}, { limit: 1 })).toEqual({
    outcome: 'failed',
    reason: '1 alerts with 2 evidence rows, expected at most 1; narrow the settings',
    alerts: [],
    evidence: [],
    events_seen: 3,
    instruments_seen: 2,
  });
});

test('the empty stand-in for an absent dataset is gone afterwards, so a later day can bring it', async () => {
  await withSession(async (session) => {
    await session.run(caseSql({ datasets: washed }, canonical));
    const settings = settingsOf(pattern);
    const sql = bindPattern(pattern, settings, caseDay);
    const task = { pattern, settings, sql, day: caseDay };
    const before = await evaluatePattern(session, { ...task, available: new Set(washed.keys()) });
    expect(before.outcome).toBe('alerts');
    await session.run(
      caseSql(
        { datasets: new Map([['instruments', [{ symbol: 'XYZ', name: 'XYZ', is_test_issue: true }]]]) },
        canonical,
      ),
    );
    const after = await evaluatePattern(session, {
      ...task,
      available: new Set([...washed.keys(), 'instruments']),
    });
    expect(after.outcome).toBe('clear');
  });
});
