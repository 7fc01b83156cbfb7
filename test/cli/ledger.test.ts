import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerDay } from '../../src/domain/generated/ledger-day.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { expectGolden } from './support/golden.js';
import { type CliResult, cliIn, temporaryFolder, transcript } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const feeds = ['acme-orders', 'bolt-fix', 'echo-fix', 'tape-trades'];
const sent: Record<string, string> = {};

beforeAll(async () => {
  await simulateDay({ events: 400, seed: 3, trade_date: '2026-11-20', out: folder });
  cpSync('schemas/feeds', path.join(folder, 'schemas/feeds'), { recursive: true });
  for (const feed of feeds) cpSync(`feeds/${feed}`, path.join(folder, 'feeds', feed), { recursive: true });
  writeFileSync(path.join(folder, 'tapewarden.yaml'), 'feeds: feeds\n');
  mkdirSync(path.join(folder, 'cut'));
  for (const name of readdirSync(path.join(folder, 'deliveries'))) {
    const feed = ['acme-orders', 'bolt', 'tape-trades'].find((start) => name.startsWith(start));
    if (feed !== undefined) sent[feed] = path.join('deliveries', name);
  }
  // A record less than the trailer says.
  const whole = path.join(folder, sent['tape-trades'] ?? '');
  const lines = gunzipSync(readFileSync(whole)).toString('utf8').split('\n');
  lines.splice(5, 1);
  writeFileSync(path.join(folder, 'cut', path.basename(whole)), gzipSync(lines.join('\n')));
});
afterAll(remove);

/** One call at a time of 2026-11-20 in New York, or of the day given. */
async function at(time: string, ...args: string[]): Promise<{ result: CliResult; block: string }> {
  const now_ns = BigInt(Date.parse(`${time.includes('T') ? time : `2026-11-20T${time}`}-05:00`)) * 1_000_000n;
  const result = await cliIn(folder, now_ns)(...args);
  return { result, block: `at ${time}\n${transcript(folder, args, result)}` };
}

const day = ['ledger', '--date', '2026-11-20'];

test('a day fills up: awaited, broken, sent again and late, until it is whole', async () => {
  const blocks: string[] = [];
  await at('18:00:00', 'canonicalize', sent['acme-orders'] ?? '', sent['bolt'] ?? '');
  const early = await at('18:01:00', ...day);
  expect(early.result.exit).toBe('findings');
  await at('20:30:00', 'canonicalize', path.join('cut', path.basename(sent['tape-trades'] ?? '')));
  const broken = await at('20:31:00', ...day);
  expect(broken.result.exit).toBe('findings');
  await at('21:05:30', 'canonicalize', sent['tape-trades'] ?? '');
  const whole = await at('21:06:00', ...day);
  expect(whole.result.exit).toBe('clear');
  blocks.push(early.block, broken.block, whole.block);
  expectGolden('ledger-day', blocks.join('\n'));
});

test('a month is a grid of weeks with the reasons of the days that are not whole', async () => {
  const november = await at('2026-11-25T17:00:00', 'ledger', '--month', '2026-11');
  expect(november.result.exit).toBe('findings');
  expect(Math.max(...november.result.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  // A month that begins on a Monday, another that is all to come.
  const june = await at('2026-05-31T12:00:00', 'ledger', '--month', '2026-06');
  expect(june.result.exit).toBe('clear');
  expectGolden('ledger-month', [november.block, june.block].join('\n'));
});

test('days without a session and half days say their name; what is no day of the ledger is refused', async () => {
  const blocks: string[] = [];
  for (const args of [
    ['--date', '2026-11-26'],
    ['--date', '2026-11-27'],
    ['--date', '2031-01-02'],
    [],
    ['--date', '2026-11-20', '--month', '2026-11'],
    ['--month', '2026-13'],
  ]) {
    blocks.push((await at('21:06:00', 'ledger', ...args)).block);
  }
  expectGolden('ledger-other-days', blocks.join('\n'));
});

test('--json prints the documents: of a day one, of a month one for each day', async () => {
  const one = JSON.parse((await at('21:06:00', ...day, '--json')).result.stdout) as LedgerDay;
  expect(one.entries.map(({ feed, verdict }) => [feed, verdict])).toEqual([
    ['acme-orders', 'complete'],
    ['bolt-fix', 'complete'],
    ['echo-fix', 'nothing_due'],
    ['tape-trades', 'complete'],
  ]);
  expect(one.entries[3]?.deliveries.map(({ state, late_by_ns }) => [state, late_by_ns])).toEqual([
    ['refused', null],
    ['received', '2130000000000'],
  ]);
  expect(one.entries[1]?.deliveries[0]).toMatchObject({ late_by_ns: null, totals: { rejected: 0 } });
  const month = await at('21:06:00', 'ledger', '--month', '2026-02', '--json');
  const days = JSON.parse(month.result.stdout) as LedgerDay[];
  expect(days.map(({ trade_date }) => trade_date)).toHaveLength(28);
});
