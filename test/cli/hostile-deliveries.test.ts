import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOSTILE_TEXTS } from '../support/hostile-texts.js';
import { cellsOf, expectHarmless, expectInert, expectNoFormula } from './support/expect-inert.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

const texts = Object.values(HOSTILE_TEXTS);
const DATE = '20261120';
const ORDERS = `acme-orders-${DATE}.psv.gz`;
const NEWS = `news-wire-${DATE}.jsonl`;

/** What a broker can name or say bears each text: files, symbols, prices that are none, and news. */
beforeAll(async () => {
  const deliveries = path.join(folder, 'deliveries');
  mkdirSync(deliveries);
  const write = (name: string, content: string | Buffer) =>
    writeFileSync(path.join(deliveries, name), content);
  for (const [index, text] of texts.entries()) write(`${text.replaceAll('/', '∕')}${index}.txt`, `${text}\n`);
  const head =
    'ordId|seq|evt|ts|sym|side|type|tif|px|qty|acct|mkt|trd|parent|routed|dest|from|cap|trader|hand|unit';
  const lines = texts.flatMap((text, index) =>
    [
      { sym: text, px: '100000' },
      { sym: 'XYZ', px: text },
      { sym: 'XYZ', px: '100000' },
    ].map(
      ({ sym, px }, at) =>
        `o${index}${at}|1|N|${DATE}-10:${String(index).padStart(2, '0')}:00.100000000|${sym}|1|L|D|${px}|500|A${index}|XNAS||||||A|T||`,
    ),
  );
  const end = `TRAILER|${DATE}|${lines.length}|${lines.length * 500}`;
  write(ORDERS, gzipSync(`${[head, ...lines, end].join('\n')}\n`));
  const news = texts.flatMap((text, index) => [
    {
      id: `${index}`,
      published: '2026-11-20T15:00:00.000000000Z',
      about: { ticker: 'XYZ' },
      headline: text,
      topic: 'earnings',
    },
    {
      id: `${text} ${index}`,
      published: text,
      about: { ticker: text },
      headline: text,
      topic: 'other',
    },
  ]);
  write(NEWS, `${news.map((item) => JSON.stringify(item)).join('\n')}\n`);
  await tapewarden('run', '--date', '2026-11-20');
}, 120_000);

test('names, values and messages of theirs come into the report and the quarantine', async () => {
  const { stdout } = await tapewarden('report', '--json');
  const { deliveries, rejections } = JSON.parse(stdout) as {
    deliveries: { file: string; status: string }[];
    rejections: { groups: { examples: { message: string }[] }[] };
  };
  for (const part of ['<script>', '=HYPERLINK', '\u202e', '@SUM'])
    expect(deliveries.some(({ file, status }) => status === 'refused' && file.includes(part))).toBe(true);
  expect(JSON.stringify(rejections.groups)).toContain('<script>');
  const listed = await tapewarden('quarantine', 'list', '--json');
  for (const part of ['<script>', '=HYPERLINK', '@SUM'])
    expect(listed.stdout).toContain(part.replaceAll('"', '\\"'));
});

test.each([['the report of the day', ['report', '--out', 'page.html']]])(
  '%s holds no mark-up of theirs',
  async (_, call) => {
    expect((await tapewarden(...call)).exit).not.toBe('bug');
    expectHarmless(readFileSync(path.join(folder, 'page.html'), 'utf8'));
  },
);

test('commands that show them are inert on the terminal', async () => {
  for (const call of [
    ['run', '--date', '2026-11-20'],
    ['alerts', 'list'],
    ['quarantine', 'list'],
    ['quarantine', 'list', '--json'],
    ['ledger', '--date', '2026-11-20'],
    ['report', '--json'],
    ['lake', 'history'],
    ['quarantine', 'feedback', '--delivery', ORDERS, '--out', `${HOSTILE_TEXTS['colour']}.csv`],
  ]) {
    const { exit, stdout, stderr } = await tapewarden(...call);
    expect([call, exit]).not.toEqual([call, 'bug']);
    expect(`${stdout}${stderr}`).not.toBe('');
    expectInert(stdout);
    expectInert(stderr);
  }
});

test('one rejected record is shown without acting', async () => {
  const listed = await tapewarden('quarantine', 'list', '--json');
  const records = JSON.parse(listed.stdout) as { id: string }[];
  expect(records.length).toBeGreaterThan(texts.length);
  for (const { id } of records.filter((__, at) => at % 9 === 0)) {
    const { stdout, stderr } = await tapewarden('quarantine', 'show', id);
    expect(stdout).not.toBe('');
    expectInert(`${stdout}${stderr}`);
  }
});

test.each([ORDERS, NEWS])('the feedback of %s begins no formula in any cell', async (delivery) => {
  const { exit, stdout, stderr } = await tapewarden('quarantine', 'feedback', '--delivery', delivery);
  expect([exit, stderr]).toEqual(['clear', '']);
  const rows = cellsOf(stdout);
  expect(rows.length).toBeGreaterThan(texts.length / 2);
  for (const cells of rows) {
    expect(cells).toHaveLength(rows[0]?.length ?? 0);
    for (const cell of cells) expectNoFormula(cell);
  }
  expect(stdout).toContain('@SUM');
});
