import { describe, expect, test } from 'vitest';
import { castParts } from '../../src/simulate/cast-parts.js';
import { intensities } from '../../src/simulate/labelled-case.js';
import { scenarios } from '../../src/simulate/scenarios/registry.js';
import type { Scenario } from '../../src/simulate/scenarios/scenario.js';
import { playScenario } from './support/play-scenario.js';

describe.each(scenarios.map((scenario) => [scenario.pattern, scenario] as const))('%s', (_, scenario) => {
  test.each(intensities)('comes about when it is %s, and so do its twins', (intensity) => {
    const { abuse, twins } = playScenario(scenario, { intensity, count: 2, events: 20_000, seed: 5 });
    // One of two may find nobody to trade with; it is not labelled then.
    expect(new Set(abuse.map((labelled) => `${labelled.kind} ${labelled.intensity}`))).toEqual(
      new Set([`${scenario.pattern} ${intensity}`]),
    );
    expect(new Set(twins.map(({ kind }) => kind))).toEqual(new Set([scenario.pattern]));
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
