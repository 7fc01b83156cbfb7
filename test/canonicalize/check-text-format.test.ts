import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
  const folder = path.join(await temporaryFolder(), name);
  await mkdir(folder);
  const text = await readFile(path.join(packageRoot(), 'feeds', name, 'feed.yaml'), 'utf8');
  const schema = path.join(packageRoot(), 'schemas', 'feeds', `${name}.schema.json`);
  expect(text).toContain(from);
  const changed = text.replace(from, () => to).replace(/^record: .*$/m, 'record: record.schema.json');
  await writeFile(path.join(folder, 'feed.yaml'), changed);
  await writeFile(path.join(folder, 'record.schema.json'), await readFile(schema));
  const loaded = await loadFeed(folder, datasets);
  if (!Array.isArray(loaded)) return [];
  return loaded.map((problem) => formatFeedProblem(problem).replace(`${folder}${path.sep}feed.yaml:`, ''));
}

const acmeFormat = 'delimiter: "|", quote: none,';

test.each<[string, string, string, string, string]>([
  [
    'multiline without quotes',
    'golf-orders',
    '  quote: "\\""\n',
    '',
    '8:3: format delimited needs a quote for multiline [feed-format-incomplete]',
  ],
  [
    'several lines without a sequence',
    'foxtrot-blue-sheets',
    ' sequence: {start: 1, width: 1},',
    '',
    '7:9: format fixed-width needs a sequence for lines [feed-format-incomplete]',
  ],
  [
    'a sequence of one line',
    'foxtrot-blue-sheets',
    'pad: true, lines: 7,',
    'pad: true,',
    '7:9: format fixed-width needs lines for its sequence [feed-format-incomplete]',
  ],
  [
    'lines of delimited records',
    'acme-orders',
    acmeFormat,
    `${acmeFormat} pad: true,`,
    '7:56: pad means nothing for format delimited; take it out [feed-format-option]',
  ],
  [
    'line ends in fields of fixed width',
    'delta-orders',
    'width: 132,',
    'width: 132, multiline: false,',
    '7:41: multiline means nothing for format fixed-width; take it out [feed-format-option]',
  ],
  [
    'layouts of fixed width',
    'delta-orders',
    'fields:\n',
    'layouts: [{fields: [orderNo]}]\nfields:\n',
    '10:1: layouts means nothing for format fixed-width; take it out [feed-format-option]',
  ],
  [
    'batches of messages',
    'bolt-fix',
    'fields:\n',
    'batch: {header: {match: B}}\nfields:\n',
    'batch means nothing for format fix; take it out [feed-format-option]',
  ],
  [
    'a quote in the delimiter',
    'acme-orders',
    acmeFormat,
    'delimiter: "||", quote: "|",',
    '7:38: delimiter is "||", but "|" has another meaning in the file; expected a sign of its own [feed-format-ambiguous]',
  ],
  [
    'a line feed as the delimiter',
    'acme-orders',
    acmeFormat,
    'delimiter: "\\n",',
    '7:38: delimiter is "\\x0a", but "\\x0a" has another meaning in the file; expected a sign of its own [feed-format-ambiguous]',
  ],
  [
    'a quote that is the escape',
    'acme-orders',
    acmeFormat,
    'delimiter: "|", quote: "\\\\", escape: backslash,',
    '7:50: quote is "\\", but "\\" has another meaning in the file; expected a sign of its own [feed-format-ambiguous]',
  ],
  [
    'one mark for thousands and decimals',
    'golf-orders',
    'thousands: "."',
    'thousands: ","',
    '15:38: numbers.thousands is ",", but "," has another meaning in the file; expected a sign of its own [feed-format-ambiguous]',
  ],
  [
    'a quote beyond ASCII',
    'acme-orders',
    'quote: none',
    'quote: "»"',
    '7:50: /format/quote is "»", expected ',
  ],
  [
    'a delimiter of nine characters',
    'acme-orders',
    'delimiter: "|"',
    'delimiter: "123456789"',
    '7:38: /format/delimiter is "123456789", expected ',
  ],
  [
    'a field beyond the last column',
    'delta-orders',
    '{name: trader, start: 106, width: 8}',
    '{name: trader, start: 126, width: 8}',
    '11:3: field "trader" ends in column 133 of line 1, expected at most 132 columns and 1 line [feed-field-outside]',
  ],
  [
    'a field on a line too many',
    'foxtrot-blue-sheets',
    'name: time, line: 7',
    'name: time, line: 8',
    'field "time" ends in column 7 of line 8, expected at most 80 columns and 7 lines [feed-field-outside]',
  ],
  [
    'a field declared twice',
    'delta-orders',
    'name: trader',
    'name: market',
    'field "market" is declared twice, expected once [feed-field-repeated]',
  ],
  [
    'a field that the batch header gives too',
    'hotel-allocations',
    'carry: {date: date',
    'carry: {time: date, date: date',
    'field "time" is declared twice, expected once [feed-field-repeated]',
  ],
  [
    'a reserved name',
    'delta-orders',
    'name: recordType',
    'name: constructor',
    'field "constructor" has a reserved name, expected another [feed-field-reserved]',
  ],
  [
    'a layout with other columns than fields',
    'acme-orders',
    'key: [ordId, seq]',
    'layouts: [{columns: 2, fields: [ordId]}]\nkey: [ordId, seq]',
    '10:21: the layout is known by 2 columns, but has 1 fields; expected as many [feed-layout-columns]',
  ],
  [
    'layouts that all end',
    'acme-orders',
    'key: [ordId, seq]',
    'layouts: [{until: "2026-11-20", fields: [ordId]}, {until: "2026-11-19", fields: [seq]}]\nkey: [ordId, seq]',
    '10:10: no layout is for files after 2026-11-20, expected one without "until" [feed-layouts-ended]',
  ],
  [
    'a layout with a field that is none',
    'acme-orders',
    'key: [ordId, seq]',
    'layouts: [{fields: [ordid]}]\nkey: [ordId, seq]',
    '10:20: field "ordid" is not declared, expected one of ',
  ],
  [
    'a sum in a group that is not there',
    'golf-orders',
    'Kurs: price}',
    'Kurs: cost}',
    'has no named group "cost", expected (?P<cost>…) [feed-group-missing]',
  ],
  [
    'a sum of no field',
    'golf-orders',
    'Kurs: price}',
    'Preis: price}',
    'field "Preis" is not declared, expected one of ',
  ],
  [
    'a group to carry that is not there',
    'hotel-allocations',
    'account: account,',
    'account: acct,',
    'has no named group "acct", expected (?P<acct>…) [feed-group-missing]',
  ],
  ['a batch expression that is not RE2', 'hotel-allocations', '"^BT', '"(?=x)^BT', 'is no RE2 expression'],
  [
    'a sum of a batch of no field',
    'hotel-allocations',
    'trailer: {match: "^BT[0-9]{4}(?P<count>[0-9]{6})(?P<sum>[0-9]{15})$", sum_of: quantity}',
    'trailer: {match: "^BT(?P<sum>.*)$", sum_of: qty}',
    'field "qty" is not declared',
  ],
  [
    'a group that nothing reads, such as a misspelt one',
    'golf-orders',
    '(?P<count>',
    '(?P<cuont>',
    'the named group "cuont" is read by nothing, expected one of count, trade_date, qty, price [feed-group-unused]',
  ],
  [
    'a sum of which no field is said',
    'acme-orders',
    ', sum_of: qty',
    '',
    'the named group "sum" is read by nothing, expected one of count, trade_date [feed-group-unused]',
  ],
  [
    'a number of batches where there are none',
    'acme-orders',
    '(?P<count>',
    '(?P<batches>',
    'the named group "batches" is read by nothing, expected one of count, trade_date, sum [feed-group-unused]',
  ],
])('%s is a mistake of the feed', async (...[, name, from, to, problem]) => {
  expect(await problemsAfter(name, from, to)).toContainEqual(expect.stringContaining(problem));
});
