import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { acmeHeader, acmeLine, acmeTrailer, gzipLines } from '../canonicalize/support/feeds.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

const NOTICE =
  'acme-orders-20261101.psv.gz: 2 records have a time in event_ts_ns which happened twice in America/New_York when clocks went back; the earlier one was taken [timestamp-overlap-chosen]\n';

beforeAll(() => {
  const shipped = path.join(packageRoot(), 'feeds', 'acme-orders');
  const feed = path.join(folder, 'feeds', 'acme-orders');
  cpSync(shipped, feed, { recursive: true });
  cpSync(path.join(packageRoot(), 'schemas', 'feeds'), path.join(folder, 'schemas', 'feeds'), {
    recursive: true,
  });
  const yaml = readFileSync(path.join(shipped, 'feed.yaml'), 'utf8').replace(
    /(event_ts_ns: {.*)}/,
    '$1, overlap: earlier}',
  );
  writeFileSync(path.join(feed, 'feed.yaml'), yaml);
  mkdirSync(path.join(folder, 'deliveries'));
  const times = ['20261101-00:30:00.0', '20261101-01:30:00.0', '20261101-01:30:00.1', '20261101-09:30:00.0'];
  const records = times.map((ts, index) => acmeLine(index, { ts }));
  const lines = [acmeHeader, ...records, acmeTrailer(records.length, { date: '20261101' })];
  writeFileSync(path.join(folder, 'deliveries', 'acme-orders-20261101.psv.gz'), gzipLines(lines));
});

test('what a feed decided for the broker is printed by canonicalize, the first time and again', async () => {
  for (const status of ['published', 'already published']) {
    const { stdout, stderr } = await tapewarden('canonicalize', '--feeds', 'feeds');
    expect(stdout).toContain(status);
    expect(stderr).toBe(NOTICE);
  }
});

test('it is in the outcome, the run and its report', async () => {
  const { stdout } = await tapewarden('canonicalize', '--feeds', 'feeds', '--json');
  const outcomes: unknown = JSON.parse(stdout);
  const [, sentence = ''] = NOTICE.split(/: | \[/);
  expect(outcomes).toEqual([
    expect.objectContaining({ notices: [{ code: 'timestamp-overlap-chosen', message: sentence }] }),
  ]);
  const day = await tapewarden('run', '--feeds', 'feeds');
  expect(day.stderr).toContain(`    ${NOTICE}`);
  const report = readFileSync(path.join(folder, 'report-2026-11-01.html'), 'utf8');
  expect(report).toContain(`<small>${sentence}</small>`);
});

test('an outcome without decisions has no list of them', async () => {
  const lines = [
    acmeHeader,
    acmeLine(1, { ts: '20261102-01:30:00.0' }),
    acmeTrailer(1, { date: '20261102' }),
  ];
  writeFileSync(path.join(folder, 'acme-orders-20261102.psv.gz'), gzipLines(lines));
  const call = ['canonicalize', 'acme-orders-20261102.psv.gz', '--feeds', 'feeds', '--json'];
  const { stdout, stderr } = await tapewarden(...call);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject([{ status: 'published' }]);
  expect(stdout).not.toContain('notices');
});
