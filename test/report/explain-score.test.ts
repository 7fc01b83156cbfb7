import { describe, expect, test } from 'vitest';
import type { ScorePart } from '../../src/domain/generated/alert.js';
import { compareMeasures } from '../../src/report/compare-measures.js';
import { doubtsOfScore, explainScore } from '../../src/report/explain-score.js';
import { alert, layering, outcome } from './sample-documents.js';

const { settings } = outcome({});

/** What is said of one part of 15 points of the layering alert, with the value of its measure. */
function reasonOf(part: Partial<ScorePart>, value: string | null): string | undefined {
  const whole = {
    measure: 'cancelled_qty',
    points: 3,
    of: 15,
    compare: 'at_least',
    from: '1000',
    full: '5 times',
  } as const;
  const scored = { ...whole, ...part };
  const found = alert({ measures: { [scored.measure]: value }, score_parts: [scored] });
  return explainScore(found, compareMeasures(found, layering.measures, settings), layering).score_parts[0]
    ?.reason;
}

describe('a part says in words how far its measure is past where it starts', () => {
  const filled = { measure: 'filled_qty', from: '0', full: '500' };
  const lasting = { measure: 'lifetime_ns', from: '5000000000', full: '0', compare: 'at_most' as const };
  test.each<[Partial<ScorePart>, string | null, string]>([
    [{}, '1500.5', '3 of 15 points: cancelled_qty 1,500.50 is 1.5 times the limit of 1,000; all at 5 times'],
    [{ points: 0 }, '1000.000000', '0 of 15 points: cancelled_qty 1,000 is just the limit; all at 5 times'],
    [
      { points: 0 },
      '1000.000001',
      '0 of 15 points: cancelled_qty 1,000.000001 is 1 times the limit of 1,000; all at 5 times',
    ],
    [
      { points: 15 },
      '1999999',
      '15 of 15 points: cancelled_qty 1,999,999 is 1999.99 times the limit of 1,000',
    ],
    [{ from: '0' }, '7', '3 of 15 points: cancelled_qty 7 is at least 0; all at 5 times'],
    [lasting, '2250000000', '3 of 15 points: lifetime_ns 2.25 s is 0.45 times the limit of 5 s; all at 0 ns'],
    [
      lasting,
      '49999999',
      '3 of 15 points: lifetime_ns 49.999999 ms is less than 0.01 times the limit of 5 s; all at 0 ns',
    ],
    [lasting, '0', '3 of 15 points: lifetime_ns 0 ns is 0 times the limit of 5 s; all at 0 ns'],
    [lasting, '-1', '3 of 15 points: lifetime_ns -1 ns is at most 5 s; all at 0 ns'],
    [filled, '100', '3 of 15 points: filled_qty 100 counts from 0 up; all at 500'],
    [
      { ...filled, compare: 'at_most' },
      '100',
      '3 of 15 points: filled_qty 100 counts from 0 down; all at 500',
    ],
    [{ points: 0 }, null, '0 of 15 points: cancelled_qty has no value; all at 5 times'],
    [{ points: 15 }, null, '15 of 15 points: cancelled_qty is something over nothing'],
    [{ measure: 'gone' }, '7', '3 of 15 points: gone 7 counts from 1,000 up; all at 5 times'],
  ])('%j of %s', (part, value, words) => {
    expect(reasonOf(part, value)).toBe(words);
  });
});

test('the levels are said beside the score', () => {
  expect(explainScore(alert({}), [], layering)).toMatchObject({
    ...{ score: 63, score_start: 55, severity: 'high' },
    score_levels: '63 of 100 is high: medium from 40, high from 60',
  });
});

test('a score that the specification at hand does not make is doubted, unless a setting is not at hand', () => {
  expect(doubtsOfScore(alert({}), layering, settings)).toEqual([]);
  expect(doubtsOfScore(alert({}), layering, { ...settings, max_lifetime_ns: '5s' })).toEqual([]);
  const changed = alert({ score: 64 });
  expect(doubtsOfScore(changed, layering, settings)).toEqual([
    'the alert was scored 64, high, but the specification at hand makes it 63, high',
  ]);
  expect(doubtsOfScore(alert({ severity: 'low' }), layering, settings)).toHaveLength(1);
  expect(doubtsOfScore(changed, layering, { min_layers: '3' })).toEqual([]);
});
