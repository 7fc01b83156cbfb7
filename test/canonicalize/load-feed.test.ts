import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatFeedProblem } from '../../src/canonicalize/feed-problem.js';
import { loadFeed } from '../../src/canonicalize/load-feed.js';
import { loadFeedCatalogue } from '../../src/canonicalize/load-feed-catalogue.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { loadCanonicalDatasets } from '../../src/lake/canonical-dataset.js';
import { temporaryFolder } from './support/lake.js';

const datasets = await loadCanonicalDatasets();
const sound = await readFile(path.join(packageRoot(), 'feeds', 'acme-orders', 'feed.yaml'), 'utf8');
const record = path.join(packageRoot(), 'schemas', 'feeds', 'acme-orders.schema.json');

/** The problems of the acme-orders feed after changes to its text, as `line:column: text [code]`. */
async function problemsAfter(...changes: [from: string, to: string][]): Promise<string[]> {
  const folder = path.join(await temporaryFolder(), 'acme-orders');
  await mkdir(folder);
  const local: [string, string] = ['../../schemas/feeds/acme-orders.schema.json', 'record.schema.json'];
  let text = sound;
  for (const [from, to] of [local, ...changes]) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  await writeFile(path.join(folder, 'feed.yaml'), text);
  await writeFile(path.join(folder, 'record.schema.json'), await readFile(record));
  const loaded = await loadFeed(folder, datasets);
  if (!Array.isArray(loaded)) return [];
  return loaded.map((problem) => formatFeedProblem(problem).replace(`${folder}${path.sep}`, ''));
}

test('a field that the record schema requires but does not describe is refused', async () => {
  const folder = path.join(await temporaryFolder(), 'acme-orders');
  await mkdir(folder);
  await writeFile(path.join(folder, 'feed.yaml'), sound.replace(/record: .*/, 'record: record.schema.json'));
  const schema = (await readFile(record, 'utf8')).replace('"required": [', '"required": ["ghost", ');
  await writeFile(path.join(folder, 'record.schema.json'), schema);
  const loaded = await loadFeed(folder, datasets);
  expect(Array.isArray(loaded) && loaded.map((problem) => problem.code)).toEqual(['feed-field-unknown']);
});

test('every shipped feed is sound', async () => {
  const { feeds, problems } = await loadFeedCatalogue(path.join(packageRoot(), 'feeds'));
  expect(problems.map(formatFeedProblem)).toEqual([]);
  expect(feeds.map(({ spec }) => spec.feed)).toEqual([...feeds.map(({ spec }) => spec.feed)].sort());
  expect(feeds.map(({ spec }) => spec.feed)).toEqual(
    (await readdir(path.join(packageRoot(), 'feeds'))).sort(),
  );
});

describe('a mistake in a feed is said with its place', () => {
  test.each<[string, string, string, string | RegExp]>([
    [
      'a name that is not the folder',
      'feed: acme-orders',
      'feed: acme',
      /^feed\.yaml:2:7: feed is "acme".*\[feed-name-differs\]$/,
    ],
    ['an unknown dataset', 'to: order_events', 'to: orders', /^feed\.yaml:11:5: .*\[feed-dataset-unknown\]$/],
    [
      'an unknown member',
      'version: 2',
      'version: 2\nversoin: 2',
      /^feed\.yaml:4:1: .*\[spec-schema-violated\]$/,
    ],
    [
      'a value of the wrong kind',
      'version: 2',
      'version: one',
      /^feed\.yaml:3:10: \/version is "one", expected type integer \[spec-schema-violated\]$/,
    ],
    ['no YAML', 'version: 2', 'version: [', /\[spec-yaml-syntax\]$/],
    [
      'no delimiter',
      'delimiter: "|", ',
      '',
      /^feed\.yaml:7:9: .*needs a delimiter.*\[feed-format-incomplete\]$/,
    ],
    [
      'a key that is no field',
      'key: [ordId, seq]',
      'key: [ordId, sequence]',
      /^feed\.yaml:10:\d+: field "sequence" is not declared.*\[feed-field-unknown\]$/,
    ],
    ['a sum of no field', 'sum_of: qty', 'sum_of: quantity', /^feed\.yaml:8:.*\[feed-field-unknown\]$/],
    ['an expression that is not RE2', '^TRAILER', '(?=x)^TRAILER', /^feed\.yaml:8:.*\[feed-expression\]$/],
    [
      'a column that is not there',
      '  qty: qty',
      '  quantity: qty',
      /^feed\.yaml:33:3: .*\[feed-column-unknown\]$/,
    ],
    [
      'a column that is made',
      '  qty: qty',
      '  event_id: qty',
      /^feed\.yaml:33:3: .*\[feed-column-derived\]$/,
    ],
    [
      'a required column left out',
      '  symbol: sym\n',
      '',
      /column "symbol" is required.*\[feed-column-unmapped\]$/,
    ],
    ['no source', 'imid: {constant: ACME}', 'imid: {strip: x}', /\[feed-source-unclear\]$/],
    [
      'two sources',
      'imid: {constant: ACME}',
      'imid: {constant: ACME, from: acct}',
      /\[feed-source-unclear\]$/,
    ],
    [
      'a value that is not canonical',
      'N: new',
      'N: neu',
      /column "event_type" is mapped to "neu".*\[feed-value-not-canonical\]$/,
    ],
    ['a form that is none', 'yyyyMMdd-HH:mm:ss.nnnnnnnnn', 'YYYYMMdd', /\[feed-timestamp-form\]$/],
    [
      'a form without time',
      'yyyyMMdd-HH:mm:ss.nnnnnnnnn',
      'yyyyMMdd',
      /say "precision: day".*\[feed-timestamp-without-time\]$/,
    ],
    ['no form', 'timestamp: "yyyyMMdd-HH:mm:ss.nnnnnnnnn", ', '', /\[feed-timestamp-missing\]$/],
    [
      'an unknown zone',
      '.nnnnnnnnn", zone: America/New_York',
      '.nnnnnnnnn", zone: America/Gotham',
      /\[feed-zone-unknown\]$/,
    ],
    ['a scale finer than the column', 'scale: -4', 'scale: -9', /\[feed-scale-too-fine\]$/],
    ['a record schema that is not there', 'record.schema.json', 'other.json', /\[spec-file-missing\]$/],
  ])('%s', async (...[, from, to, problem]) => {
    expect(await problemsAfter([from, to])).toEqual([expect.stringMatching(problem)]);
  });

  test('a field without what its format needs', async () => {
    const fields =
      'fields: [ordId, seq, evt, ts, sym, side, type, tif, px, qty, acct, mkt]\nkey: [ordId, seq]';
    const problems = await problemsAfter(['type: delimited', 'type: fix'], ['key: [ordId, seq]', fields]);
    expect(problems).toHaveLength(24);
    expect(problems[0]).toMatch(/field "ordId" of a fix record needs a tag \[feed-field-incomplete\]$/);
  });

  test('a folder without a feed', async () => {
    const loaded = await loadFeed(await temporaryFolder(), datasets);
    expect(Array.isArray(loaded) && loaded.map(({ code }) => code)).toEqual(['spec-file-missing']);
  });

  test('a folder of feeds that is not there is a failure of the machinery', async () => {
    const missing = path.join(await temporaryFolder(), 'nothing');
    await expect(loadFeedCatalogue(missing)).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
