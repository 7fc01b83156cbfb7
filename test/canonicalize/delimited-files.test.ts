import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { dialects, fieldTexts, writtenField } from './support/delimited-text.js';
import { changedFeed, shippedFeed } from './support/feeds.js';
import { deliver, openTestLake, published, refused } from './support/lake.js';
import { publishedRows, rejectionLines } from './support/read-parquet.js';

const accounts = shippedFeed('firm-accounts');
type Format = Partial<Feed['spec']['format']>;

/** The firm-accounts feed with another format; text of any kind is a sound value. */
function feedOf(format: Format, change: Partial<Feed['spec']> = {}): Feed {
  const { account_type: _, ...map } = accounts.spec.map;
  const text = { type: 'string' } as const;
  const changed = changedFeed(accounts, { format: { ...accounts.spec.format, ...format }, map, ...change });
  const record: Feed['record'] = {
    ...accounts.record,
    required: ['account_id'],
    properties: { account_id: text, owner_id: text, type: text, imid: text },
  };
  return withRoute({ ...changed, record });
}

/** A feed of one type of records. */
function withRoute(feed: Feed): Feed {
  return { ...feed, routes: [feed] };
}

async function read(feed: Feed, bytes: string | Buffer) {
  const lake = await openTestLake();
  const manifest = published(await deliver(lake, feed, { name: 'f', bytes }));
  const rows = await publishedRows(lake, manifest, 'account_id, owner_id, imid, source_line');
  return {
    rows: rows.map((row) => [row['account_id'], row['owner_id'], row['imid'], Number(row['source_line'])]),
    control_lines: manifest.totals.control_lines,
    faults: await rejectionLines(lake, manifest),
  };
}

const header = 'account_id,owner_id,type,imid';
const end = '#END,2';

describe('lines that are no records', () => {
  test('a preamble, blank lines in it too, and comments anywhere before the trailer are control lines', async () => {
    const feed = feedOf({ preamble: 3, comment: '##' });
    const bytes = [
      '"Report',
      '',
      'x'.repeat(300_000),
      '## a',
      header,
      '##',
      'A,O,T,I',
      '## b,c',
      'B,P,T,J',
      end,
      '',
    ];
    expect(await read(feed, bytes.join('\r\n'))).toEqual({
      rows: [
        ['A', 'O', 'I', 7],
        ['B', 'P', 'J', 9],
      ],
      control_lines: 8,
      faults: [],
    });
  });

  test('the trailer is the last line, comments or not', async () => {
    const result = await deliver(await openTestLake(), feedOf({ comment: '##' }), {
      name: 'f',
      bytes: [header, 'A,O,T,I', '#END,1', '## done'].join('\n'),
    });
    expect(refused(result)).toEqual([
      'f:3: records follow the trailer, expected it on the last line [trailer-not-last]',
    ]);
  });

  test.each([`${end},,`, end])('the trailer %s is found, padded to the columns or not', async (trailer) => {
    const result = await read(feedOf({}), [header, 'A,O,T,I', 'B,O,T,I', trailer].join('\n'));
    expect(result.rows).toHaveLength(2);
  });
});

describe('the line of column names', () => {
  test('by position is not looked at, but for the number of its names', async () => {
    const bytes = ['Konto,Inhaber,constructor,Haus', 'A,O,T,I', 'B,P,T,J', end].join('\n');
    expect((await read(feedOf({ header: 'position' }), bytes)).rows).toEqual([
      ['A', 'O', 'I', 2],
      ['B', 'P', 'J', 3],
    ]);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('may not name a column %s', async (name) => {
    const bytes = [`${header},${name}`, 'A,O,T,I,x', 'B,P,T,J,x', end].join('\n');
    expect(refused(await deliver(await openTestLake(), feedOf({}), { name: 'f', bytes }))).toEqual([
      `f:1: the header names the columns "${name}", expected names that are not reserved; ask the broker to rename them [header-name-reserved]`,
    ]);
  });
});

test('a backslash that ends a line escapes nothing and costs that line only', async () => {
  const bytes = [header, 'A,O\\,P,T,I', 'B,O,T,I\\', end].join('\n');
  expect(await read(feedOf({ escape: 'backslash' }), bytes)).toEqual({
    rows: [['A', 'O,P', 'I', 2]],
    control_lines: 2,
    faults: ['3: the backslash in column 8 ends the line, expected a character after it [escape-dangling]'],
  });
});

test('several control totals are compared, each with its own field', async () => {
  const trailer = {
    match: '^END,(?P<count>[0-9]+),(?P<owners>[0-9.]+),(?P<houses>[-0-9.]+)$',
    sums: { owner_id: 'owners', imid: 'houses' },
  };
  const feed = feedOf({ header: false }, { trailer });
  const send = (last: string) =>
    openTestLake().then((lake) =>
      deliver(lake, feed, { name: 'f', bytes: ['A,1.25,T,7', 'B,2.5,T,-8', last].join('\n') }),
    );
  expect(published(await send('END,2,3.75,-1')).control).toEqual([
    { name: 'trailer record count', declared: '2', counted: '2' },
    { name: 'trailer sum of owner_id', declared: '3.75', counted: '3.75' },
    { name: 'trailer sum of imid', declared: '-1', counted: '-1' },
  ]);
  expect(refused(await send('END,2,3.74,1'))).toEqual([
    'f:3: the trailer declares a sum of 3.74 for field "owner_id", but the records sum to 3.75 [control-sum-differs]',
    'f:3: the trailer declares a sum of 1 for field "imid", but the records sum to -1 [control-sum-differs]',
  ]);
});

test('fields of any text, written in any dialect, are published as they were', async () => {
  const files = dialects.chain((dialect) => {
    const multiline = dialect.quote !== 'none';
    const field = fieldTexts(dialect, multiline ? ['\n', '\r\n'] : []).filter((text) => text !== '');
    const rows = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 8 });
    return fc.record({ dialect: fc.constant(dialect), multiline: fc.constant(multiline), rows });
  });
  await fc.assert(
    fc.asyncProperty(files, async ({ dialect, multiline, rows }) => {
      const records = rows.map(([owner, house], index) => [`K${index}`, owner, 'T', house]);
      // Without quotes nothing can hold the delimiter, the numbers of the records neither.
      const held = records.some(([id = '']) => `${id}T`.includes(dialect.delimiter));
      fc.pre(dialect.quote !== 'none' || !held);
      const text = records.map((record) =>
        record.map((value) => writtenField(value, dialect)).join(dialect.delimiter),
      );
      const { trailer: _, ...spec } = feedOf({ ...dialect, multiline, header: false }).spec;
      const result = await read(withRoute({ ...feedOf({}), spec }), `${text.join('\n')}\n`);
      expect(result.faults).toEqual([]);
      expect(result.rows.map((row) => row.slice(0, 3))).toEqual(
        records.map(([id, owner, , house]) => [id, owner, house]),
      );
    }),
    { numRuns: 25 },
  );
});
