import { describe, expect, test } from 'vitest';
import type { Case } from '../../../src/domain/generated/labels.js';
import type { PatternScore } from '../../../src/domain/generated/scorecard.js';
import { compareScores } from '../../../src/surveillance/scorecard/compare-scores.js';
import { type LabelledResult, scorePattern } from '../../../src/surveillance/scorecard/score-pattern.js';

function labelled(case_id: string, part: Partial<Case>): Case {
  return {
    ...{ case_id, kind: 'spoofing', abusive: true, intensity: 'plain', story: 's', symbol: 'XYZ' },
    ...{ accounts: [], owner_ids: [], orders: [], first_ts_ns: '0', last_ts_ns: '1' },
    ...part,
  };
}

const blatant = labelled('case-001', { intensity: 'blatant' });
const slight = labelled('case-002', { intensity: 'slight' });
const twin = labelled('case-003', { kind: 'innocent', abusive: false, resembles: 'spoofing' });
const layering = labelled('case-004', { kind: 'layering' });
const both = labelled('case-005', { kind: 'layering', also: ['spoofing'] });

/** A day on which each alert's evidence is the events of some cases, by name of the alert. */
function day(alerts: Record<string, readonly Case[]>, part: Partial<LabelledResult> = {}): LabelledResult {
  const cases = [blatant, slight, twin, layering, both];
  return {
    day: { trade_date: '2026-11-20' },
    cases,
    events: new Map(cases.map((one) => [`order_events ${one.case_id}`, [one]])),
    alerts: Object.keys(alerts).map(
      (alert_id) => ({ alert_id, subject: {} }) as LabelledResult['alerts'][number],
    ),
    evidence: Object.entries(alerts).flatMap(([alert_id, touched]) =>
      ['stranger', ...touched.map(({ case_id }) => case_id)].map((event_id) => ({
        ...{ alert_id, dataset: 'order_events' as const, event_id, role: 'r', event_ts_ns: '0' },
      })),
    ),
    not_run: null,
    ...part,
  };
}

const spoofing = {
  pattern_id: 'spoofing',
  version: 1,
  settings: {},
  settings_sha256: '',
  density: 'low' as const,
};

describe('a pattern is scored by what its alerts share events with', () => {
  test('right on its own kind and on cases that name it; false on a twin, other abuse and nothing', () => {
    const result = day({ a: [blatant], b: [both], c: [twin], d: [layering], e: [], f: [twin, blatant] });
    const score = scorePattern(spoofing, [result]);
    expect(score.alerts).toEqual({ all: 6, right: 3, on_twin: 1, on_other_abuse: 1, on_nothing: 1 });
    expect(score.cases).toEqual([
      { intensity: 'all', labelled: 2, found: 1, recall: '0.5' },
      { intensity: 'blatant', labelled: 1, found: 1, recall: '1' },
      { intensity: 'plain', labelled: 0, found: 0, recall: null },
      { intensity: 'slight', labelled: 1, found: 0, recall: '0' },
    ]);
    expect(score).toMatchObject({ precision: '0.5', recall: '0.5', f1: '0.5', days: 1, not_run: [] });
    expect(score.missed).toEqual(['2026-11-20 case-002']);
    expect(score.false_alerts).toEqual(['c', 'd', 'e']);
  });

  test('a case that names a broker is found by an alert of its own pattern on that broker', () => {
    const drift = labelled('case-001', { kind: 'clock-drift', brokers: ['ACME'] });
    const within = labelled('case-002', { kind: 'innocent', resembles: 'clock-drift', brokers: ['DELT'] });
    const other = labelled('case-003', { kind: 'linkage-completeness', brokers: ['BOLT'] });
    const on = (alert_id: string, imid: string) => {
      const subject: Record<string, string> = { imid, compared_with: 'tape' };
      return { alert_id, subject } as LabelledResult['alerts'][number];
    };
    const result = day(
      { a: [], b: [], c: [] },
      {
        cases: [drift, { ...within, abusive: false }, other],
        alerts: [on('a', 'ACME'), on('b', 'DELT'), on('c', 'BOLT')],
      },
    );
    expect(scorePattern({ ...spoofing, pattern_id: 'clock-drift' }, [result]).alerts).toEqual({
      ...{ all: 3, right: 1, on_twin: 1, on_other_abuse: 0, on_nothing: 1 },
    });
  });

  test('without alerts there is no precision, without cases no recall; neither is called perfect', () => {
    expect(scorePattern(spoofing, [day({})])).toMatchObject({ precision: null, recall: '0', f1: null });
    expect(scorePattern(spoofing, [day({ a: [] }, { cases: [] })])).toMatchObject({
      ...{ precision: '0', recall: null, f1: null },
    });
    expect(scorePattern(spoofing, [day({ a: [] })])).toMatchObject({ precision: '0', recall: '0', f1: '0' });
  });

  test('shares are cut, never rounded up: two of three is 0.666666', () => {
    expect(scorePattern(spoofing, [day({ a: [blatant], b: [slight], c: [] })])).toMatchObject({
      ...{ precision: '0.666666', recall: '1', f1: '0.8' },
    });
  });

  test('a day that it did not run on counts in nothing, and says why', () => {
    const missed = day({}, { not_run: 'inconclusive: no data' });
    expect(scorePattern(spoofing, [missed, day({ a: [blatant], b: [slight] })])).toMatchObject({
      ...{ days: 1, not_run: ['inconclusive: no data'], precision: '1', recall: '1' },
    });
    expect(scorePattern(spoofing, [missed])).toMatchObject({ days: 0, precision: null, recall: null });
  });
});

describe('a score is held against the one kept', () => {
  const score = (part: Partial<PatternScore>): PatternScore => ({
    ...scorePattern(spoofing, [day({ a: [blatant], b: [] })]),
    ...part,
  });

  test('the same or more is no regression, a millionth less is', () => {
    const kept = score({ precision: '0.5', recall: '0.5' });
    expect(compareScores([score({})], [kept])).toEqual([]);
    expect(compareScores([score({ version: 2, precision: '0.499999', recall: '0.6' })], [kept])).toEqual([
      {
        ...{ pattern_id: 'spoofing', version: 2, kept_version: 1, density: 'low' },
        ...{ figure: 'precision', kept: '0.5', now: '0.499999' },
      },
    ]);
  });

  test('a figure that is gone has fallen; other densities and new figures are not compared', () => {
    expect(compareScores([score({ precision: null })], [score({})])).toMatchObject([
      { figure: 'precision', now: null },
    ]);
    expect(compareScores([score({})], [score({ precision: null, recall: null })])).toEqual([]);
    expect(compareScores([score({ density: 'real', recall: '0' })], [score({})])).toEqual([]);
  });
});
