import { expect, test } from 'vitest';
import type { PatternSpec } from '../../../src/domain/generated/pattern.js';
import { sampleThreshold } from '../../../src/surveillance/scorecard/sample-threshold.js';
import type { LabelledResult } from '../../../src/surveillance/scorecard/score-pattern.js';
import { combine, parseSweep } from '../../../src/surveillance/scorecard/sweep-settings.js';

const setting = (type: 'duration' | 'count' | 'ratio') => ({
  type,
  default: '1',
  meaning: 'm',
  source: 'proposed',
});
const settings: PatternSpec['settings'] = {
  window_ns: setting('duration'),
  min_orders: setting('count'),
  min_share: setting('ratio'),
};

test.each([
  ['window_ns=10s..120s/3', ['10000000000ns', '65000000000ns', '120000000000ns']],
  ['window_ns=1ns..2ns/3', ['1ns', '2ns']],
  ['min_orders=1..6/6', ['1', '2', '3', '4', '5', '6']],
  ['min_share=0.5..1/3', ['0.5', '0.75', '1']],
  ['min_share=0..1/4', ['0', '0.333333', '0.666666', '1']],
])('a sweep takes both ends and even steps, cut to what the setting holds: %s', (text, values) => {
  expect(parseSweep(settings, text)?.values).toEqual(values);
});

test.each([
  'window=1s..2s/2',
  'window_ns=1..2/2',
  'min_orders=5..5/2',
  'min_orders=6..1/2',
  'min_orders=1..2/1',
  'min_orders=1..99/51',
  'min_orders=1',
])('what is no sweep is refused: %s', (text) => {
  expect(parseSweep(settings, text)).toBeNull();
});

test('two sweeps give every combination', () => {
  const sweeps = [
    { setting: 'a', values: ['1', '2'] },
    { setting: 'b', values: ['3', '4'] },
  ];
  expect(combine(sweeps)).toEqual([
    { a: '1', b: '3' },
    { a: '1', b: '4' },
    { a: '2', b: '3' },
    { a: '2', b: '4' },
  ]);
});

/** A result whose alerts have a value of the measure and one event, by name. */
function result(alerts: Record<string, [value: string | null, event: string]>): LabelledResult {
  return {
    day: { trade_date: '2026-11-20' },
    cases: [],
    events: new Map(),
    alerts: Object.entries(alerts).map(
      ([alert_id, [value]]) =>
        ({
          alert_id,
          trade_date: '2026-11-20',
          subject: { account_id: alert_id },
          measures: { gap: value },
        }) as unknown as LabelledResult['alerts'][number],
    ),
    evidence: Object.entries(alerts).map(([alert_id, [, event_id]]) => ({
      ...{ alert_id, dataset: 'order_events' as const, event_id, role: 'r', event_ts_ns: '0' },
    })),
    not_run: null,
  };
}

test('samples stand on both sides of the line, nearest first; what is above is never below', () => {
  const measures = { gap: { meaning: 'm', unit: 'ns', setting: 'window_ns', compare: 'at_most' as const } };
  const task = { spec: { id: 'p', measures }, setting: 'window_ns', threshold: '100', labelled: false };
  const { above, below } = sampleThreshold({
    ...task,
    days: [
      {
        in_force: result({ far: ['1', 'e1'], at: ['100', 'e2'], none: [null, 'e3'] }),
        others: [
          result({ farther: ['300', 'e4'], just: ['101', 'e5'], at: ['100', 'e2'], inside: ['99', 'e6'] }),
          result({ just: ['101', 'e5'] }),
        ],
      },
    ],
  });
  expect(above.map(({ alert_id }) => alert_id)).toEqual(['at', 'far']);
  expect(below.map(({ alert_id, verdict }) => [alert_id, verdict])).toEqual([
    ['just', null],
    ['farther', null],
  ]);
  expect(sampleThreshold({ ...task, setting: 'min_orders', days: [] })).toEqual({
    above: [],
    below: [],
  });
});

test('labelled days of one trade date are told apart: what one raises hides nothing of the other', () => {
  const measures = { gap: { meaning: 'm', unit: 'ns', setting: 'window_ns', compare: 'at_most' as const } };
  const task = { spec: { id: 'p', measures }, setting: 'window_ns', threshold: '100', labelled: false };
  const { above, below } = sampleThreshold({
    ...task,
    days: [
      { in_force: result({ same: ['100', 'e1'] }), others: [result({ same: ['100', 'e1'] })] },
      { in_force: result({ same: ['100', 'e2'] }), others: [result({ near: ['101', 'e1'] })] },
    ],
  });
  expect(above.map(({ alert_id }) => alert_id)).toEqual(['same', 'same']);
  expect(below.map(({ alert_id }) => alert_id)).toEqual(['near']);
});
