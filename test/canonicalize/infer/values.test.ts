import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { controlMatch } from '../../../src/canonicalize/infer/control-match.js';
import { exactSum } from '../../../src/canonicalize/infer/exact-sum.js';
import { typeField } from '../../../src/canonicalize/infer/field-kind.js';
import { filePattern } from '../../../src/canonicalize/infer/file-pattern.js';
import { timeForms } from '../../../src/canonicalize/infer/timestamp-forms.js';
import { matchGroups } from '../../../src/canonicalize/validation/re2-expression.js';
import { drafted, draftOf } from './support/draft.js';

test.each([
  [['20261120-09:30:00.123456789', '20261120-09:30:00.1'], ['yyyyMMdd-HH:mm:ss.nnnnnnnnn']],
  [
    ['20261120-09:30:00.123', '20261120-09:30:00'],
    ['yyyyMMdd-HH:mm:ss.nnn', 'yyyyMMdd-HH:mm:ss'],
  ],
  [['2026-11-20T09:30:00.123Z'], ['yyyy-MM-ddTHH:mm:ss.nnnZ']],
  [['11/20/2026'], ['MM/dd/yyyy']],
  [['20/11/2026'], ['dd/MM/yyyy']],
  [['20261120'], ['yyyyMMdd']],
  [['1795184400000000000'], ['epoch-ns']],
  [['093000123456789', '160000000000000'], ['HHmmssnnnnnnnnn']],
  [['20260230'], null],
  [['20261120', 'x'], null],
  [['20261120-25:30:00'], null],
  [['000000035222'], null],
])('times %j are read as %j', (values, forms) => {
  expect(timeForms(values)?.forms ?? null).toEqual(forms);
});

test.each([
  ['time', 'number', '1795184400', 'epoch-s'],
  ['ts', 'string', '1795184400123', 'epoch-ms'],
  ['timestamp', 'number', '1795184400123456', 'epoch-us'],
  ['ts', 'number', '1795184400123456789', 'epoch-ns'],
  ['orderId', 'number', '1795184400123', null],
  ['ts', 'number', '2795184400', null],
  ['ts', 'number', '17951844001', null],
] as const)('a field "%s" (%s) with %s counts as %s', (name, type, value, form) => {
  const { value: kind } = typeField({ name, named: true, type, part: {}, values: [value, value] });
  expect(kind.kind === 'timestamp' ? kind.forms : null).toEqual(form === null ? null : [form]);
});

test('day and month that could change places are told as such', () => {
  expect(timeForms(['03/04/2026'])).toMatchObject({ forms: ['MM/dd/yyyy'], ambiguous: true });
  expect(timeForms(['03/04/2026', '03/13/2026'])).toMatchObject({ ambiguous: false });
});

test.each([
  ['acme-orders-20261120.psv.gz', 'acme-orders-{trade_date}.psv.gz', '2026-11-20', 'acme-orders'],
  [
    '2017-08-01-3.security-data.txt',
    '{trade-date}-{sequence}.security-data.txt',
    '2017-08-01',
    'security-data',
  ],
  [
    '104_CEDR_20261120_OrderEvents_000001.json.gz',
    '104_CEDR_{trade_date}_OrderEvents_{sequence}.json.gz',
    '2026-11-20',
    'cedr-orderevents',
  ],
  ['orders-20261320.csv', 'orders-20261320.csv', null, 'orders-20261320'],
  ['99.csv', '99.csv', null, 'feed'],
])('the name %s becomes %s', (name, pattern, trade_date, feed) => {
  expect(filePattern(name)).toEqual({ pattern, trade_date, feed });
});

test('sums are exact and without superfluous zeros', () => {
  expect(exactSum(['0.1', '0.20', null])).toBe('0.3');
  expect(exactSum(['99999999999999999999', '1'])).toBe('100000000000000000000');
  expect(exactSum(['1', 'x'])).toBeNull();
  expect(exactSum([null])).toBeNull();
});

test('the expression of a control line matches its own line, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (line) => {
      fc.pre(!/[\n\r]/.test(line) && line.trim() !== '');
      const { match } = controlMatch(line, { records: 3, sums: new Map() });
      expect(matchGroups(match, line)).not.toBeNull();
    }),
  );
});

test('one value in a hundred may be a mistake, two are not numbers', () => {
  const kind = (bad: number): string => {
    const values = Array.from({ length: 100 }, (_, index) =>
      index < bad ? `1,${index}x` : String(index * 10),
    );
    return typeField({ name: 'x', part: {}, type: 'string', named: true, values }).value.kind;
  };
  expect([kind(0), kind(1), kind(2)]).toEqual(['integer', 'integer', 'text']);
});

test('values and names of a sample are never YAML of their own, and no crash', async () => {
  const cell = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .map((text) => text.replace(/[|\r\n\0"]/g, ' '));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 3, maxLength: 12 }), async (rows) => {
      const text = rows.map((row) => `${row.join('|')}\n`).join('');
      const draft = await draftOf(text);
      if ('code' in draft) return;
      const spec = parse(draft.feed_yaml) as Record<string, unknown>;
      const known = [
        'feed',
        'version',
        'broker',
        'file',
        'arrives',
        'format',
        'header',
        'trailer',
        'fields',
        'record',
        'key',
        'to',
        'map',
      ];
      expect(Object.keys(spec).filter((key) => !known.includes(key))).toEqual([]);
      expect(spec['key']).toEqual(draft.key);
      const names = Object.keys((JSON.parse(draft.record_schema) as { properties: object }).properties);
      expect(names).toEqual(draft.fields.map(({ name }) => name));
    }),
    { numRuns: 150 },
  );
});

test('text that looks like YAML, SQL or markup stays a quoted value', async () => {
  const codes = ["'); DROP TABLE x; --", '# no comment', '$x', '<b>', '- a: [b', '&a *a !t'];
  const rows = codes.flatMap((code) => Array.from({ length: 4 }, (_, index) => `B|${code}|${index}\n`));
  const { draft, spec } = await drafted(`side|action: {a|n\n${rows.join('')}`);
  expect(draft.fields.map(({ name }) => name)).toEqual(['side', 'action: {a', 'n']);
  expect(spec.map['side']).toEqual({ from: 'side', values: { B: 'buy' } });
  const schema = JSON.parse(draft.record_schema) as { properties: Record<string, { enum?: string[] }> };
  expect(schema.properties['action: {a']?.enum).toEqual([...codes].sort());
});
