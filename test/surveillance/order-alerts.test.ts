import { expect, test } from 'vitest';
import {
  compareGravity,
  countSeverities,
  highestSeverity,
  type Ranked,
} from '../../src/surveillance/order-alerts.js';

const ranked = (alert_id: string, severity: Ranked['severity'], more: Partial<Ranked> = {}): Ranked => ({
  ...{ alert_id, severity, score: 50, first_ts_ns: '1795186800000000000' },
  ...more,
});

test('gravest comes first: severity, then score, then time to the nanosecond, then id', () => {
  const sorted = [
    ranked('a', 'high', { score: 10 }),
    ranked('b', 'medium', { score: 60 }),
    ranked('c', 'medium', { first_ts_ns: '1795186799999999999' }),
    ranked('d', 'medium'),
    ranked('e', 'medium'),
    ranked('f', 'medium', { first_ts_ns: '1795186800000000001' }),
    ranked('g', 'low', { score: 99 }),
  ];
  expect(sorted.toReversed().sort(compareGravity)).toEqual(sorted);
  expect(compareGravity(ranked('a', 'low'), ranked('a', 'low'))).toBe(0);
});

test('severities are counted from high to low, and the highest is told', () => {
  const some = [ranked('a', 'low'), ranked('b', 'medium'), ranked('c', 'low')];
  expect([countSeverities(some), highestSeverity(some)]).toEqual(['1 medium, 2 low', 'medium']);
  expect([countSeverities([]), highestSeverity([])]).toEqual(['', null]);
});
