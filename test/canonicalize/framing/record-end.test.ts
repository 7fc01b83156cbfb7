import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { openCutter } from '../../../src/canonicalize/framing/open-cutter.js';
import { recordEndOf } from '../../../src/canonicalize/framing/record-end.js';
import { xmlElementEnd } from '../../../src/canonicalize/framing/xml-element-end.js';
import { packageRoot } from '../../../src/domain/package-root.js';
import { readRawRecords } from '../../../src/lake/read-raw-records.js';
import { changedFeed, shippedFeed, shippedFeeds } from '../support/feeds.js';
import { framed } from '../support/fix-messages.js';
import { temporaryFolder } from '../support/lake.js';

type Cut = { offset: number; text: string };

/** The records that framing cuts some text into. */
function cut(feed: Feed, bytes: Buffer): Cut[] {
  const records: Cut[] = [];
  const cutter = openCutter(feed, 'f', {
    record: ({ buffer, start, end, offset }) =>
      records.push({ offset, text: buffer.toString('utf8', start, end) }),
    blank: ({ offset }) => records.push({ offset, text: '' }),
    oversized: ({ offset }) => records.push({ offset, text: 'oversized' }),
    refuse: (fault) => {
      throw new Error(fault.code);
    },
    control: () => undefined,
  });
  cutter.push(bytes);
  cutter.end();
  return records;
}

/** The records that are read back at some places. */
async function shown(feed: Feed, bytes: Buffer, offsets: readonly number[]): Promise<string[]> {
  const file = path.join(await temporaryFolder(), 'raw');
  await writeFile(file, bytes);
  const raw = { path: file, compression: 'none', encoding: 'utf-8', record_end: recordEndOf(feed) } as const;
  const texts: string[] = [];
  for await (const text of readRawRecords(raw, offsets)) texts.push(text);
  return texts;
}

async function expectAlike(feed: Feed, text: string): Promise<Cut[]> {
  const bytes = Buffer.from(text, 'utf8');
  const records = cut(feed, bytes);
  const offsets = records.map(({ offset }) => offset);
  expect(await shown(feed, bytes, offsets)).toEqual(records.map((record) => record.text));
  return records;
}

const cedar = shippedFeed('cedar-cat');
const json = (type: 'json-array' | 'json-concatenated'): Feed =>
  changedFeed(cedar, { format: { ...cedar.spec.format, type } });
const bolt = shippedFeed('bolt-fix');
const foxtrot = shippedFeed('foxtrot-blue-sheets');
const golf = shippedFeed('golf-orders');
const messages = changedFeed(bolt, {
  format: { ...bolt.spec.format, framing: 'messages', log_prefix: true },
});

describe('a record is read back as it was cut', () => {
  test.each(
    shippedFeeds
      .filter(({ spec }) => !['xml', 'parquet'].includes(spec.format.type))
      .map((feed) => [feed.spec.feed, feed] as const),
  )('in the sample of %s', async (name, feed) => {
    const folder = path.join(packageRoot(), 'feeds', name);
    const sample = (await readdir(folder)).find((file) => file.startsWith('sample.')) ?? '';
    const text = await readFile(path.join(folder, sample), 'utf8');
    expect((await expectAlike(feed, text)).length).toBeGreaterThan(2);
  });

  test.each([
    ['pretty elements', '[\n  {\n    "a": "é}"\n  },\n  {\n    "a": [1]\n  }\n]', 2],
    ['an element that misses a brace', '[\n  {\n    "a": {"b": 1\n  },\n  {\n    "a": 2\n  }\n]', 2],
    ['an element with a quote too many', '[\n  {\n    "a": ""x"\n  },\n  {\n    "a": 2\n  }\n]', 2],
    ['empty elements', '[{"a":1},,{"a":2}\n]', 3],
  ])('of a JSON array with %s', async (_, text, count) => {
    expect(await expectAlike(json('json-array'), text)).toHaveLength(count);
  });

  test.each([
    ['on lines', '{\n"a":1}\n{"a":\n2}', 2],
    ['without white space, one cut off', '{"a":1}{"a":"x{"a":3}', 3],
  ])('of JSON texts %s', async (_, text, count) => {
    expect(await expectAlike(json('json-concatenated'), text)).toHaveLength(count);
  });

  test.each([
    ['on lines', `IN ${framed(['35=D', '58=a\nb'])}\nOUT ${framed(['35=8'])}\n`, 2],
    ['one after the other', `IN ${framed(['35=D'])}OUT ${framed(['35=8'])}`, 2],
    ['without CheckSum', `IN ${framed(['35=D']).slice(0, -7)}\nOUT ${framed(['35=8'])}`, 2],
    ['and other text', `started\nIN ${framed(['35=D'])}`, 2],
  ])('of FIX messages %s', async (_, text, count) => {
    expect(await expectAlike(messages, text)).toHaveLength(count);
  });

  test('of fixed width with lines that are missing, repeated and out of order', async () => {
    const sheet = [1, 2, 3, 4, 5, 6, 7].map((line) => `${line}${'x'.repeat(79)}`);
    const broken = [sheet.slice(0, 3), [...sheet, '7'], ['2', '3'], sheet.toReversed(), sheet].flat();
    expect(await expectAlike(foxtrot, `${[...sheet, ...broken].join('\r\n')}\r\n`)).toHaveLength(6);
  });

  test('of quoted fields over lines, below a preamble and with a quote that is never closed', async () => {
    const columns = golf.fields.map(({ name }) => name);
    const line = (text: string): string => [...columns.slice(1).map(() => 'x'), text].join(';');
    const feed = changedFeed(golf, {
      format: {
        ...golf.spec.format,
        delimiter: ';',
        quote: '"',
        multiline: true,
        header: false,
        preamble: 2,
      },
    });
    const text = `one\ntwo\n${line('"a\n\nb""\nc"')}\n${line('"open')}\n${line('x')}\n${line('"y"')}\n`;
    expect(await expectAlike(feed, text)).toHaveLength(6);
  });
});

describe('an XML element', () => {
  test.each([
    ['with elements of its name inside', '<R><R/><R a="1"></R></R >', '<S/>'],
    [
      'with tags in comments, CDATA and instructions',
      '<R><!-- <R> --><![CDATA[</R>]]><?x </R>?></R>',
      '</D>',
    ],
    ['with an angle in attributes', `<R a=">" b='/>'>x</R>`, '\n<R>'],
    ['over lines', '<R\n a="1"\n>\né\n</R\n>', 'x'],
    ['that is empty', '<R a="/"/>', '<R/>'],
  ])('%s ends with its end tag', (_, element, after) => {
    const bytes = Buffer.from(element);
    expect(xmlElementEnd(Buffer.from(`${element}${after}`))).toBe(bytes.length);
    for (let end = 0; end < bytes.length; end += 1) expect(xmlElementEnd(bytes.subarray(0, end))).toBe(-1);
  });
});

describe('at most 8,192 bytes are shown', () => {
  test.each([
    ['a line', bolt, (text: string) => text],
    ['an element', json('json-array'), (text: string) => `{"a":"${text.slice(8)}"}`],
  ])('of %s', async (_, feed, record) => {
    const exact = record('x'.repeat(8192));
    const longer = record('x'.repeat(8193));
    const text = `${exact}\n${longer}\n`;
    const [first, second] = await shown(feed, Buffer.from(text), [0, exact.length + 1]);
    expect(first).toBe(exact);
    expect(second).toBe(longer.slice(0, 8192));
  });
});
