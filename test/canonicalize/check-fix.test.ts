import { describe, expect, test } from 'vitest';
import { tryWrittenFeed } from './support/written-feed.js';

const schemas = {
  record: { required: ['Seq'], properties: { Seq: { type: 'string', description: 'Number.' } } },
};

type Parts = { format?: string; encoding?: string; groups?: string; field?: string; more?: string };

/** The problems of a feed of FIX messages with parts of its own. */
async function problemsOf({
  format = '',
  encoding = 'utf-8',
  groups,
  field,
  more = '',
}: Parts): Promise<string[]> {
  const lines = [
    `format: {type: fix, compression: none, encoding: ${encoding}${format}}`,
    ...(groups === undefined ? [] : [`groups: ${groups}`]),
    `fields: [{name: Seq, tag: 34}, {name: Time, tag: 60}, ${field ?? '{name: Symbol, tag: 55}'}]`,
    'record: record.schema.json',
    'key: [Seq]',
    'to: trades',
    more,
    'map:',
    '  event_ts_ns: {from: Time, timestamp: "yyyyMMdd-HH:mm:ss", zone: UTC}',
    '  symbol: {constant: ZVZZT}',
    '  trade_id: Seq',
    '  price: {constant: "1"}',
    '  qty: {constant: "1"}',
    '  venue: {constant: XNAS}',
  ];
  const loaded = await tryWrittenFeed(`${lines.filter((line) => line !== '').join('\n')}\n`, schemas);
  return 'problems' in loaded ? loaded.problems : [];
}

const parties =
  '[{count: 453, first: 448, members: [447, 452], groups: [{count: 802, first: 523, members: [803]}]}]';
const place = (column: number): string => `feed.yaml:8:${column}`;

test('groups, paths, data and a prefix that hold together are sound', async () => {
  expect(
    await problemsOf({
      format: ', framing: messages, separator: "^A", log_prefix: "(?P<time>[0-9:]+) (?<way>IN|OUT) "',
      groups: parties,
      field:
        '{name: A, tag: 448, in: {group: 453, index: 1}}, {name: B, tag: 523, in: [{group: 453, where: {452: "36"}}, {group: 802, index: 2}]}, {name: C, prefix: time}, {name: D, prefix: way}, {name: E, tag: 802, in: {group: 453, index: 1}}',
      more: 'data: {5000: 5001}\nresends: as-sent',
    }),
  ).toEqual([]);
});

describe('a mistake is said with its place', () => {
  const column = 77;
  test.each<[string, Parts, string]>([
    [
      'a group that is not declared',
      { groups: parties, field: '{name: A, tag: 1, in: {group: 78, index: 1}}' },
      `${place(column)}: field "A" stands in group 78, which is not declared there, expected one of "453" [feed-group-unknown]`,
    ],
    [
      'an inner group reached from outside',
      { groups: parties, field: '{name: A, tag: 523, in: {group: 802, index: 1}}' },
      `${place(column + 2)}: field "A" stands in group 802, which is not declared there, expected one of "453" [feed-group-unknown]`,
    ],
    [
      'neither an index nor a condition',
      { groups: parties, field: '{name: A, tag: 448, in: {group: 453}}' },
      `${place(column + 2)}: field "A" needs exactly one of index and where to say which entry of group 453 it stands in [feed-group-step]`,
    ],
    [
      'both of them',
      { groups: parties, field: '{name: A, tag: 448, in: {group: 453, index: 1, where: {452: "1"}}}' },
      `${place(column + 2)}: field "A" needs exactly one of index and where to say which entry of group 453 it stands in [feed-group-step]`,
    ],
    [
      'a tag that the group does not have',
      { groups: parties, field: '{name: A, tag: 55, in: {group: 453, index: 1}}' },
      `${place(column + 1)}: tag 55 is no tag of group 453, expected its first tag or one of its members [feed-group-tag]`,
    ],
    [
      'a condition on a tag that the group does not have',
      { groups: parties, field: '{name: A, tag: 448, in: {group: 453, where: {803: "1"}}}' },
      `${place(column + 2)}: tag 803 is no tag of group 453, expected its first tag or one of its members [feed-group-tag]`,
    ],
    [
      'a member that stands twice',
      { groups: '[{count: 453, first: 448, members: [447, 448]}]' },
      'feed.yaml:7:10: tag 448 stands twice in what is declared of group 453, expected it once [feed-tag-repeated]',
    ],
    [
      'a group that is declared twice',
      { groups: '[{count: 453, first: 448}, {count: 453, first: 447}]' },
      'feed.yaml:7:36: tag 453 stands twice in what is declared of group 453, expected it once [feed-tag-repeated]',
    ],
    [
      'an inner group that counts with a member',
      { groups: '[{count: 453, first: 448, members: [802], groups: [{count: 802, first: 523}]}]' },
      'feed.yaml:7:10: tag 802 stands twice in what is declared of group 453, expected it once [feed-tag-repeated]',
    ],
    [
      'a prefix that is no expression',
      { format: ', log_prefix: "(?=x)"' },
      'feed.yaml:6:69: "(?=x)" is no RE2 expression: error parsing regexp: invalid or unsupported Perl syntax: `(?=` [feed-expression]',
    ],
    [
      'a named group that the prefix does not have',
      { format: ', log_prefix: "(?P<time>.*) "', field: '{name: A, prefix: way}' },
      'feed.yaml:7:73: field "A" takes the named group "way", expected one of "time"; log_prefix names them (?P<name>…) [feed-prefix-group]',
    ],
    [
      'a field with neither tag nor prefix',
      { field: '{name: A}' },
      'feed.yaml:7:9: field "A" of a fix record needs a tag [feed-field-incomplete]',
    ],
    [
      'a trailer where messages need no lines',
      { format: ', framing: messages', more: 'trailer: {match: "END"}' },
      'feed.yaml:6:66: format fix needs neither header nor trailer where framing is messages [feed-format-incomplete]',
    ],
    ['a tag with a leading zero in data', { more: 'data: {"0500": 5001}' }, 'spec-schema-violated'],
  ])('%s', async (_, parts, problem) => {
    const problems = await problemsOf(parts);
    if (problem.startsWith('feed.yaml')) expect(problems).toEqual([problem]);
    else expect(problems).toContainEqual(expect.stringContaining(problem));
  });
});
