import { beforeAll, describe, expect, test } from 'vitest';
import type { Case } from '../../src/domain/generated/labels.js';
import { loadTradingCalendar, MARKET_CALENDAR } from '../../src/lake/calendar/load-trading-calendar.js';
import { sessionsBefore } from '../../src/lake/calendar/trading-calendar.js';
import { castParts, historyNeeded } from '../../src/simulate/cast-parts.js';
import { intensities } from '../../src/simulate/labelled-case.js';
import { scenarios } from '../../src/simulate/scenarios/registry.js';
import type { Scenario } from '../../src/simulate/scenarios/scenario.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { judgeAlerts } from '../../src/surveillance/scorecard/score-pattern.js';
import { evaluateLabelledDay } from './support/evaluate-labelled-day.js';

/** Every scenario three times, so once at every intensity, with three twins, on one day a seed. */
const counts = new Map(scenarios.map(({ pattern }) => [pattern, intensities.length]));
const history = sessionsBefore(await loadTradingCalendar(MARKET_CALENDAR), '2026-11-20', 5);
const { patterns: all } = await loadPatternCatalogue();
const patterns = all.filter(({ spec }) => counts.has(spec.id));

/** Of two seeds: a day with all of them takes some seconds. */
describe.each([2, 9])('on the day of seed %i', (seed) => {
  let day: Awaited<ReturnType<typeof evaluateLabelledDay>>;
  beforeAll(async () => {
    day = await evaluateLabelledDay(patterns, {
      ...{ events: 50_000, seed, abuse: { counts } },
      history,
    });
  }, 60_000);

  test.each(scenarios.map(({ pattern }) => pattern))('%s finds its abuse and leaves its twins', (id) => {
    const result = day.results[patterns.findIndex(({ spec }) => spec.id === id)];
    if (result === undefined) throw new Error(`there is a pattern ${id}`);
    expect(result.not_run).toBeNull();
    const isOwn = ({ kind, resembles }: Case) => kind === id || resembles === id;
    const own = [...result.events].map(([key, cases]) => [key, cases.filter(isOwn)] as const);
    const { found, verdicts } = judgeAlerts(id, { ...result, events: new Map(own) });
    const abuse = day.labels.cases.filter(({ kind }) => kind === id);
    expect(abuse.map(({ intensity }) => intensity).sort()).toEqual([...intensities].sort());
    expect(abuse.filter(({ case_id }) => !found.has(case_id))).toEqual([]);
    expect(day.labels.cases.filter(({ resembles }) => resembles === id)).not.toEqual([]);
    expect([...verdicts].filter(([, verdict]) => verdict === 'on_twin')).toEqual([]);
  });
});

test('scenarios stand in order of pattern id, each once', () => {
  const patterns = scenarios.map(({ pattern }) => pattern);
  expect(patterns).toEqual([...new Set(patterns)].sort());
});

describe('casting', () => {
  const fixed = (pattern: string, events: number, twins = 1): Scenario => ({
    pattern,
    twins,
    events: () => events,
    plan: () => {
      throw new Error('is not played');
    },
  });
  const cast = (choice: readonly Scenario[], day: Parameters<typeof castParts>[1]) =>
    castParts(choice, day).map(
      ({ scenario, abusive, intensity }) => `${scenario.pattern} ${abusive ? intensity : 'twin'}`,
    );

  test('gives every scenario a blatant case and a twin before any gets more', () => {
    expect(cast([fixed('a', 10), fixed('b', 10, 2)], { events: 8_000 })).toEqual([
      ...[
        'a blatant',
        'b blatant',
        'a twin',
        'b twin',
        'a slight',
        'b slight',
        'b twin',
        'a plain',
        'b plain',
      ],
    ]);
  });

  test('leaves out what takes more than an eighth of the day, to the event', () => {
    expect(cast([fixed('a', 1_000)], { events: 8_000 })).toContain('a blatant');
    expect(cast([fixed('a', 1_001)], { events: 8_000 })).toEqual([]);
  });

  test('stops at half of the day, but goes on with what is small enough', () => {
    const choice = [fixed('a', 1_000, 4), fixed('b', 1)];
    const found = cast(choice, { events: 8_000 });
    expect(found.filter((part) => part.startsWith('a'))).toHaveLength(3);
    expect(found.filter((part) => part.startsWith('b'))).toHaveLength(4);
  });

  test('gives a day of fewer than 4,000 events nothing without being asked', () => {
    expect(cast([fixed('a', 1)], { events: 3_999 })).toEqual([]);
    expect(cast([fixed('a', 1)], { events: 4_000 })).toHaveLength(4);
  });

  test('leaves out what waits for a request, unless it is asked for; then the day needs its history', () => {
    const choice = [fixed('a', 1), { ...fixed('b', 1), on_request: true, history: 3 }];
    expect(cast(choice, { events: 8_000 }).filter((part) => part.startsWith('b'))).toEqual([]);
    const wish = { counts: new Map([['b', 1]]) };
    expect(cast(choice, { events: 8_000, wish })).toEqual(['b blatant', 'b twin']);
    expect(historyNeeded(castParts(choice, { events: 8_000, wish }))).toBe(3);
    expect(historyNeeded(castParts(choice, { events: 8_000 }))).toBe(0);
  });

  test('gives so many cases and twins as are asked for, of all intensities in turn or of one', () => {
    const counts = new Map([['b', 4]]);
    const choice = [fixed('a', 1), fixed('b', 1)];
    expect(cast(choice, { events: 200, wish: { counts } })).toEqual([
      ...['b blatant', 'b plain', 'b slight', 'b blatant', 'b twin', 'b twin', 'b twin', 'b twin'],
    ]);
    expect(cast(choice, { events: 200, wish: { counts: new Map([['a', 1]]), intensity: 'slight' } })).toEqual(
      ['a slight', 'a twin'],
    );
  });
});
