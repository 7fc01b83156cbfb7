import { expect, test } from 'vitest';
import type { PatternSpec } from '../../src/domain/generated/pattern.js';
import { collectAlerts, type ResultRow } from '../../src/surveillance/collect-alerts.js';

const measure = { meaning: 'm', unit: 'u' };
const spec: PatternSpec = {
  id: 'p',
  version: 3,
  catalogue: 1,
  title: 't',
  behaviour: 'b',
  cites: ['c'],
  workload: 'surveillance',
  reads: { order_events: ['event_id'] },
  settings: {},
  subject: ['symbol'],
  measures: { part: measure, whole: measure, share: { ...measure, ratio_of: ['part', 'whole'] } },
  roles: { order: 'o', fill: 'f' },
  severity: {
    start: 60,
    medium: 40,
    high: 70,
    source: 's',
    parts: { part: { points: 40, from: '0', full: '10' } },
  },
};
const origin = { spec, settings_sha256: '0'.repeat(64), settings: {}, trade_date: '2026-11-20' };

const alertRow = (more: ResultRow = {}): ResultRow => ({
  symbol: 'XYZ',
  episode_id: 'e1',
  first_ts_ns: '10',
  last_ts_ns: '20',
  part: '1.000000',
  whole: 3,
  ...more,
});
const evidenceRow = (more: ResultRow = {}): ResultRow => ({
  episode_id: 'e1',
  dataset: 'order_events',
  event_id: 'x1',
  role: 'order',
  event_ts_ns: '10',
  ...more,
});

function share(part: unknown, whole: unknown): string | null | undefined {
  return collectAlerts(origin, [alertRow({ part, whole })], [evidenceRow()]).alerts[0]?.measures['share'];
}

test('numbers of all engines become one text: decimals without spare zeros, whole numbers of any kind', () => {
  const { alerts } = collectAlerts(origin, [alertRow({ first_ts_ns: 10n })], [evidenceRow()]);
  expect(alerts[0]).toMatchObject({ first_ts_ns: '10', measures: { part: '1', whole: '3' } });
});

test('a ratio is cut to six decimals, never rounded up', () => {
  expect(share('2', '3')).toBe('0.666666');
  expect(share('0.999999999', '1')).toBe('0.999999');
  expect(share('95', '100')).toBe('0.95');
  expect(share('-1.5', '1')).toBe('-1.5');
  expect(share('3', '2')).toBe('1.5');
});

test('a ratio without a part, a whole, or with nothing as the whole is null', () => {
  expect(share(null, '3')).toBeNull();
  expect(share('3', null)).toBeNull();
  expect(share('3', '0.000000')).toBeNull();
});

test('alerts are sorted by instant as a number, evidence by alert and instant', () => {
  const rows = [
    alertRow({ episode_id: 'late', first_ts_ns: '100' }),
    alertRow({ episode_id: 'early', first_ts_ns: '99' }),
  ];
  const evidenceRows = [
    evidenceRow({ episode_id: 'late', event_id: 'b', event_ts_ns: '100' }),
    evidenceRow({ episode_id: 'early', event_id: 'a', event_ts_ns: '100', role: 'fill' }),
    evidenceRow({ episode_id: 'early', event_id: 'c', event_ts_ns: '99' }),
  ];
  const { alerts, evidence } = collectAlerts(origin, rows, evidenceRows);
  expect(alerts.map(({ first_ts_ns }) => first_ts_ns)).toEqual(['99', '100']);
  const early = evidence.filter(({ alert_id }) => alert_id === alerts[0]?.alert_id);
  expect(early.map(({ event_id }) => event_id)).toEqual(['c', 'a']);
});

test('the identity of an alert knows nothing of episode names, roles and row order', () => {
  const rows = [evidenceRow(), evidenceRow({ event_id: 'x2' })];
  const renamed = [
    evidenceRow({ event_id: 'x2', episode_id: 'other' }),
    evidenceRow({ episode_id: 'other', role: 'fill' }),
  ];
  const first = collectAlerts(origin, [alertRow()], rows).alerts[0]?.alert_id;
  expect(collectAlerts(origin, [alertRow({ episode_id: 'other' })], renamed).alerts[0]?.alert_id).toBe(first);
  expect(collectAlerts(origin, [alertRow()], rows.slice(1)).alerts[0]?.alert_id).not.toBe(first);
  expect(collectAlerts(origin, [alertRow({ symbol: 'QQQ' })], rows).alerts[0]?.alert_id).not.toBe(first);
});

type BrokenContract = { what: string; alerts: ResultRow[]; evidence: ResultRow[]; message: RegExp };

const broken: readonly BrokenContract[] = [
  {
    what: 'an alert without evidence',
    alerts: [alertRow()],
    evidence: [],
    message: /episode "e1" has evidence/,
  },
  {
    what: 'two alerts of one episode',
    alerts: [alertRow(), alertRow()],
    evidence: [evidenceRow()],
    message: /episode "e1" has evidence, and one row/,
  },
  {
    what: 'evidence without an alert',
    alerts: [],
    evidence: [evidenceRow()],
    message: /evidence of episode "e1" has an alert/,
  },
  {
    what: 'one event twice in a role',
    alerts: [alertRow()],
    evidence: [evidenceRow(), evidenceRow()],
    message: /each event once/,
  },
  {
    what: 'a role that is not declared',
    alerts: [alertRow()],
    evidence: [evidenceRow({ role: 'x' })],
    message: /role "x" is declared/,
  },
  {
    what: 'a dataset without events',
    alerts: [alertRow()],
    evidence: [evidenceRow({ dataset: 'accounts' })],
    message: /"accounts" is a dataset of events/,
  },
  {
    what: 'a float as a measure',
    alerts: [alertRow({ part: 0.5 })],
    evidence: [evidenceRow()],
    message: /column part/,
  },
  {
    what: 'a subject that is null',
    alerts: [alertRow({ symbol: null })],
    evidence: [evidenceRow()],
    message: /column symbol/,
  },
  {
    what: 'a column that is not there',
    alerts: [alertRow({ whole: undefined })],
    evidence: [evidenceRow()],
    message: /column whole/,
  },
  {
    what: 'two episodes with the same subject and events',
    alerts: [alertRow(), alertRow({ episode_id: 'e2' })],
    evidence: [evidenceRow(), evidenceRow({ episode_id: 'e2' })],
    message: /two episodes do not share alert/,
  },
];

test.each(broken)('$what is a bug in the pattern', ({ alerts, evidence, message }) => {
  expect(() => collectAlerts(origin, alerts, evidence)).toThrow(message);
});
