import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MapEntry } from '../../../src/canonicalize/mapping/column-rule.js';
import { parseTimestampForm } from '../../../src/canonicalize/mapping/timestamp-form.js';
import { columnOf, mapEventTimes, mapInstants, mapTexts } from '../support/map-values.js';

const zone = 'America/New_York';
const notTime = (value: string, forms: string): string[] => [
  `field "t" is "${value}", expected a time as ${forms} [value-not-timestamp]`,
];

/** Nanoseconds of texts of one form on any date, or the faults. */
async function read(
  timestamp: string | [string, ...string[]],
  texts: readonly string[],
  more = {},
): Promise<unknown[]> {
  return mapEventTimes(
    { from: 't', timestamp, zone, ...more } as MapEntry,
    texts.map((t) => ({ t })),
  );
}

const ns = (iso: string, nanoseconds = ''): string =>
  String(BigInt(Date.parse(iso)) * 1_000_000n + BigInt(nanoseconds || 0));

describe('civil forms', () => {
  test.each([
    ['dd-MMM-yyyy HH:mm:ss', '20-Nov-2026 09:30:00', '2026-11-20T14:30Z'],
    ['dd-MMM-yyyy HH:mm:ss', '20-NOV-2026 09:30:00', '2026-11-20T14:30Z'],
    ['MMM d yyyy hh:mm:ss a', 'May 3 2026 09:30:00 PM', '2026-05-04T01:30Z'],
    ['M/d/yyyy h:mm a', '1/2/2026 9:30 am', '2026-01-02T14:30Z'],
    ['M/d/yyyy h:mm a', '11/20/2026 12:00 AM', '2026-11-20T05:00Z'],
    ['M/d/yyyy h:mm a', '11/20/2026 12:00 PM', '2026-11-20T17:00Z'],
    ['M/d/yyyy H:m:s', '11/20/2026 9:5:7', '2026-11-20T14:05:07Z'],
    ['M/d/yyyy H:m:s', '1/2/2026 09:05:07', '2026-01-02T14:05:07Z'],
    ["yyyy-MM-dd 'at' HH:mm", '2026-11-20 at 09:30', '2026-11-20T14:30Z'],
    ["HH:mm 'Uhr', dd.MM.yyyy", '09:30 Uhr, 20.11.2026', '2026-11-20T14:30Z'],
  ])('%s reads %j as %s', async (form, text, iso) => {
    expect(await read(form, [text])).toEqual([ns(iso)]);
  });

  test.each([
    [
      'M/d/yyyy h:mm a',
      [
        '13/1/2026 9:30 am',
        '1/2/2026 13:30 pm',
        '1/2/2026 0:30 am',
        '1/2/2026 9:30',
        '1/2/2026 9:30 a',
        '001/2/2026 9:30 am',
        '1/2/26 9:30 am',
        '1/2/2026 9:3 am',
        '2/29/2027 9:30 am',
        ' 1/2/2026 9:30 am',
        '1/2/2026 9:30 am ',
      ],
    ],
    [
      'dd-MMM-yyyy HH:mm:ss',
      [
        '20-Nov-2026 09:30:60',
        '20-Nov-2026 24:00:00',
        '20-Foo-2026 09:30:00',
        '20-November-2026 09:30:00',
        '1-Nov-2026 09:30:00',
        '31-Nov-2026 09:30:00',
      ],
    ],
    ['yyyyMMdd-HH:mm:ss.nnn', ['20261120-09:30:60.000', '20261120-23:59:60.000', '20261120-09:60:00.000']],
    ['yyyyMMdd-HH:mm:ss', ['20161231-23:59:60']],
  ])('%s does not read what is not exactly so', async (form, texts) => {
    expect(await read(form, texts)).toEqual(texts.map((text) => notTime(text, form)));
  });

  test.each([
    'YYYYMMdd',
    'yyyyMMdd hh:mm',
    'yyyyMMdd HH:mm a',
    'yyyyMMdd HH.ss',
    'yyyyMMdd HH:mm:ss.nnn.nn',
    'yyyy-dd',
    'yyyyMMddZ',
    'yyyyMMdd Z HH',
    'yyyyMMdd HHHH',
    'yyyyMMdd MM',
    'dd-MMMM-yyyy',
    'yyyyMMdd HH:mm UTC',
    'epoch',
    'epoch-m',
    'yyyyMMddHHmmssnnnnnnnnnnnnnnnnnnn',
    "yyyyMMdd 'x",
  ])('%j is no form', (form) => {
    expect(parseTimestampForm(form)).toBeNull();
  });

  test('digits finer than nanoseconds are zeros or a fault', async () => {
    const form = 'yyyyMMdd-HH:mm:ss.nnnnnnnnnnnn';
    const good = ['20261120-09:30:00.123456789000', '20261120-09:30:00.1234567890', '20261120-09:30:00.1'];
    const bad = ['20261120-09:30:00.123456789001', '20261120-09:30:00.1234567890000', '20261120-09:30:00.'];
    expect(await read(form, [...good, ...bad])).toEqual([
      ns('2026-11-20T14:30Z', '123456789'),
      ns('2026-11-20T14:30Z', '123456789'),
      ns('2026-11-20T14:30Z', '100000000'),
      ...bad.map((text) => notTime(text, form)),
    ]);
  });
});

describe('an offset in the text', () => {
  const form = 'yyyy-MM-ddTHH:mm:ss.nnnnnnnnnZ';

  test('counts instead of the zone', async () => {
    const texts = [
      '2026-11-20T09:30:00.123456789Z',
      '2026-11-20T09:30:00.5-05:00',
      '2026-11-20T09:30:00.5+0530',
      '2026-11-20T09:30:00.5-00:30',
      '2026-11-20T09:30:00.5+14:59',
    ];
    expect(await read(form, texts)).toEqual([
      ns('2026-11-20T09:30Z', '123456789'),
      ns('2026-11-20T14:30Z', '500000000'),
      ns('2026-11-20T04:00Z', '500000000'),
      ns('2026-11-20T10:00Z', '500000000'),
      ns('2026-11-19T18:31Z', '500000000'),
    ]);
  });

  test('makes the repeated hour two hours, and the skipped one a time', async () => {
    const form2 = 'yyyyMMdd HH:mm:ssZ';
    expect(
      await read(form2, ['20261101 01:30:00-0400', '20261101 01:30:00-0500', '20260308 02:30:00-0500']),
    ).toEqual([ns('2026-11-01T05:30Z'), ns('2026-11-01T06:30Z'), ns('2026-03-08T07:30Z')]);
  });

  test('is part of the form: without it, or with another, the text is none', async () => {
    const texts = [
      '2026-11-20T09:30:00.5',
      '2026-11-20T09:30:00.5z',
      '2026-11-20T09:30:00.5+5',
      '2026-11-20T09:30:00.5+05',
      '2026-11-20T09:30:00.5+15:00',
      '2026-11-20T09:30:00.5+05:60',
      '2026-11-20T09:30:00.5 Z',
      '2026-11-20T09:30:00.5ZZ',
      '2026-11-20T09:30:00.5Z+05:00',
      'Z',
      '',
    ];
    expect(await read(form, texts)).toEqual(texts.map((text) => notTime(text, form)));
  });

  test('agrees with what Date reads, to the millisecond', async () => {
    const parts = fc.tuple(
      fc.integer({ min: Date.parse('1980-01-01'), max: Date.parse('2050-01-01') }),
      fc.integer({ min: -899, max: 899 }),
    );
    const texts = fc.sample(parts, { numRuns: 300, seed: 21 }).map(([instant, minutes]) => {
      const local = new Date(instant + minutes * 60_000).toISOString().slice(0, -1);
      const [hour, minute] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) =>
        String(part).padStart(2, '0'),
      );
      return `${local}${minutes < 0 ? '-' : '+'}${hour}:${minute}`;
    });
    expect(await read('yyyy-MM-ddTHH:mm:ss.nnnZ', texts)).toEqual(texts.map((text) => ns(text)));
  });
});

describe('elapsed time', () => {
  test.each([
    ['epoch-s', '1795185000', '1795185000000000000'],
    ['epoch-s', '1795185000.123456789', '1795185000123456789'],
    ['epoch-s', '1795185000.5', '1795185000500000000'],
    ['epoch-s', '1795185000.123456789000', '1795185000123456789'],
    ['epoch-s', '0', '0'],
    ['epoch-s', '1e9', null],
    ['epoch-s', '1795185000.1234567891', null],
    ['epoch-s', '-1', null],
    ['epoch-s', '1795185000.', null],
    ['epoch-s', '9199999999', '9199999999000000000'],
    ['epoch-s', '9999999999', null],
    ['epoch-ms', '1795185000123', '1795185000123000000'],
    ['epoch-ms', '1795185000123.456789', '1795185000123456789'],
    ['epoch-ms', '1795185000123.4567891', null],
    ['epoch-us', '1795185000123456', '1795185000123456000'],
    ['epoch-us', '1795185000123456.789', '1795185000123456789'],
    ['epoch-us', '1795185000123456.7890', '1795185000123456789'],
    ['epoch-ns', '1795185000123456789', '1795185000123456789'],
    ['epoch-ns', '1795185000123456789.0', '1795185000123456789'],
    ['epoch-ns', '1795185000123456789.5', null],
    ['epoch-ns', '9200000000000000000', '9200000000000000000'],
    ['epoch-ns', '9200000000000000001', null],
    ['epoch-ns', '9999999999999999999', null],
  ])('%s reads %s as %s', async (form, text, expected) => {
    expect(await mapEventTimes({ from: 't', timestamp: form }, [{ t: text }])).toEqual([
      expected ?? notTime(text, form),
    ]);
  });

  test.each([
    ['midnight-s', '34200', '2026-11-20T14:30Z', '0'],
    ['midnight-s', '34200.000000001', '2026-11-20T14:30Z', '1'],
    ['midnight-s', '86399.999999999', '2026-11-21T04:59:59Z', '999999999'],
    ['midnight-s', '86400', null, ''],
    ['midnight-s', '0', '2026-11-20T05:00Z', '0'],
    ['midnight-ms', '34200000.5', '2026-11-20T14:30Z', '500000'],
    ['midnight-us', '34200000001', '2026-11-20T14:30Z', '1000'],
    ['midnight-ns', '34200000000001', '2026-11-20T14:30Z', '1'],
    ['midnight-ns', '86400000000000', null, ''],
    ['HHmmssnnnnnnnnn', '093000000000001', '2026-11-20T14:30Z', '1'],
    ['HHmmssnnnnnnnnn', '93000000000001', null, ''],
    ['HH:mm:ss', '09:30:00', '2026-11-20T14:30Z', '0'],
    ['h:mm:ss a', '9:30:00 AM', '2026-11-20T14:30Z', '0'],
    ['HH:mm:ss', '24:00:00', null, ''],
    ['HH:mm:ssZ', '09:30:00-05:00', '2026-11-20T14:30Z', '0'],
  ])('%s on the trade date reads %s as %s', async (form, text, iso, more) => {
    const entry: MapEntry = { from: 't', timestamp: form, zone, date: 'delivery' };
    const expected = iso === null ? notTime(text, form) : ns(iso, more);
    expect(await mapEventTimes(entry, [{ t: text }], '2026-11-20')).toEqual([expected]);
  });

  test('follows the clock where clocks change', async () => {
    const entry: MapEntry = { from: 't', timestamp: 'midnight-s', zone, date: 'delivery' };
    const records = [{ t: '34200' }, { t: '9000' }];
    expect(await mapEventTimes(entry, records, '2026-03-08')).toEqual([
      ns('2026-03-08T13:30Z'),
      [
        'field "t" is "9000", which never happened in America/New_York because clocks went forward [timestamp-skipped]',
      ],
    ]);
  });
});

describe('a date in another field', () => {
  const entry: MapEntry = {
    from: 't',
    timestamp: ['HHmmssnnn', 'midnight-s'],
    zone,
    date: { from: 'd', form: 'MM/dd/yyyy' },
  };

  test('makes an instant of a time of day', async () => {
    const records = [
      { t: '093000001', d: '11/20/2026' },
      { t: '34200.25', d: '07/01/2026' },
    ];
    expect(await mapEventTimes(entry, records)).toEqual([
      ns('2026-11-20T14:30Z', '1000000'),
      ns('2026-07-01T13:30Z', '250000000'),
    ]);
  });

  test('is itself at fault where it is none', async () => {
    const records = [
      { t: '093000001', d: '20/11/2026' },
      { t: '093000001', d: null },
      { t: 'noon', d: '11/20/2026' },
      { t: null, d: '11/20/2026' },
    ];
    expect(await mapEventTimes(entry, records)).toEqual([
      ['field "d" is "20/11/2026", expected a time as MM/dd/yyyy [value-not-timestamp]'],
      ['field "d" has no value, expected one [field-missing]'],
      notTime('noon', 'HHmmssnnn or midnight-s'),
      ['column "event_ts_ns" has no value from "t", but the dataset needs one [column-missing]'],
    ]);
  });
});

describe('several forms', () => {
  test('are tried in turn, whatever their kind', async () => {
    const entry: MapEntry = {
      from: 't',
      timestamp: ['yyyyMMddHHmmss', 'yyyy-MM-ddTHH:mm:ssZ', 'epoch-s'],
      zone,
    };
    const texts = ['20261120093000', '2026-11-20T09:30:00Z', '1795185000', '2026112009'];
    expect(
      await mapEventTimes(
        entry,
        texts.map((t) => ({ t })),
      ),
    ).toEqual([
      ns('2026-11-20T14:30Z'),
      ns('2026-11-20T09:30Z'),
      '1795185000000000000',
      '2026112009000000000',
    ]);
  });

  test('the first that fits counts, also between an instant and a clock', async () => {
    const text = '2026112009';
    expect(await read(['epoch-s', 'yyyyMMddHH'], [text])).toEqual(['2026112009000000000']);
    expect(await read(['yyyyMMddHH', 'epoch-s'], [text])).toEqual([ns('2026-11-20T14:00Z')]);
  });
});

describe('other times than the event', () => {
  test('are instants of any date', async () => {
    const entry: MapEntry = { from: 't', timestamp: ['yyyyMMdd HH:mm:ss.nnn', 'epoch-ms'], zone };
    const texts = ['19991231 23:59:59.999', '1795185000123', null, 'never', '20261101 01:30:00.0'];
    expect(
      await mapInstants(
        entry,
        texts.map((t) => ({ t })),
      ),
    ).toEqual([
      ns('2000-01-01T04:59:59.999Z'),
      '1795185000123000000',
      null,
      notTime('never', 'yyyyMMdd HH:mm:ss.nnn or epoch-ms'),
      [
        'field "t" is "20261101 01:30:00.0", which happened twice in America/New_York when clocks went back [timestamp-ambiguous]',
      ],
    ]);
  });

  test('dates are dates', async () => {
    const column = columnOf('DATE', { name: 'd' });
    const entry: MapEntry = { from: 't', timestamp: ['MM/dd/yyyy', 'd MMM yyyy'] };
    expect(await mapTexts({ column, entry }, ['02/29/2028', '1 Mar 1969', '02/29/2027', null])).toEqual([
      '2028-02-29',
      '1969-03-01',
      notTime('02/29/2027', 'MM/dd/yyyy or d MMM yyyy'),
      null,
    ]);
  });
});

test('an event on another date than the trade date is at fault, an offset or not', async () => {
  const entry: MapEntry = { from: 't', timestamp: 'yyyy-MM-ddTHH:mm:ssZ' };
  const records = [
    '2026-11-20T05:00:00Z',
    '2026-11-20T04:59:59Z',
    '2026-11-21T04:59:59Z',
    '2026-11-21T05:00:00Z',
  ].map((t) => ({ t }));
  const differs = (text: string): string[] => [
    `field "t" is "${text}", which is not on trade date 2026-11-20 in America/New_York [event-date-differs]`,
  ];
  expect(await mapEventTimes(entry, records, '2026-11-20')).toEqual([
    ns('2026-11-20T05:00:00Z'),
    differs('2026-11-20T04:59:59Z'),
    ns('2026-11-21T04:59:59Z'),
    differs('2026-11-21T05:00:00Z'),
  ]);
});
