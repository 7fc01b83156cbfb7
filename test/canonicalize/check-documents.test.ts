import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { formatFeedProblem } from '../../src/canonicalize/feed-problem.js';
import { loadFeed } from '../../src/canonicalize/load-feed.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { loadCanonicalDatasets } from '../../src/lake/canonical-dataset.js';
import { temporaryFolder } from './support/lake.js';

const datasets = await loadCanonicalDatasets();

/** The problems of a shipped feed after a change to its text, as `line:column: text [code]`. */
async function problemsAfter(name: string, from: string, to: string): Promise<string[]> {
  const root = await temporaryFolder();
  await symlink(path.join(packageRoot(), 'schemas'), path.join(root, 'schemas'));
  const folder = path.join(root, 'feeds', name);
  await mkdir(folder, { recursive: true });
  const text = await readFile(path.join(packageRoot(), 'feeds', name, 'feed.yaml'), 'utf8');
  expect(text).toContain(from);
  await writeFile(path.join(folder, 'feed.yaml'), text.replace(from, to));
  const loaded = await loadFeed(folder, datasets);
  if (!Array.isArray(loaded)) return [];
  return loaded.map((problem) => formatFeedProblem(problem).replace(/^.*feed\.yaml:/, ''));
}

const outside = 'expected the absolute path of a value outside the records [feed-path]';
const element = 'expected the absolute path of an element that stands in no other record [feed-path]';
const value =
  'expected child/grandchild, child/@attribute, . or local-name() from the record element, or the absolute path of a value outside it [feed-path]';
const count = '/Document/FinInstrmRptgTxRpt/RptHdr/NbRcrds';

test.each<[string, string, string, string, string[]]>([
  [
    'a record of lines',
    'cedar-cat',
    'type: json-lines',
    'type: json-lines, record: /a',
    ['7:28: record means nothing for format json-lines; take it out [feed-format-option]'],
  ],
  [
    'a namespace of JSON',
    'fir-orders',
    'record: /orders',
    'record: /orders, namespace: x',
    ['7:45: namespace means nothing for format json-array; take it out [feed-format-option]'],
  ],
  [
    'white space of JSON',
    'fir-orders',
    'record: /orders',
    'record: /orders, trim: true',
    ['7:45: trim means nothing for format json-array; take it out [feed-format-option]'],
  ],
  [
    'two arrays',
    'fir-orders',
    'record: /orders',
    'record: [/orders, /trades]',
    ['7:36: path "/orders,/trades" is none here, expected one JSON pointer [feed-path]'],
  ],
  [
    'no record of XML',
    'elm-transactions',
    '  record:\n    - /Document/FinInstrmRptgTxRpt/Tx/New\n    - /Document/FinInstrmRptgTxRpt/Tx/Canc\n',
    '',
    ['8:3: format xml needs a record [feed-format-incomplete]'],
  ],
  [
    'a header of a bare array',
    'fir-orders',
    'record: /orders, ',
    '',
    [
      '8:1: format json-array has no place for a trailer: only an array inside a document (format.record) has one [feed-control-form]',
    ],
  ],
  [
    'a trailer of concatenated JSON',
    'gum-executions',
    'fields:',
    'trailer: {paths: {count: /n}}\nfields:',
    [
      '8:1: format json-concatenated has no place for a trailer: only an array inside a document (format.record) has one [feed-control-form]',
    ],
  ],
  [
    'paths of lines',
    'tape-trades',
    '{match: "^END\\\\|(?P<trade_date>[0-9]{8})\\\\|(?P<count>[0-9]+)$"}',
    '{paths: {count: /n}}',
    [
      '8:1: the trailer of format delimited needs match, and nothing else, to say where its values stand [feed-control-form]',
    ],
  ],
  [
    'a match of XML',
    'elm-transactions',
    `{paths: {count: ${count}}}`,
    '{match: "x"}',
    [
      '15:1: the header of format xml needs paths, and nothing else, to say where its values stand [feed-control-form]',
    ],
  ],
  [
    'neither',
    'elm-transactions',
    `{paths: {count: ${count}}}`,
    '{}',
    [
      '15:1: the header of format xml needs paths, and nothing else, to say where its values stand [feed-control-form]',
    ],
  ],
  [
    'a record that is an attribute',
    'elm-transactions',
    'Tx/New',
    'Tx/@New',
    [`10:5: path "/Document/FinInstrmRptgTxRpt/Tx/@New" is none here, ${element}`],
  ],
  [
    'a record in a record',
    'elm-transactions',
    'Tx/New',
    'Tx/Canc/New',
    [`10:5: path "/Document/FinInstrmRptgTxRpt/Tx/Canc/New" is none here, ${element}`],
  ],
  [
    'a path that is none',
    'elm-transactions',
    'path: Tx/Qty/Unit',
    'path: "Tx/Qty[1]"',
    [`17:3: path "Tx/Qty[1]" is none here, ${value}`],
  ],
  [
    'an absolute path into the record',
    'elm-transactions',
    'path: TxId',
    'path: /Document/FinInstrmRptgTxRpt/Tx/New/TxId',
    [`17:3: path "/Document/FinInstrmRptgTxRpt/Tx/New/TxId" is none here, ${value}`],
  ],
  [
    'a control value in the records',
    'elm-transactions',
    count,
    '/Document/FinInstrmRptgTxRpt/Tx/New/N',
    [`15:25: path "/Document/FinInstrmRptgTxRpt/Tx/New/N" is none here, ${outside}`],
  ],
  [
    'a path twice in XML',
    'elm-transactions',
    'path: ExctgPty',
    'path: TxId',
    ['17:3: path "TxId" is none here, expected each path once, for one field [feed-path]'],
  ],
  [
    'a pointer twice in JSON',
    'gum-executions',
    'pointer: /order/side',
    'pointer: /order/symbol',
    ['9:3: path "/order/symbol" is none here, expected each path once, for one field [feed-path]'],
  ],
  [
    'a sum of no field',
    'fir-orders',
    'sum_of: quantity',
    'sum_of: volume',
    [
      '8:103: field "volume" is not declared, expected one of id, revision, event, time, symbol, side, quantity, limit, account [feed-field-unknown]',
    ],
  ],
])('%s', async (...[, name, from, to, problems]) => {
  expect(await problemsAfter(name, from, to)).toEqual(problems);
});

test.each(['elm-transactions', 'fir-orders', 'gum-executions'])(
  '%s is sound as it is shipped',
  async (name) => {
    expect(await problemsAfter(name, 'version: 1', 'version: 1')).toEqual([]);
  },
);
