import { expect, test } from 'vitest';
import { tryWrittenFeed } from '../support/written-feed.js';

const orderLines = `record: people.schema.json
key: [id]
to: order_events
`;

test.each([
  ['a column that is no text', 'price: tax', 'column price of DECIMAL(18,8)'],
  ['a column of codes', 'side: {from: tax, values: {A: buy}}', 'column side of codes'],
  [
    'a lookup',
    'symbol: {from: tax, lookup: {dataset: instruments, by: name, take: symbol}}',
    'a lookup of column symbol',
  ],
])('a personal field is refused for %s, where no token can stand for it', async (_, entry, use) => {
  const yaml = `format: {type: json-lines, compression: none, encoding: utf-8}\n${orderLines}map:\n  event_type: {constant: new}\n  event_ts_ns: {from: ts, timestamp: epoch-ns}\n  imid: {constant: PEOP}\n  order_id: id\n${entry.startsWith('symbol') ? '' : '  symbol: id\n'}  ${entry}\n`;
  const properties = {
    id: { type: 'string' },
    ts: { type: 'string' },
    tax: { type: 'string', 'x-personal': true },
  };
  const tried = await tryWrittenFeed(yaml, { people: { required: ['id', 'ts', 'tax'], properties } });
  expect('problems' in tried ? tried.problems.map((line) => line.replace(/^[^ ]+ /, '')) : []).toEqual([
    `field "tax" is personal data and is used for ${use}, expected a column of free text or the key, where a token can stand for it; take it out, or x-personal from its record schema [feed-personal-misplaced]`,
  ]);
});

test('only a field that is one text is tagged', async () => {
  const properties = {
    id: { type: 'string', allOf: [{ 'x-personal': true }] },
    who: { type: 'object', 'x-personal': true, properties: { name: { type: 'string', 'x-personal': true } } },
  };
  const yaml = `format: {type: json-lines, compression: none, encoding: utf-8}\n${orderLines}map: {order_id: id}\n`;
  const tried = await tryWrittenFeed(yaml, { people: { required: ['id'], properties } });
  expect('problems' in tried ? tried.problems : []).toEqual([
    expect.stringMatching(/x-personal says nothing about field id; .*\[feed-keyword-idle\]/),
    expect.stringMatching(/x-personal says nothing about field who; .*\[feed-keyword-idle\]/),
    expect.stringMatching(/x-personal says nothing about a nested value; .*\[feed-keyword-idle\]/),
  ]);
});

test('a personal field is refused where trailer or corrections speak of it', async () => {
  const yaml = [
    'format: {type: delimited, delimiter: "|", header: true, compression: none, encoding: utf-8}',
    'trailer: {match: "^T(?P<count>[0-9]+),(?P<sum>[0-9]+)$", sum_of: tax}',
    'record: people.schema.json',
    'key: [id, tax]',
    'corrections: {action: {act: {C: replace}}}',
    'to: order_events',
    'map: {event_type: {constant: new}, event_ts_ns: {from: ts, timestamp: epoch-ns}, imid: {constant: P}, symbol: id, order_id: id}',
  ].join('\n');
  const properties = Object.fromEntries(
    ['id', 'ts', 'act'].map((name) => [name, { type: 'string' }] as const),
  );
  const tax = { type: 'string', pattern: '^[0-9]{1,9}$', 'x-personal': true };
  const tried = await tryWrittenFeed(yaml, {
    people: { required: ['id', 'ts', 'tax'], properties: { ...properties, tax } },
  });
  const uses = ('problems' in tried ? tried.problems : []).map(
    (line) => / used for (.*?), expected/.exec(line)?.[1],
  );
  expect(uses).toEqual(['the key of records that corrections name', 'a control sum']);
});
