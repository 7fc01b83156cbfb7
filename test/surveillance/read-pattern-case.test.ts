import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { filledRow, loadCaseDay } from '../../src/surveillance/cases/case-day.js';
import { parseCaseRow } from '../../src/surveillance/cases/case-row.js';
import { readPatternCase } from '../../src/surveillance/cases/read-pattern-case.js';
import { formatPatternProblem } from '../../src/surveillance/pattern-problem.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';

async function problemsOf(files: Record<string, string>): Promise<string[]> {
  const folder = path.join(await temporaryFolder(), 'a-case');
  await mkdir(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const read = await readPatternCase(folder, 'some-pattern');
  return Array.isArray(read)
    ? read.map((problem) => formatPatternProblem(problem).replace(folder, 'a-case'))
    : [];
}

test('a case without an expectation is no case', async () => {
  expect(await problemsOf({})).toEqual([
    'a-case: has no expected.yaml; write the alerts or rows that must be found, or [] where there must be none [case-expectation-missing]',
  ]);
});

test('a file of another kind is told', async () => {
  expect(await problemsOf({ 'expected.yaml': '[]', 'rows.csv': '' })).toEqual([
    'a-case/rows.csv: no file of a case, expected <dataset>.jsonl, settings.yaml and expected.yaml; take it out [case-file-unknown]',
  ]);
});

test('rows of no dataset are told', async () => {
  const [problem] = await problemsOf({ 'expected.yaml': '[]', 'orders.jsonl': '' });
  expect(problem).toMatch(
    /^a-case\/orders\.jsonl: holds rows of "orders", expected one of accounts, .* as the name of the file \[case-dataset-unknown\]$/,
  );
});

test('an expectation that is none is told with its place', async () => {
  expect(await problemsOf({ 'expected.yaml': '- subjects: {}\n' })).toEqual([
    'a-case/expected.yaml:1:3: /0/subject is missing, expected a value [spec-schema-violated]',
    'a-case/expected.yaml:1:3: /0/subjects is no known member, expected one of subject, measures, evidence [spec-schema-violated]',
  ]);
});

test.each([
  ['{"symbol": ', 'no JSON object of texts, numbers, true, false and null'],
  ['[1]', 'no JSON object of texts, numbers, true, false and null'],
  ['{"symbol": {}}', 'no JSON object of texts, numbers, true, false and null'],
  ['{"at": "25:00:00"}', 'at "25:00:00", expected a time of day such as 10:00:00.000000001'],
  ['{"repeat": 0}', 'repeat 0, expected a whole number from 1 to 100000'],
  ['{"repeat": 100001}', 'repeat 100001, expected a whole number from 1 to 100000'],
  ['{"repeat": 2, "every": "5"}', 'every "5", expected a duration such as 5ms'],
  ['{"repeat": 3, "every": "1h", "at": "22:00:00"}', 'repeated past midnight'],
])('a line that is no row is told with its number: %s', async (line, reason) => {
  expect(await problemsOf({ 'expected.yaml': '[]', 'trades.jsonl': `{"symbol": "XYZ"}\n${line}\n` })).toEqual(
    [`a-case/trades.jsonl:2: is no row of a case: ${reason} [case-row-not-valid]`],
  );
});

test('a column that the dataset does not have is told with those that it has', () => {
  expect(parseCaseRow('{"px": "1"}', ['symbol', 'price'])).toEqual({
    reason: 'no column "px", expected one of symbol, price',
  });
});

test('a repeated row counts from 1 and moves on in time, to the nanosecond', () => {
  const line = '{"repeat": 3, "every": "1ns", "at": "09:59:59.999999999", "event_id": "n{n}", "qty": 5}';
  expect(parseCaseRow(line, ['event_id', 'qty'])).toEqual({
    rows: [
      { at: '09:59:59.999999999', event_id: 'n1', qty: 5 },
      { at: '10:00:00.000000000', event_id: 'n2', qty: 5 },
      { at: '10:00:00.000000001', event_id: 'n3', qty: 5 },
    ],
  });
});

test('on a half day the morning keeps its distance from the open, the afternoon from the close; dates move along', async () => {
  const columns = (await readViewColumns()).get('order_events') ?? new Map<string, string>();
  const day = await loadCaseDay('2026-11-27');
  const timeOf = (at: string): unknown => filledRow({ at }, columns, day)['event_ts_ns'];
  const ns = (text: string): string => `${BigInt(Date.parse(text)) * 1_000_000n}`;
  expect(timeOf('12:44:59')).toBe(ns('2026-11-27T12:44:59-05:00'));
  expect(timeOf('12:45:00')).toBe(ns('2026-11-27T09:45:00-05:00'));
  expect(timeOf('15:59:59')).toBe(ns('2026-11-27T12:59:59-05:00'));
  const calendar = (await readViewColumns()).get('calendar') ?? new Map<string, string>();
  expect(filledRow({ event_date: '2026-11-23' }, calendar, day)['event_date']).toBe('2026-11-30');
});

test('rows of a history are of so many sessions before the day', async () => {
  const columns = (await readViewColumns()).get('trades_history') ?? new Map<string, string>();
  const day = await loadCaseDay('2026-11-27');
  const row = filledRow({ at: '16:00:00', sessions_ago: 1 }, columns, day);
  expect(row['trade_date'], 'Thanksgiving is no session').toBe('2026-11-25');
  expect(row['event_ts_ns']).toBe(`${BigInt(Date.parse('2026-11-25T16:00:00-05:00')) * 1_000_000n}`);
});
