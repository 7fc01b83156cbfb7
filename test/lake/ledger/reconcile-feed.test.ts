import { describe, expect, test } from 'vitest';
import { arrival, ask, codes, deadline, ns, owed, refusal, told } from './support.js';

const file = 'o-20261120.psv';
const zeroRecords = {
  read: 0,
  accepted: 0,
  rejected: 0,
  duplicates: 0,
  ignored: 0,
  control_lines: 2,
  bytes: 9,
};

describe('time', () => {
  test('a file that arrives exactly at the deadline is in time', () => {
    const entry = ask(owed(), [arrival(file, { received_at_ns: deadline })]);
    expect(codes(entry)).toEqual(['complete']);
    expect(entry.deliveries[0]).toMatchObject({ state: 'received', late_by_ns: null });
    expect(entry.due_at_ns).toBe(String(deadline));
  });

  test('one nanosecond later it is late, complete and told', () => {
    const entry = ask(owed(), [arrival(file, { received_at_ns: deadline + 1n })]);
    expect(told(entry)).toEqual([
      'complete',
      'ledger-late: "o-20261120.psv" arrived 1 ns late, at 2026-11-20 18:30:00.000000001, expected by 2026-11-20 18:30 (America/New_York)',
    ]);
    expect(entry.deliveries[0]?.late_by_ns).toBe('1');
  });

  test.each([
    [999_999_999n, '999999999 ns'],
    [1_000_000_000n, '1 s'],
    [3_599_999_999_999n, '59 min 59 s'],
    [3_600_000_000_000n, '1 h'],
    [416_520_000_000_001n, '4 d 19 h'],
  ])('%i nanoseconds late are told as %s', (late, text) => {
    const [, finding] = told(ask(owed(), [arrival(file, { received_at_ns: deadline + late })]));
    expect(finding).toContain(`arrived ${text} late, at `);
  });

  test('nothing is not due yet at the deadline itself, and missing a nanosecond after', () => {
    expect(told(ask(owed(), [], { now_ns: deadline }))).toEqual([
      'not_due_yet',
      'ledger-awaited: nothing has arrived yet; it is due by 2026-11-20 18:30 (America/New_York)',
    ]);
    expect(told(ask(owed(), [], { now_ns: deadline + 1n }))).toEqual([
      'incomplete',
      'ledger-missing: nothing has arrived, expected by 2026-11-20 18:30 (America/New_York); ask the broker to send it',
    ]);
  });

  test.each([
    ['T+1 over a weekend', 'T+1 08:00', '2026-11-20', '2026-11-23T13:00:00Z'],
    ['T+1 over a holiday', 'T+1 08:00', '2026-11-25', '2026-11-27T13:00:00Z'],
    ['T+1 over Good Friday and a weekend', 'T+1 08:00', '2026-04-02', '2026-04-06T12:00:00Z'],
    ['T+1 over the change to summer time', 'T+1 08:00', '2026-03-06', '2026-03-09T12:00:00Z'],
    ['T+1 over the change back', 'T+1 08:00', '2026-10-30', '2026-11-02T13:00:00Z'],
    ['T+3', 'T+3 08:00', '2026-11-25', '2026-12-01T13:00:00Z'],
    ['the last day of the year', 'T+1 08:00', '2026-12-31', '2027-01-04T13:00:00Z'],
  ])('%s', (_name, by, trade_date, due) => {
    expect(ask(owed({ by }), [], { trade_date }).due_at_ns).toBe(String(ns(due)));
  });

  test.each([
    ['as on other days without its own', {}, '2026-11-27T23:30:00Z'],
    ['at its own time', { early_close_by: '15:30' }, '2026-11-27T20:30:00Z'],
    ['on a later session', { early_close_by: 'T+1 07:00' }, '2026-11-30T12:00:00Z'],
  ])('a half day is due %s', (_name, arrives, due) => {
    const entry = ask(owed(arrives), [], { trade_date: '2026-11-27' });
    expect(entry.session).toEqual({ kind: 'early_close', name: 'Day after Thanksgiving' });
    expect(entry.due_at_ns).toBe(String(ns(due)));
  });

  test('a late opening is no half day', () => {
    const entry = ask(owed({ early_close_by: '15:30' }), [], { trade_date: '2002-09-11' });
    expect([entry.session.kind, entry.due_at_ns]).toEqual(['late_open', String(ns('2002-09-11T22:30:00Z'))]);
  });

  test.each([
    ['in a gap of the clock', '02:30', '2026-03-08', '2026-03-08T07:30:00Z'],
    ['in the hour that is twice', '01:30', '2026-11-01', '2026-11-01T05:30:00Z'],
  ])('a deadline %s, of a feed without a calendar', (_name, by, trade_date, due) => {
    const entry = ask({ ...owed(), arrives: { by, zone: 'America/New_York' } }, [], { trade_date });
    expect([entry.session.kind, entry.due_at_ns]).toEqual(['every_day', String(ns(due))]);
  });

  test('the end of the calendar is refused, not guessed: the day itself is known, its T+1 is not', () => {
    expect(ask(owed(), [], { trade_date: '2030-12-31' }).session.kind).toBe('regular');
    const outside: unknown = expect.objectContaining({ code: 'calendar-date-outside' });
    expect(() => ask(owed({ by: 'T+1 08:00' }), [], { trade_date: '2030-12-31' })).toThrow(outside);
    expect(() => ask(owed(), [], { trade_date: '2031-01-02' })).toThrow(outside);
  });
});

describe('days without a session and feeds on request', () => {
  test.each([
    ['2026-11-26', 'Thanksgiving Day'],
    ['2026-11-21', 'Saturday'],
  ])('on %s nothing is owed: %s', (trade_date, name) => {
    const entry = ask(owed(), [], { trade_date });
    expect(codes(entry)).toEqual(['no_session']);
    expect(entry).toMatchObject({ session: { kind: 'closed', name }, due_at_ns: null });
  });

  test('what arrives for such a day is unexpected', () => {
    const entry = ask(owed(), [arrival('o-20261126.psv', { trade_date: '2026-11-26' })], {
      trade_date: '2026-11-26',
    });
    expect(told(entry)).toEqual([
      'incomplete',
      'ledger-unexpected: "o-20261126.psv" has arrived for a day without a session (Thanksgiving Day), expected nothing; check its trade date',
    ]);
  });

  test('a feed on request owes nothing, is never late, and is judged when it comes', () => {
    const onRequest = owed({ due: 'on-request' });
    expect(codes(ask(onRequest, []))).toEqual(['nothing_due']);
    expect(codes(ask(onRequest, [arrival(file, { received_at_ns: deadline + 1n })]))).toEqual(['complete']);
    expect(codes(ask(onRequest, [refusal(file, ['trailer-missing'])]))).toEqual([
      'incomplete',
      'ledger-refused',
    ]);
  });
});

describe('what became of a file', () => {
  test('a refused file with nothing in its place makes the day incomplete, even before the deadline', () => {
    const entry = ask(owed(), [refusal(file, ['trailer-missing', 'header-missing'])], {
      now_ns: deadline - 1n,
    });
    expect(told(entry)).toEqual([
      'incomplete',
      'ledger-refused: "o-20261120.psv" was refused (trailer-missing, header-missing), and nothing stands in its place',
    ]);
    expect(entry.deliveries[0]).toMatchObject({ state: 'refused', faults: [{}, {}] });
  });

  test('broken control totals are named as such', () => {
    expect(told(ask(owed(), [refusal(file, ['control-sum-differs'])]))).toEqual([
      'incomplete',
      'ledger-control-broken: "o-20261120.psv" was refused because its control totals do not hold (control-sum-differs), and nothing stands in its place',
    ]);
  });

  test('one that was published before, and is refused by a newer reading, says that the old one is read', () => {
    expect(told(ask(owed(), [refusal(file, ['column-missing'], { read: true })]))[1]).toBe(
      'ledger-refused: "o-20261120.psv" was refused (column-missing); what an earlier reading of it published is still read',
    );
  });

  test('a refusal is settled by a file that is accepted after it, not by one before', () => {
    const refused = refusal(file, ['trailer-missing']);
    const accepted = arrival(file);
    expect(told(ask(owed(), [refused, accepted]))).toEqual([
      'complete',
      'ledger-refused-before: "o-20261120.psv" was refused before "o-20261120.psv" was accepted in its place',
    ]);
    const again = refusal(file, ['trailer-missing']);
    expect(codes(ask(owed(), [accepted, again]))).toEqual(['incomplete', 'ledger-refused']);
  });

  test('the same name with other bytes is sent again: the last one stands', () => {
    const entry = ask(owed(), [arrival(file), arrival(file)]);
    expect(told(entry)).toEqual([
      'complete',
      'ledger-resent: "o-20261120.psv" stands in place of "o-20261120.psv", sent before with other bytes; what only the earlier one holds is still read',
    ]);
    expect(entry.deliveries.map(({ state }) => state)).toEqual(['replaced', 'received']);
    const superseded = ask(owed(), [arrival(file, { read: false }), arrival(file)]);
    expect(superseded.findings[0]?.message).toMatch(/with other bytes$/);
  });

  test('the same bytes under another name are a duplicate, and no delivery', () => {
    const copied = arrival('o-20261120.psv.copy', { outcome: 'duplicate', duplicates: file, totals: null });
    expect(told(ask(owed(), [arrival(file), copied]))).toEqual([
      'complete',
      'ledger-duplicate: "o-20261120.psv.copy" holds the bytes of "o-20261120.psv" again',
    ]);
  });

  test.each([
    ['one below the least', 4, ['incomplete', 'ledger-short']],
    ['the least', 5, ['complete']],
  ])('a file with %s', (_name, read, expected) => {
    const totals = { ...zeroRecords, read, accepted: read };
    expect(codes(ask(owed({ min_records: 5 }), [arrival(file, { totals })]))).toEqual(expected);
  });

  test('short says how short', () => {
    const totals = { ...zeroRecords, read: 1, accepted: 1 };
    expect(told(ask(owed({ min_records: 2 }), [arrival(file, { totals })]))[1]).toBe(
      'ledger-short: "o-20261120.psv" holds 1 record, expected at least 2',
    );
  });

  test('an empty file is a gap unless the feed allows it, whatever the least number of records', () => {
    const empty = [arrival(file, { totals: zeroRecords })];
    expect(told(ask(owed(), empty))).toEqual([
      'incomplete',
      'ledger-empty: "o-20261120.psv" holds no record, expected some; say empty: allowed in the feed if that is meant',
    ]);
    expect(codes(ask(owed({ empty: 'allowed', min_records: 5 }), empty))).toEqual(['complete']);
  });
});

describe('several files', () => {
  const pattern = 'o-{trade_date}-{part}.psv';
  const part = (number: number | string) => arrival(`o-20261120-${number}.psv`);

  test('a numbered name without a count is whole only after the deadline', () => {
    const spec = owed({ file: pattern });
    expect(told(ask(spec, [part(1)], { now_ns: deadline }))).toEqual([
      'not_due_yet',
      'ledger-more-awaited: 1 file has arrived; how many there are is known only after 2026-11-20 18:30 (America/New_York)',
    ]);
    expect(codes(ask(spec, [part(1)]))).toEqual(['complete']);
  });

  test('parts are there up to the highest', () => {
    expect(told(ask(owed({ file: pattern }), [part('05'), part('02')]))).toEqual([
      'incomplete',
      'ledger-part-missing: part 1, 3–4 is missing, expected every part up to 5; ask the broker for it',
    ]);
  });

  test('a count is whole as soon as it is reached, and told before and after the deadline otherwise', () => {
    const spec = owed({ file: pattern, files: 3 });
    const two = [part(1), part(3)];
    expect(codes(ask(spec, [...two, part(2)], { now_ns: deadline - 1n }))).toEqual(['complete']);
    expect(told(ask(spec, two, { now_ns: deadline }))).toEqual([
      'not_due_yet',
      'ledger-files-awaited: 2 of 3 files have arrived yet; they are due by 2026-11-20 18:30 (America/New_York)',
    ]);
    expect(told(ask(spec, two))).toEqual([
      'incomplete',
      'ledger-files-missing: 2 of 3 files have arrived, expected all by 2026-11-20 18:30 (America/New_York); ask the broker for the others',
      'ledger-part-missing: part 2 is missing, expected every part up to 3; ask the broker for it',
    ]);
  });

  test('more than the count is told, the same part twice is no more', () => {
    const spec = owed({ file: pattern, files: 1 });
    expect(told(ask(spec, [part(1), part(2)]))).toEqual([
      'incomplete',
      'ledger-files-extra: 2 files have arrived, expected 1; correct arrives.files of the feed or ask the broker',
    ]);
    expect(codes(ask(spec, [part('1'), part('01')]))).toEqual(['complete', 'ledger-resent']);
  });

  test('a refused part is told as refused, not as missing', () => {
    const refused = refusal('o-20261120-2.psv', ['trailer-missing']);
    expect(codes(ask(owed({ file: pattern, files: 2 }), [part(1), refused]))).toEqual([
      'incomplete',
      'ledger-refused',
    ]);
  });
});

describe('sequence numbers', () => {
  const pattern = 'o-{trade_date}-{sequence}.psv';
  const numbered = (number: number, trade_date = '2026-11-20') =>
    arrival(`o-${trade_date.replaceAll('-', '')}-${number}.psv`, { trade_date });
  const daily = owed({ file: pattern, sequence: 'daily' });
  const continuous = owed({ file: pattern, sequence: 'continuous' });

  test.each([
    ['none', [1, 2, 3], undefined],
    ['at the head', [2, 3], 'number 1 is missing, expected every number from 1 to 3'],
    ['in the middle', [1, 4, 6], 'number 2–3, 5 is missing, expected every number from 1 to 6'],
  ])('of a day: a gap %s', (_name, numbers, message) => {
    const [, found] = told(
      ask(
        daily,
        numbers.map((number) => numbered(number)),
      ),
    );
    expect(found).toBe(
      message === undefined ? undefined : `ledger-sequence-gap: ${message}; ask the broker for it`,
    );
  });

  test('numbers that go on from the trade date before', () => {
    const before = [numbered(8, '2026-11-19'), numbered(9, '2026-11-19'), numbered(70, '2026-11-23')];
    expect(codes(ask(continuous, [...before, numbered(10)]))).toEqual(['complete']);
    expect(told(ask(continuous, [...before, numbered(12), numbered(14)]))).toEqual([
      'incomplete',
      'ledger-sequence-gap: number 10–11, 13 is missing, expected every number from 10 to 14; ask the broker for it',
    ]);
  });

  test('the first day ever has no gap at its head, but may have one in the middle', () => {
    expect(codes(ask(continuous, [numbered(41), numbered(42)]))).toEqual(['complete']);
    expect(codes(ask(continuous, [numbered(41), numbered(43)]))).toEqual([
      'incomplete',
      'ledger-sequence-gap',
    ]);
  });

  test('a number that goes back is told', () => {
    expect(told(ask(continuous, [numbered(9, '2026-11-19'), numbered(9)]))).toEqual([
      'incomplete',
      'ledger-sequence-back: number 9 does not follow number 9 of the trade date before, expected a greater one; ask the broker whether numbering began anew',
    ]);
  });

  test('digits mean nothing where the feed does not say so', () => {
    expect(codes(ask(owed({ file: pattern }), [numbered(7), numbered(90)]))).toEqual(['complete']);
  });

  test('numbers of twenty digits are compared exactly', () => {
    const huge = (number: bigint) => arrival(`o-20261120-${number}.psv`);
    const first = 2n ** 64n;
    expect(told(ask(continuous, [huge(first), huge(first + 2n)]))[1]).toContain(
      'number 18446744073709551617 is missing',
    );
  });
});
