import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryFaultText, recordFaultText } from '../../../src/canonicalize/diagnostics.js';
import {
  adviceText,
  deliveryAdvice,
  recordAdvice,
} from '../../../src/canonicalize/feedback/broker-advice.js';
import { feedbackCsv } from '../../../src/canonicalize/feedback/feedback-csv.js';
import type { Feedback } from '../../../src/domain/generated/feedback.js';

/** Feedback of one fault of one record whose value, and whose key, are given. */
function feedbackOf(value: string): Feedback {
  const fault = {
    field: 'px',
    value,
    expected: 'a price',
    code: 'value-not-decimal',
    message: 'm',
    ...recordAdvice('value-not-decimal'),
  };
  return {
    format: 1,
    status: 'published',
    feed: 'f',
    file: value,
    sha256: '0'.repeat(64),
    bytes: 1,
    trade_date: '2026-11-20',
    received_at: '2026-11-20T18:40:00.000000000Z',
    commit_id: '1'.repeat(64),
    totals: null,
    controls: [],
    refusals: [],
    records: [
      { record: 'r', line: 2, byte_offset: 3, state: 'open', key: [{ name: 'id', value }], faults: [fault] },
    ],
    unlisted: 0,
  };
}

/** A reader of RFC 4180 of its own. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

function read(cell: string | undefined): string {
  return cell?.startsWith('"') === true ? (JSON.parse(cell) as string) : String(cell);
}

function cellsOf(value: string): { raw: string; value: string; file: string; key: unknown } {
  const rows = parse(feedbackCsv(feedbackOf(value)));
  const [head = [], ...lines] = rows;
  const line = lines.find(([kind]) => kind === 'record') ?? [];
  const at = (name: string): string | undefined => line[head.indexOf(name)];
  return {
    raw: at('value') ?? '',
    value: read(at('value')),
    file: read(at('file')),
    key: JSON.parse(at('key') ?? ''),
  };
}

test.each([
  ['12,50', '12,50'],
  ['=1+1', '"=1+1"'],
  ['+1', '"+1"'],
  ['-1', '"-1"'],
  ['@x', '"@x"'],
  ['＝1', '"＝1"'],
  ['\t=1', '"\\t=1"'],
  [' =1', '" =1"'],
  ['"', '"\\""'],
  ["'=1", '"\'=1"'],
  ['a;=1', '"a;\\u003d1"'],
  ['a-1', 'a-1'],
  ['\u001b[2J', '"\\u001b[2J"'],
  ['\u202e', '"\\u202e"'],
  ['\u{e0041}', '"\\udb40\\udc41"'],
  ['<b>é</b>', '<b>é</b>'],
  ['', ''],
])('the cell of %j is %j', (value, cell) => {
  expect(cellsOf(value)).toEqual({ raw: cell, value, file: value, key: { id: value } });
});

test('a machine reads every value as it was, and a spreadsheet finds nothing to run', () => {
  const parts = fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    ';',
    ',',
    '|',
    '"',
    "'",
    '\r',
    '\n',
    '\t',
    '\u001b',
    '\u2028',
    'a',
    '1',
    '＋',
  );
  const text = fc.oneof(fc.string({ unit: parts }), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(text, (value) => {
      const csv = feedbackCsv(feedbackOf(value));
      expect(cellsOf(value)).toMatchObject({ value, file: value, key: { id: value } });
      expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      for (const cell of parse(csv).flat())
        expect(cell).not.toMatch(/^[=+\-@＝＋－＠\s]|[;|][=+\-@＝＋－＠]/);
    }),
    { numRuns: 500 },
  );
});

test('every code of a fault has an advice', () => {
  const actions = new Set(
    [
      ...Object.keys(recordFaultText).map((code) => recordAdvice(code)),
      ...Object.keys(deliveryFaultText).map((code) => deliveryAdvice(code)),
    ].map(({ action, advice }) => {
      expect(advice).toBe(adviceText[action]);
      return action;
    }),
  );
  expect([...actions].sort()).toEqual(Object.keys(adviceText).sort());
  expect(recordAdvice('a-code-of-the-future').action).toBe('correct-record');
  expect(deliveryAdvice('a-code-of-the-future').action).toBe('resend-file');
});
