import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Labels } from '../../src/domain/generated/labels.js';
import { type SimulationSummary, simulateDay } from '../../src/simulate/simulate-day.js';

type FeedSpec = { feed: string; file: string; format: { compression: string } };
type Field = { name: string; start: number; width: number };

const feeds = [
  ...['acme-orders', 'bolt-fix', 'cedar-cat', 'corporate-calendar', 'delta-orders'],
  ...['firm-accounts', 'firm-positions', 'firm-restricted-list', 'listed-instruments', 'news-wire'],
  ...['tape-daily-prices', 'tape-quotes', 'tape-trades'],
];
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addFormat('decimal', /^-?[0-9]+(\.[0-9]+)?$/);
ajv.addFormat('date', /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);

let folder: string;
let summary: SimulationSummary;
const texts = new Map<string, string>();

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

async function feedSpec(feed: string): Promise<FeedSpec & { fields: (string | Field)[] }> {
  return parse(await readFile(`feeds/${feed}/feed.yaml`, 'utf8')) as FeedSpec & {
    fields: (string | Field)[];
  };
}

async function decompressed(out: string, name: string): Promise<string> {
  const bytes = await readFile(path.join(out, 'deliveries', name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

async function expectValid(feed: string, records: readonly Record<string, unknown>[]) {
  const validate = ajv.compile(await readJson<object>(`schemas/feeds/${feed}.schema.json`));
  const wrong = records.filter((record) => !validate(record)).map((record) => [record, validate.errors]);
  expect(wrong).toEqual([]);
  expect(records.length).toBe(summary.files.find((file) => file.feed === feed)?.records);
  expect(records.length).toBeGreaterThan(10);
}

/** A record from names and texts; empty texts are fields that are not there. */
function recordOf(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [name, text] of pairs) if (text !== '') record[name] = text;
  return record;
}

const linesOf = (feed: string) => (texts.get(feed) ?? '').split('\n');

/** Fields by the names of the header; empty ones left out. */
function delimited(feed: string, split: (line: string) => string[]): Record<string, string>[] {
  const [header = '', ...rest] = linesOf(feed);
  const names = split(header);
  return rest.slice(0, -2).map((line) => {
    const values = split(line);
    expect(values).toHaveLength(names.length);
    return recordOf(names.map((name, at) => [name, values[at] ?? '']));
  });
}

const byPipe = (line: string) => line.split('|');
const byQuotedComma = (line: string) =>
  line.startsWith('"')
    ? line
        .slice(1, -1)
        .split('","')
        .map((field) => field.replaceAll('""', '"'))
    : line.split(',');

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'simulate-'));
  summary = await simulateDay({ events: 6_000, seed: 11, trade_date: '2026-11-20', out: folder });
  for (const { feed, name } of summary.files) texts.set(feed, await decompressed(folder, name));
});

afterAll(() => rm(folder, { recursive: true }));

test('each feed has one file, under the name and with the compression of its feed.yaml', async () => {
  expect(summary.files.map(({ feed }) => feed)).toEqual(feeds);
  const names = [];
  for (const { feed, name } of summary.files) {
    const spec = await feedSpec(feed);
    expect(name).toBe(spec.file.replace('{trade_date}', '20261120').replace('{sequence}', '000001'));
    expect(name.endsWith('.gz')).toBe(spec.format.compression === 'gzip');
    names.push(name);
  }
  expect((await readdir(path.join(folder, 'deliveries'))).sort()).toEqual(names.sort());
});

describe('records satisfy the record schema of their feed, and control totals hold', () => {
  test('acme-orders', async () => {
    const records = delimited('acme-orders', byPipe);
    await expectValid('acme-orders', records);
    const shares = records.reduce((sum, record) => sum + Number(record['qty']), 0);
    expect(linesOf('acme-orders').at(-2)).toBe(`TRAILER|20261120|${records.length}|${shares}`);
    expect(new Set(records.map((record) => `${record['ordId']} ${record['seq']}`)).size).toBe(records.length);
  });

  test('delta-orders', async () => {
    const { fields } = await feedSpec('delta-orders');
    const lines = linesOf('delta-orders').slice(0, -1);
    expect(lines.filter((line) => line.length !== 132)).toEqual([]);
    const records = lines
      .slice(1, -1)
      .map((line) =>
        recordOf(
          (fields as Field[]).map(({ name, start, width }) => [
            name,
            line.slice(start - 1, start - 1 + width).trim(),
          ]),
        ),
      );
    await expectValid('delta-orders', records);
    expect(lines[0]?.trimEnd()).toBe('HDELTA ORDERS 20261120');
    expect(lines.at(-1)?.trimEnd()).toBe(`T${String(records.length).padStart(10, '0')}`);
  });

  test('cedar-cat', async () => {
    const lines = linesOf('cedar-cat').slice(0, -1);
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    await expectValid('cedar-cat', records);
    expect(new Set(records.map((record) => record['firmROEID'])).size).toBe(records.length);
  });

  test.each(['tape-trades', 'tape-quotes'])('%s', async (feed) => {
    const records = delimited(feed, byPipe);
    await expectValid(feed, records);
    expect(linesOf(feed).at(-2)).toBe(`END|20261120|${records.length}`);
  });

  test.each(['firm-accounts', 'listed-instruments'])('%s', async (feed) => {
    const records = delimited(feed, byQuotedComma);
    await expectValid(feed, records);
    expect(linesOf(feed).at(-2)).toBe(`#END,${records.length}`);
  });
});

test('instrument names hold a comma and a quote, and one symbol is a test issue', () => {
  const records = delimited('listed-instruments', byQuotedComma);
  expect(records.some(({ name }) => name?.includes(','))).toBe(true);
  expect(records.some(({ name }) => name?.includes('"'))).toBe(true);
  expect(records.filter(({ test: flag }) => flag === 'Y').map(({ symbol }) => symbol)).toEqual(['ZVZZT']);
});

describe('the FIX drop copy', () => {
  const messages = () =>
    linesOf('bolt-fix')
      .slice(0, -1)
      .map((text) => ({
        text,
        fields: text
          .split('\x01')
          .slice(0, -1)
          .map((field) => field.split('=') as [string, string]),
      }));
  const value = (fields: readonly [string, string][], tag: string) =>
    fields.find(([name]) => name === tag)?.[1];

  test('every message has the right body length and checksum', () => {
    for (const { text } of messages()) {
      const bodyStart = text.indexOf('\x01', text.indexOf('\x019=') + 1) + 1;
      const bodyEnd = text.lastIndexOf('10=');
      expect(text).toContain(`\x019=${bodyEnd - bodyStart}\x01`);
      const sum = [...Buffer.from(text.slice(0, bodyEnd), 'latin1')].reduce((total, byte) => total + byte, 0);
      expect(text.slice(bodyEnd)).toBe(`10=${String(sum % 256).padStart(3, '0')}\x01`);
    }
  });

  test('it begins with a logon, ends with a logout, has heartbeats, and counts its messages', () => {
    const types = messages().map(({ fields }) => value(fields, '35'));
    expect([types[0], types.at(-1), types.filter((type) => type === '0').length]).toEqual(['A', '5', 6]);
    expect(messages().map(({ fields }) => value(fields, '34'))).toEqual(types.map((_, at) => String(at + 1)));
  });

  test('reports satisfy the record schema, and only fills carry a last price and quantity', async () => {
    const { fields: declared } = await feedSpec('bolt-fix');
    const names = new Map(
      (declared as unknown as { name: string; tag: number }[]).map(({ name, tag }) => [String(tag), name]),
    );
    const reports = messages()
      .filter(({ fields }) => value(fields, '35') === '8')
      .map(({ fields }) => recordOf(fields.map(([tag, text]) => [names.get(tag) ?? `tag ${tag}`, text])));
    await expectValid('bolt-fix', reports);
    for (const report of reports) {
      const isFill = report['ExecType'] === 'F';
      expect([report['LastPx'] !== undefined, report['LastQty'] !== undefined]).toEqual([isFill, isFill]);
    }
  });

  test.each([
    ['2026-11-20', '14:29:00'],
    ['2026-07-15', '13:29:00'],
  ])('times of %s are UTC', async (tradeDate, logon) => {
    const out = path.join(folder, tradeDate);
    const { files } = await simulateDay({ events: 300, seed: 1, trade_date: tradeDate, out });
    const text = await decompressed(out, files.find(({ feed }) => feed === 'bolt-fix')?.name ?? '');
    expect(text.split('\n')[0]).toContain(`52=${tradeDate.replaceAll('-', '')}-${logon}.000000000`);
  });
});

test('CAT records have the fields that the specification requires, with booleans and numbers', () => {
  const records = linesOf('cedar-cat')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const head = [
    'actionType',
    'firmROEID',
    'type',
    'CATReporterIMID',
    'symbol',
    'eventTimestamp',
    'manualFlag',
  ];
  const terms = ['electronicDupFlag', 'side', 'quantity', 'orderType', 'timeInForce', 'tradingSession'];
  const order = [...terms, 'orderKeyDate', 'orderID', 'custDspIntrFlag', 'representativeInd'];
  const account = ['firmDesignatedID', 'accountHolderType', 'affiliateFlag'];
  const required: Record<string, string[]> = {
    MENO: [...head, ...order, ...account, 'deptType', 'solicitationFlag', 'negotiatedTradeFlag'],
    MEOM: [...head, ...order, 'initiator', 'leavesQty', 'isoInd'],
    MEOC: [...head, 'orderKeyDate', 'orderID', 'cancelQty', 'leavesQty', 'initiator'],
    MEOT: [
      ...head,
      'tradeKeyDate',
      'tradeID',
      'cancelFlag',
      'quantity',
      'price',
      'capacity',
      'sideDetailsInd',
      'multiLegInd',
    ],
  };
  for (const record of records) {
    expect(Object.keys(record)).toEqual(expect.arrayContaining(required[String(record['type'])] ?? ['?']));
    expect(record['manualFlag']).toBe(false);
    if (record['type'] === 'MEOC' || record['type'] === 'MEOT') {
      expect(record).not.toHaveProperty('firmDesignatedID');
      expect(record).not.toHaveProperty('side');
    }
    if (record['type'] === 'MEOT') {
      const isBuy = record['sideDetailsInd'] === 'BUY';
      expect(record[isBuy ? 'buyDetails' : 'sellDetails']).toHaveLength(1);
      expect(record).not.toHaveProperty(isBuy ? 'sellDetails' : 'buyDetails');
    }
  }
  expect(new Set(records.map(({ type }) => type))).toEqual(new Set(Object.keys(required)));
  expect(records.find(({ type }) => type === 'MENO')?.['timeInForce']).toEqual({ DAY: '20261120' });
});

test('the labels satisfy their schema, which refuses twins of nothing, and name orders, accounts and files that exist', async () => {
  const labels = await readJson<Labels>(path.join(folder, 'labels.json'));
  const validate = ajv.compile(await readJson<object>('schemas/labels.schema.json'));
  expect(validate(labels) ? [] : validate.errors).toEqual([]);
  const innocent = labels.cases.find(({ abusive }) => !abusive);
  expect(validate({ ...labels, cases: [{ ...innocent, resembles: undefined }] })).toBe(false);
  expect(labels.files).toEqual(summary.files);
  expect(labels.cases.length).toBe(summary.cases.abusive + summary.cases.innocent);
  const feedOf: Record<string, string> = {
    ACME: 'acme-orders',
    BOLT: 'bolt-fix',
    CEDR: 'cedar-cat',
    DELT: 'delta-orders',
  };
  for (const { accounts, orders, first_ts_ns, last_ts_ns } of labels.cases) {
    for (const account of accounts) expect(texts.get('firm-accounts')).toContain(`"${account}"`);
    for (const { imid, order_id } of orders) expect(texts.get(feedOf[imid] ?? '')).toContain(order_id);
    expect(BigInt(first_ts_ns)).toBeLessThan(BigInt(last_ts_ns));
  }
});

test('a second run writes the same bytes, compressed ones too; another seed does not', async () => {
  const again = path.join(folder, 'again');
  const other = path.join(folder, 'other');
  await simulateDay({ events: 6_000, seed: 11, trade_date: '2026-11-20', out: again });
  await simulateDay({ events: 6_000, seed: 12, trade_date: '2026-11-20', out: other });
  const files = summary.files.map(({ name, records }) => ({ file: path.join('deliveries', name), records }));
  for (const { file, records } of [...files, { file: 'labels.json', records: summary.events }]) {
    const bytes = await readFile(path.join(folder, file));
    expect(bytes.equals(await readFile(path.join(again, file)))).toBe(true);
    // A list that no case has put anything on is empty under every seed.
    if (records > 10) expect(bytes.equals(await readFile(path.join(other, file)))).toBe(false);
  }
});

test('gzipped files carry no time of their own', async () => {
  const name = summary.files.find(({ feed }) => feed === 'tape-trades')?.name ?? '';
  const bytes = await readFile(path.join(folder, 'deliveries', name));
  expect(bytes.readUInt32LE(4)).toBe(0);
});

test('a folder that cannot be made is said with its path', async () => {
  const file = path.join(folder, 'a-file');
  await writeFile(file, '');
  const run = simulateDay({ events: 200, seed: 1, trade_date: '2026-11-20', out: file });
  await expect(run).rejects.toMatchObject({
    code: 'file-unwritable',
    data: { path: path.join(file, 'deliveries') },
  });
});

test.each([
  [{ events: 199 }, /events is 199, expected 200 or more/],
  [{ events: 200.5 }, /events is 200.5/],
  [{ seed: -1 }, /seed is -1/],
  [{ trade_date: '2026-02-30' }, /no day of the calendar/],
])('%o is refused', async (wrong, message) => {
  const run = simulateDay({ events: 200, seed: 1, trade_date: '2026-11-20', out: folder, ...wrong });
  await expect(run).rejects.toThrow(message);
});
