import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { formatFeedProblem } from '../../src/canonicalize/feed-problem.js';
import { loadFeed } from '../../src/canonicalize/load-feed.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { loadCanonicalDatasets } from '../../src/lake/canonical-dataset.js';
import { temporaryFolder } from './support/lake.js';

const datasets = await loadCanonicalDatasets();
const sound = await readFile(path.join(packageRoot(), 'feeds', 'acme-orders', 'feed.yaml'), 'utf8');
const record = path.join(packageRoot(), 'schemas', 'feeds', 'acme-orders.schema.json');

/** Problems of the acme-orders feed with these lines in place of its own. */
async function problemsOf(arrives: string, file = 'acme-orders-{trade_date}.psv.gz'): Promise<string[]> {
  const folder = path.join(await temporaryFolder(), 'acme-orders');
  await mkdir(folder);
  const text = sound
    .replace(/^record: .*$/m, 'record: record.schema.json')
    .replace(/^file: .*$/m, `file: "${file}"`)
    .replace(/^arrives: .*$/m, `arrives: {${arrives}}`);
  await writeFile(path.join(folder, 'feed.yaml'), text);
  await writeFile(path.join(folder, 'record.schema.json'), await readFile(record));
  const loaded = await loadFeed(folder, datasets);
  if (!Array.isArray(loaded)) return [];
  return loaded.map((problem) => formatFeedProblem(problem).replace(`${folder}${path.sep}`, ''));
}

const at = 'by: "18:30", zone: America/New_York';

test.each([
  ['a deadline on the trade date', at, undefined],
  ['one on a later session', 'by: "T+1 08:00", zone: America/New_York, calendar: us-equities', undefined],
  [
    'everything that can be said',
    `${at}, calendar: us-equities, early_close_by: "15:00", due: on-request, files: 3, sequence: daily, min_records: 5, empty: allowed`,
    'acme-{trade_date}-{sequence}-{part}.psv.gz',
  ],
  ['one file without a number', `${at}, files: 1`, undefined],
])('%s is sound', async (_name, arrives, file) => {
  expect(await problemsOf(arrives, file)).toEqual([]);
});

test.each([
  [
    'a zone that nobody knows',
    'by: "18:30", zone: America/New_Yrok',
    'feed.yaml:6:30: zone "America/New_Yrok" is not known, expected an IANA name such as America/New_York [feed-zone-unknown]',
  ],
  [
    'a calendar that nobody knows',
    `${at}, calendar: us-bonds`,
    'feed.yaml:6:58: calendar "us-bonds" is not known, expected one of us-equities [feed-calendar-unknown]',
  ],
  [
    'several files of one name',
    `${at}, files: 3`,
    'feed.yaml:6:48: arrives.files says nothing without {part} or {sequence} in file [feed-arrival-incomplete]',
  ],
  [
    'numbers that the name does not carry',
    `${at}, sequence: daily`,
    'feed.yaml:6:48: arrives.sequence says nothing without {sequence} in file [feed-arrival-incomplete]',
  ],
  [
    'half days without a calendar',
    `${at}, early_close_by: "15:00"`,
    'feed.yaml:6:48: arrives.early_close_by says nothing without arrives.calendar [feed-arrival-incomplete]',
  ],
])('%s is told with its place', async (_name, arrives, problem) => {
  expect(await problemsOf(arrives)).toEqual([problem]);
});

test.each(['24:00', '18:60', 'T+0 08:00', 'T+1', 'T+10 08:00', '8:00'])(
  '"%s" is no time at which something is due',
  async (by) => {
    const [problem] = await problemsOf(`by: "${by}", zone: America/New_York`);
    expect(problem).toMatch(
      /^feed\.yaml:6:15: \/arrives\/by is ".*", expected text .*\[spec-schema-violated\]$/,
    );
  },
);
