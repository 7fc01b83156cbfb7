import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayBounds, zoneSpans } from '../../../src/canonicalize/mapping/zone-offsets.js';

const at = (text: string): number => Date.parse(text);
const hours = (count: number): number => count * 3_600_000;

describe('the offsets of a zone', () => {
  test.each([
    ['UTC', [['2026-01-01T00:00Z', 0]]],
    ['Asia/Tokyo', [['2026-01-01T00:00Z', 9]]],
    [
      'America/New_York',
      [
        ['2026-01-01T00:00Z', -5],
        ['2026-03-08T07:00Z', -4],
        ['2026-11-01T06:00Z', -5],
      ],
    ],
    [
      'Europe/London',
      [
        ['2026-01-01T00:00Z', 0],
        ['2026-03-29T01:00Z', 1],
        ['2026-10-25T01:00Z', 0],
      ],
    ],
    [
      'Australia/Lord_Howe',
      [
        ['2026-01-01T00:00Z', 11],
        ['2026-04-04T15:00Z', 10.5],
        ['2026-10-03T15:30Z', 11],
      ],
    ],
  ] as [string, [string, number][]][])('%s in 2026', (zone, spans) => {
    expect(zoneSpans(zone, at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z'))).toEqual(
      spans.map(([from, offset]) => ({ from_utc_ms: at(from), offset_ms: hours(offset) })),
    );
  });

  test('two changes within a month are both found', () => {
    // Egypt stood still for Ramadan in 2010.
    const spans = zoneSpans('Africa/Cairo', at('2010-07-01T00:00Z'), at('2011-01-01T00:00Z'));
    expect(spans.map(({ offset_ms }) => offset_ms / hours(1))).toEqual([3, 2, 3, 2]);
  });

  test('an unknown zone is an error', () => {
    expect(() => zoneSpans('Mars/Olympus', 0, 1)).toThrow(RangeError);
  });
});

describe('the bounds of a day', () => {
  test.each([
    ['2026-11-20', 'America/New_York', '2026-11-20T05:00Z', 24],
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00Z', 23],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00Z', 25],
    ['2026-11-20', 'Asia/Tokyo', '2026-11-19T15:00Z', 24],
    ['2026-11-20', 'UTC', '2026-11-20T00:00Z', 24],
    ['2018-11-03', 'America/Sao_Paulo', '2018-11-03T03:00Z', 24],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00Z', 23],
    ['2018-02-17', 'America/Sao_Paulo', '2018-02-17T02:00Z', 25],
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00Z', 24],
  ])('%s in %s begins at %s and has %i hours', (...[date, zone, from, length]) => {
    const bounds = dayBounds(date, zone);
    expect(bounds.from_ns).toBe(BigInt(at(from)) * 1_000_000n);
    expect(bounds.to_ns - bounds.from_ns).toBe(BigInt(hours(length)) * 1_000_000n);
  });

  test('each day ends where the next begins, in every zone', () => {
    const zones = fc.constantFrom(
      'America/New_York',
      'America/Santiago',
      'Africa/Cairo',
      'Asia/Kolkata',
      'Europe/Paris',
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: at('1995-01-01'), max: at('2040-01-01') }), (zone, instant) => {
        const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
        expect(dayBounds(day(instant), zone).to_ns).toBe(dayBounds(day(instant + hours(24)), zone).from_ns);
      }),
      { numRuns: 100 },
    );
  });
});
