import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { expectGolden, expectGoldenCalls } from './support/golden.js';
import { listFiles } from './support/list-files.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

/** A folder of its own with a few files in it. */
function placeWith(
  name: string,
  files: Readonly<Record<string, string | Buffer>>,
): { folder: string; tapewarden: Cli } {
  const place = path.join(folder, name);
  mkdirSync(place, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(place, file), content);
  return { folder: place, tapewarden: cliIn(place) };
}

const acme = readFileSync('feeds/acme-orders/sample.psv');

test('a feed is drafted from a sample, loads, accepts the sample, and is never written over', async () => {
  const where = placeWith('acme', { 'acme-orders-20261120.psv.gz': gzipSync(acme) });
  const infer = ['feeds', 'infer', 'acme-orders-20261120.psv.gz', '--broker', 'ACME'];
  await expectGoldenCalls('feeds-infer', where, [
    infer,
    ['feeds', 'check', 'acme-orders', '--feeds', 'feeds', '--sample', 'acme-orders-20261120.psv.gz'],
    infer,
  ]);
  const written = (name: string): string =>
    readFileSync(path.join(where.folder, 'feeds/acme-orders', name), 'utf8');
  expectGolden('feeds-infer-draft', `${written('feed.yaml')}\n${written('record.schema.json')}`);
});

test('what a sample does not show is left to a person, with file and line, and ends with findings', async () => {
  const where = placeWith('delta', {
    'DELTA.ORD.20261120.txt': readFileSync('feeds/delta-orders/sample.txt'),
  });
  await expectGoldenCalls('feeds-infer-open', where, [
    ['feeds', 'infer', 'DELTA.ORD.20261120.txt', '--feed', 'delta-orders'],
  ]);
});

test('what cannot be drafted is refused, and nothing is written', async () => {
  const where = placeWith('refused', {
    empty: '',
    'prose.txt': 'no record here\n',
    'packed.zst': Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0]),
    'broken.gz': Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
    'binary.dat': Buffer.from([1, 2, 0, 0, 0, 5, 10, 0, 0, 7, 9]),
  });
  const before = listFiles(where.folder);
  await expectGoldenCalls('feeds-infer-refused', where, [
    ...['empty', 'prose.txt', 'packed.zst', 'broken.gz', 'binary.dat', 'missing.csv'].map((file) => [
      'feeds',
      'infer',
      file,
    ]),
    ['feeds', 'infer', 'prose.txt', '--feed', '../up'],
    ['feeds', 'infer', 'prose.txt', '--broker', 'a b'],
    ['feeds', 'infer', 'prose.txt', '--to', 'orders'],
  ]);
  expect(listFiles(where.folder)).toEqual(before);
});

test('what a draft says is printed as JSON, too', async () => {
  const { tapewarden } = placeWith('json', { 'acme-20261120.psv': acme });
  const { stdout, exit } = await tapewarden('feeds', 'infer', 'acme-20261120.psv', '--json');
  expect(exit).toBe('findings');
  expect(JSON.parse(stdout)).toMatchObject({
    feed: 'acme',
    trade_date: '2026-11-20',
    to: 'order_events',
    loads: false,
    files: ['feeds/acme/feed.yaml', 'feeds/acme/record.schema.json'],
    decisions: expect.arrayContaining([
      { line: 5, kind: 'missing', text: 'broker: the IMID of the firm that sends the file' },
    ]) as unknown,
  });
});

test('a check tells what is probably not meant, and a sample that is rejected or refused', async () => {
  const where = placeWith('lint', {});
  const feed = path.join(where.folder, 'feeds/acme-orders');
  cpSync('feeds/acme-orders', feed, { recursive: true });
  const change = (file: string, changes: readonly (readonly [string, string])[]): void => {
    const text = readFileSync(path.join(feed, file), 'utf8');
    writeFileSync(
      path.join(feed, file),
      changes.reduce((all, [from, to]) => all.replace(from, to), text),
    );
  };
  writeFileSync(path.join(feed, 'record.schema.json'), readFileSync('schemas/feeds/acme-orders.schema.json'));
  change('feed.yaml', [
    ['../../schemas/feeds/acme-orders.schema.json', 'record.schema.json'],
    ['F: fill}', 'Z: fill}'],
    ['yyyyMMdd-HH:mm:ss.nnnnnnnnn', 'yyyyMMdd-HH:mm:ss'],
    ['  venue: mkt\n', ''],
    ['  time_in_force: {from: tif, values: {D: day, I: ioc, O: at_open, C: at_close}}\n', ''],
  ]);
  change('record.schema.json', [
    ['"seq", ', ''],
    ['"^[0-9]{1,12}$"', '"[0-9]{1,12}"'],
    [', "minLength": 1, "maxLength": 20', ''],
  ]);
  await expectGoldenCalls('feeds-lint', where, [
    ['feeds', 'check', '--feeds', 'feeds'],
    ['feeds', 'check', 'acme-order', '--feeds', 'feeds'],
    ['feeds', 'check', '--feeds', 'feeds', '--sample', 'x.psv'],
  ]);
  writeFileSync(path.join(feed, 'sample.psv'), acme.toString('utf8').replace('|13|', '|14|'));
  cpSync('feeds/acme-orders/feed.yaml', path.join(feed, 'feed.yaml'));
  change('feed.yaml', [['../../schemas/feeds/acme-orders.schema.json', 'record.schema.json']]);
  await expectGoldenCalls('feeds-check-refused', where, [
    ['feeds', 'check', 'acme-orders', '--feeds', 'feeds'],
  ]);
});

test('events of several dates in a sample are told where a file should hold one', async () => {
  const where = placeWith('dates', {});
  const feed = path.join(where.folder, 'feeds/acme-orders');
  cpSync('feeds/acme-orders', feed, { recursive: true });
  cpSync('schemas/feeds', path.join(where.folder, 'schemas/feeds'), { recursive: true });
  const spec = readFileSync(path.join(feed, 'feed.yaml'), 'utf8');
  writeFileSync(path.join(feed, 'feed.yaml'), spec.replace(/^trailer: .*\n/m, ''));
  const [header, first = '', second = ''] = acme.toString('utf8').split('\n');
  writeFileSync(
    path.join(feed, 'sample.psv'),
    `${header}\n${first}\n${second.replace('20261120', '20261123')}\n`,
  );
  const { stdout, exit } = await where.tapewarden('feeds', 'check', '--feeds', 'feeds');
  expect(exit).toBe('clear');
  expect(stdout).toContain(
    'sample.psv: events of the sample are of the dates "2026-11-20", "2026-11-23", expected one trade date a file; say "trade_date: event" if several are meant [feed-lint-sample-dates]',
  );
});
