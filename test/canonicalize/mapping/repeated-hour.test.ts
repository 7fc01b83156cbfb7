import { describe, expect, test } from 'vitest';
import { noticeText } from '../../../src/canonicalize/diagnostics.js';
import type { MapEntry } from '../../../src/canonicalize/mapping/column-rule.js';
import { mapEventTimes, mapInstants, noticesOf } from '../support/map-values.js';

const zone = 'America/New_York';
const ns = (iso: string, nanoseconds = '0'): string =>
  String(BigInt(Date.parse(iso)) * 1_000_000n + BigInt(nanoseconds));

describe('the repeated hour', () => {
  const form = 'yyyyMMdd-HH:mm:ss.nnnnnnnnn';
  const entry = (overlap?: 'earlier' | 'later' | 'reject'): MapEntry => ({
    from: 't',
    timestamp: form,
    zone,
    ...(overlap === undefined ? {} : { overlap }),
  });
  const at = (time: string): { t: string } => ({ t: `20261101-${time}` });
  const records = [
    at('00:59:59.999999999'),
    at('01:00:00.000000000'),
    at('01:59:59.999999999'),
    at('02:00:00.000000000'),
  ];
  const twice = (text: string): string[] => [
    `field "t" is "20261101-${text}", which happened twice in America/New_York when clocks went back [timestamp-ambiguous]`,
  ];
  const before = ns('2026-11-01T04:59:59Z', '999999999');
  const after = ns('2026-11-01T07:00:00Z');

  test.each([undefined, 'reject'] as const)('is rejected by default (%s)', async (overlap) => {
    expect(await mapEventTimes(entry(overlap), records, '2026-11-01')).toEqual([
      before,
      twice('01:00:00.000000000'),
      twice('01:59:59.999999999'),
      after,
    ]);
    expect(await noticesOf(entry(overlap), records, '2026-11-01')).toEqual([]);
  });

  test.each([
    ['earlier', ns('2026-11-01T05:00Z'), ns('2026-11-01T05:59:59Z', '999999999')],
    ['later', ns('2026-11-01T06:00Z'), ns('2026-11-01T06:59:59Z', '999999999')],
  ] as const)('is the %s one by choice, which is reported', async (overlap, first, last) => {
    expect(await mapEventTimes(entry(overlap), records, '2026-11-01')).toEqual([before, first, last, after]);
    expect(await mapEventTimes(entry(overlap), records)).toEqual([before, first, last, after]);
    expect(await noticesOf(entry(overlap), records, '2026-11-01')).toEqual([
      { code: 'timestamp-overlap-chosen', data: { column: 'event_ts_ns', zone, overlap }, records: [1, 2] },
    ]);
  });

  test('asks for nothing on a day without one', async () => {
    expect(await noticesOf(entry('later'), [{ t: '20261120-01:30:00.0' }], '2026-11-20')).toEqual([]);
  });

  test('the hour that never happens is a fault whatever is chosen', async () => {
    for (const overlap of ['earlier', 'later'] as const) {
      expect(await mapEventTimes(entry(overlap), [{ t: '20260308-02:30:00.0' }], '2026-03-08')).toEqual([
        [
          'field "t" is "20260308-02:30:00.0", which never happened in America/New_York because clocks went forward [timestamp-skipped]',
        ],
      ]);
    }
  });

  test('also at half an hour, and where a zone is east', async () => {
    const lord: MapEntry = { from: 't', timestamp: 'yyyyMMdd HH:mm', zone: 'Australia/Lord_Howe' };
    const texts = ['20260405 01:29', '20260405 01:30', '20260405 01:59', '20260405 02:00'].map((t) => ({
      t,
    }));
    expect(await mapInstants({ ...lord, overlap: 'earlier' }, texts)).toEqual(
      ['2026-04-04T14:29Z', '2026-04-04T14:30Z', '2026-04-04T14:59Z', '2026-04-04T15:30Z'].map((iso) =>
        ns(iso),
      ),
    );
    expect(await mapInstants({ ...lord, overlap: 'later' }, texts)).toEqual(
      ['2026-04-04T14:29Z', '2026-04-04T15:00Z', '2026-04-04T15:29Z', '2026-04-04T15:30Z'].map((iso) =>
        ns(iso),
      ),
    );
  });
});

test('a choice is reported in one sentence with its count', () => {
  const data = { column: 'event_ts_ns', zone, overlap: 'later', records: 12 };
  expect(noticeText['timestamp-overlap-chosen'](data)).toBe(
    '12 records have a time in event_ts_ns which happened twice in America/New_York when clocks went back; the later one was taken',
  );
});
