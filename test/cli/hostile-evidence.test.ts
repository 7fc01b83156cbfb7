import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/generated/alert.js';
import { HOSTILE_TEXTS } from '../support/hostile-texts.js';
import { cellsOf, expectHarmless, expectInert, expectNoFormula } from './support/expect-inert.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

const texts = Object.values(HOSTILE_TEXTS);
/** Accounts have at most 20 characters in these feeds; cut by code point. */
const account = (index: number, end: string): string =>
  `${Array.from(texts[index] ?? '')
    .slice(0, 16)
    .join('')}${index}${end}`.slice(0, 20);
let alerts: Alert[] = [];

/** For each text two accounts of one owner, which trade with each other: everything that a broker can name bears the text. */
beforeAll(async () => {
  const deliveries = path.join(folder, 'deliveries');
  mkdirSync(deliveries);
  const orders: string[] = [];
  texts.forEach((text, index) => {
    for (const [end, side] of [
      ['a', '1'],
      ['b', '2'],
    ] as const) {
      const id = `${Array.from(text).slice(0, 34).join('')}${index}${end}`;
      const line = (seq: number, evt: string, ms: number, trade: string): string =>
        `${id}|${seq}|${evt}|20261120-10:${String(index).padStart(2, '0')}:00.${ms}000000|XYZ|${side}|L|D|100000|500|${account(index, end)}|XNAS|${trade}|||||A|${account(index, 't')}||`;
      orders.push(line(1, 'N', end === 'a' ? 100 : 101, ''), line(2, 'F', 200, `T${index}`));
    }
  });
  const head =
    'ordId|seq|evt|ts|sym|side|type|tif|px|qty|acct|mkt|trd|parent|routed|dest|from|cap|trader|hand|unit';
  const end = `TRAILER|20261120|${orders.length}|${orders.length * 500}`;
  writeFileSync(
    path.join(deliveries, 'acme-orders-20261120.psv.gz'),
    gzipSync(`${[head, ...orders, end].join('\n')}\n`),
  );
  const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  const accounts = texts.flatMap((_, index) =>
    ['a', 'b'].map((one) => [account(index, one), account(index, 'o'), 'IND', 'ACME'].map(quoted).join(',')),
  );
  writeFileSync(
    path.join(deliveries, 'firm-accounts-20261120.csv'),
    `account_id,owner_id,type,imid\n${accounts.join('\n')}\n#END,${accounts.length}\n`,
  );
  await tapewarden('run', '--date', '2026-11-20');
  alerts = JSON.parse((await tapewarden('alerts', 'list', '--json')).stdout) as Alert[];
}, 120_000);

test('most of the texts come through into alerts, so that there is something to show', () => {
  const washes = alerts.filter(({ pattern_id }) => pattern_id === 'wash-trade');
  expect(washes.length).toBeGreaterThanOrEqual(texts.length - 8);
  const owners = washes.map(({ subject }) => subject['owner_id']).join('');
  for (const part of ['<script>', '=HYPERLINK', '\u202e', '@SUM']) expect(owners).toContain(part);
});

test('the report of the day holds no mark-up of theirs', async () => {
  expect((await tapewarden('report', '--out', 'report.html')).exit).toBe('clear');
  expectHarmless(readFileSync(path.join(folder, 'report.html'), 'utf8'));
});

test('explanations are harmless as pages and inert on the terminal', async () => {
  const washes = alerts.filter(({ pattern_id }) => pattern_id === 'wash-trade');
  for (const { alert_id } of washes.filter((_, at) => at % 6 === 0)) {
    const page = await tapewarden('alerts', 'explain', alert_id, '--html');
    expect(page.exit).toBe('clear');
    expectHarmless(page.stdout);
    for (const form of [['explain'], ['explain', '--json'], ['show']]) {
      const [verb = '', ...flags] = form;
      const { exit, stdout, stderr } = await tapewarden('alerts', verb, alert_id, ...flags);
      expect([exit, stderr]).toEqual(['clear', '']);
      expectInert(stdout);
    }
  }
}, 120_000);

test('lists and tables are inert on the terminal', async () => {
  for (const call of [['alerts', 'list'], ['quarantine', 'list'], ['ledger'], ['orders', 'errors']]) {
    const { exit, stdout, stderr } = await tapewarden(...call);
    expect(exit).not.toBe('bug');
    expectInert(stdout);
    expectInert(stderr);
  }
});

test('no cell of a CSV begins a formula, and numbers stand as they are', async () => {
  const { stdout, exit, stderr } = await tapewarden(
    'queries',
    'run',
    'top-cancel-ratios',
    '--csv',
    '--set',
    'min_orders=1',
  );
  expect([exit, stderr]).toEqual(['clear', expect.any(String)]);
  const [columns = [], ...rows] = cellsOf(stdout);
  expect(rows.length).toBeGreaterThan(texts.length);
  for (const cells of rows) {
    expect(cells).toHaveLength(columns.length);
    for (const cell of cells) expectNoFormula(cell);
  }
  expect(stdout).toContain('=HYPERLINK');
});
