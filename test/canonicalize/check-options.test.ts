import { expect, test } from 'vitest';
import { tryWrittenFeed } from './support/written-feed.js';

const schemas = {
  record: { required: ['a'], properties: { a: { type: 'string', description: 'Number.' } } },
};

/** The problems of a feed of a format, with options of the format, parts of its field and parts of its own. */
async function problemsOf(format: string, field: string, part = ''): Promise<string[]> {
  const lines = [
    `format: {type: ${format}, compression: none, encoding: utf-8}`,
    `fields: [{name: a${field}}]`,
    'record: record.schema.json',
    'key: [a]',
    'to: trades',
    'map: {event_ts_ns: {from: a, timestamp: epoch-ns}, symbol: a, trade_id: a, price: a, qty: a, venue: a}',
    part,
  ];
  const loaded = await tryWrittenFeed(`${lines.join('\n')}\n`, schemas);
  return 'problems' in loaded ? loaded.problems : [];
}

const formats: Record<string, [format: string, field: string]> = {
  delimited: ['delimited, delimiter: ","', ''],
  'fixed-width': ['fixed-width, width: 8', ', start: 1, width: 8'],
  'json-lines': ['json-lines', ''],
  'json-array': ['json-array', ''],
  'json-concatenated': ['json-concatenated', ''],
  xml: ['xml, record: /D/R', ''],
  fix: ['fix', ', tag: 11'],
  parquet: ['parquet', ''],
};

/** Parts of a feed, each with the formats that have a use for it. */
const parts: [part: string, types: string[]][] = [
  ['groups: [{count: 453, first: 448}]', ['fix']],
  ['data: {5000: 5001}', ['fix']],
  ['resends: as-sent', ['fix']],
  ['ignore: {field: a, values: ["0"]}', ['fix']],
  ['layouts: [{fields: [a]}]', ['delimited']],
];

/** Options of the format, likewise. */
const options: [option: string, types: string[]][] = [
  ['separator: "|"', ['fix']],
  ['framing: messages', ['fix']],
  ['log_prefix: true', ['fix']],
  ['quote: none', ['delimited']],
  ['header: false', ['delimited']],
  ['pad: true', ['fixed-width']],
  ['comment: "#"', ['delimited', 'fixed-width', 'json-lines', 'fix']],
  ['trim: true', ['xml']],
];

/** Parts of a field, likewise. */
const fieldParts: [part: string, types: string[]][] = [
  ['prefix: a', ['fix']],
  ['line: 1', ['fixed-width']],
  ['pointer: /a', ['json-lines', 'json-array', 'json-concatenated']],
  ['repeat: first', ['xml']],
  ['column: a', ['parquet']],
];

/** Codes, and places where something means nothing. */
function optionProblems(problems: readonly string[]): string[] {
  return problems.filter((problem) => problem.endsWith('[feed-format-option]'));
}

test.each(Object.entries(formats))(
  'format %s refuses what is for others, with its place',
  async (type, [format, field]) => {
    expect(await problemsOf(format, field)).toEqual([]);
    for (const [part, types] of parts) {
      const [name = ''] = part.split(':');
      expect(optionProblems(await problemsOf(format, field, part))).toEqual(
        types.includes(type)
          ? []
          : [`feed.yaml:12:1: ${name} means nothing for format ${type}; take it out [feed-format-option]`],
      );
    }
    for (const [option, types] of options) {
      const [name = ''] = option.split(':');
      const column = `format: {type: ${format}, `.length + 1;
      expect(optionProblems(await problemsOf(`${format}, ${option}`, field))).toEqual(
        types.includes(type)
          ? []
          : [
              `feed.yaml:6:${column}: ${name} means nothing for format ${type}; take it out [feed-format-option]`,
            ],
      );
    }
    for (const [part, types] of fieldParts) {
      const [name = ''] = part.split(':');
      const column = `fields: [{name: a${field}, `.length + 1;
      expect(optionProblems(await problemsOf(format, `${field}, ${part}`))).toEqual(
        types.includes(type)
          ? []
          : [
              `feed.yaml:7:${column}: ${name} means nothing for format ${type}; take it out [feed-format-option]`,
            ],
      );
    }
  },
);
