import { readFile } from 'node:fs/promises';
import path from 'node:path';
import parquet from 'parquetjs-lite';
import { describe, expect, test } from 'vitest';
import { deliver, openTestLake, published, refused, temporaryFolder } from './support/lake.js';
import { publishedRows } from './support/read-parquet.js';
import { tryWrittenFeed, writtenFeed } from './support/written-feed.js';

const text = { type: 'string', description: 'Text.' };
const properties = { id: text, px: text };

/** The rest of a feed of trades whose price comes from a field. */
function yaml(format: string, fields: string | null, price: string, more = ''): string {
  return [
    `format: {type: ${format}, compression: none, encoding: utf-8}`,
    ...(fields === null ? [] : [`fields: ${fields}`]),
    'record: record.schema.json',
    'key: [id]',
    'to: trades',
    'map:',
    '  event_ts_ns: {constant: "2026-11-20", timestamp: "yyyy-MM-dd", precision: day, zone: America/New_York}',
    '  symbol: {constant: ZVZZT}',
    '  trade_id: id',
    `  price: ${price}`,
    '  qty: {constant: "1"}',
    '  venue: {constant: XNAS}',
    more,
    '',
  ].join('\n');
}

const schemas = { record: { required: ['id'], properties } };

describe('fields that differ only in case are refused where they are named', () => {
  test.each([
    ['as columns', 'delimited, delimiter: ","', '[id, px, PX]', '', '7:18'],
    ['by JSON pointers', 'json-lines', '[id, px, {name: PX, pointer: /PX}]', '', '7:18'],
    ['as tags', 'fix', '[{name: id, tag: 11}, {name: px, tag: 44}, {name: Px, tag: 31}]', '', '7:52'],
  ])('%s', async (_, format, fields, more, place) => {
    const loaded = await tryWrittenFeed(yaml(format, fields, 'px', more), schemas);
    const [, name = ''] = /(PX|Px)/.exec(fields) ?? [];
    expect(loaded).toEqual({
      problems: [
        `feed.yaml:${place}: fields "${name}" and "px" differ only in case, expected names that the database tells apart [feed-fields-alike]`,
      ],
    });
  });

  test('in a batch header', async () => {
    const batch = 'batch: {header: {match: "^B(?P<p>.*)$"}, carry: {PX: p}}';
    const loaded = await tryWrittenFeed(yaml('delimited, delimiter: ","', '[id, px]', 'px', batch), schemas);
    expect(loaded).toEqual({
      problems: [
        expect.stringMatching(/: fields "PX" and "px" differ only in case, .*\[feed-fields-alike\]$/),
      ],
    });
  });

  test('in the record schemas of two record types', async () => {
    const also =
      'when: {field: id, values: [A]}\nalso: [{when: {field: id, values: [B]}, record: other.schema.json, key: [id], to: trades, map: {event_ts_ns: {constant: "2026-11-20", timestamp: "yyyy-MM-dd", precision: day, zone: UTC}, symbol: {constant: Z}, trade_id: id, price: PX, qty: PX, venue: {constant: XNAS}}}]';
    const both = { ...schemas, other: { required: ['id'], properties: { id: text, PX: text } } };
    const loaded = await tryWrittenFeed(yaml('json-lines', null, 'px', also), both);
    expect(loaded).toEqual({
      problems: [
        expect.stringMatching(/: fields "PX" and "px" differ only in case, .*\[feed-fields-alike\]$/),
      ],
    });
  });

  test('and so is a name of our own', async () => {
    const loaded = await tryWrittenFeed(
      yaml('delimited, delimiter: ","', '[id, px, "@LINE"]', 'px'),
      schemas,
    );
    expect(loaded).toEqual({
      problems: [expect.stringMatching(/field "@LINE" has a reserved name.*\[feed-field-reserved\]$/)],
    });
  });
});

describe('what a file names otherwise is never taken for a field', () => {
  const prices = async (feedYaml: string, bytes: string | Buffer): Promise<unknown[]> => {
    const lake = await openTestLake();
    const feed = await writtenFeed(feedYaml, schemas);
    const manifest = published(await deliver(lake, feed, { name: 'f', bytes }));
    return (await publishedRows(lake, manifest, 'CAST(price AS VARCHAR) AS price')).map(({ price }) => price);
  };

  test('a column of the header', async () => {
    const feedYaml = yaml('delimited, delimiter: ",", header: true', null, 'px');
    expect(await prices(feedYaml, 'id,PX,px,Px\n1,7,8,9\n')).toEqual(['8.00000000']);
    const feed = await writtenFeed(feedYaml, schemas);
    const result = await deliver(await openTestLake(), feed, { name: 'f', bytes: 'id,PX\n1,7\n' });
    expect(refused(result)).toEqual([
      expect.stringMatching(/^f:1: the header lacks the columns "px".*\[header-columns\]$/),
    ]);
  });

  test('a key of an object, which may be a field of another name', async () => {
    const records = '{"id":"1","PX":"7","px":"8","Px":"9"}\n';
    expect(await prices(yaml('json-lines', null, 'px'), records)).toEqual(['8.00000000']);
    const other = '[id, px, {name: upper, pointer: /PX}]';
    expect(await prices(yaml('json-lines', other, 'upper'), records)).toEqual(['7.00000000']);
  });

  test('an element', async () => {
    const record = '<D><R><id>1</id><PX>7</PX><px>8</px></R></D>';
    expect(await prices(yaml('xml, record: /D/R', '[id, px]', 'px'), record)).toEqual(['8.00000000']);
    const other = '[id, {name: upper, path: PX}]';
    expect(await prices(yaml('xml, record: /D/R', other, 'upper'), record)).toEqual(['7.00000000']);
  });

  test('a column of Parquet', async () => {
    const file = path.join(await temporaryFolder(), 'f.parquet');
    const columns = { id: { type: 'UTF8' }, PX: { type: 'UTF8' }, px: { type: 'UTF8' } } as const;
    const writer = await parquet.ParquetWriter.openFile(new parquet.ParquetSchema(columns), file, {
      rowGroupSize: 10,
    });
    await writer.appendRow({ id: '1', PX: '7', px: '8' });
    await writer.close();
    const bytes = await readFile(file);
    expect(await prices(yaml('parquet', '[id, {name: px, column: PX}]', 'px'), bytes)).toEqual([
      '7.00000000',
    ]);
    // The database gives the second of two such columns another name, so that nobody can mean it.
    const feed = await writtenFeed(yaml('parquet', '[id, px]', 'px'), schemas);
    const result = await deliver(await openTestLake(), feed, { name: 'f', bytes });
    expect(refused(result)).toEqual([
      expect.stringMatching(/^f: the file lacks the columns "px".*\[parquet-columns\]$/),
    ]);
  });
});
